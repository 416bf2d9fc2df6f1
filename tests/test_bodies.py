"""Bodies: their constraints, and who stands above whom in the reporting chain."""

import pytest
from django.core.exceptions import ValidationError

from meetings.models import Body
from meetings.models.bodies import Chain
from tests.factories import BodyFactory
from tests.refusals import refusal


@pytest.mark.parametrize("slug", ["AMMTC", "ammtc 1", "ammtc_1", "", "ämmtc"])
def test_body_slug_is_lower_case_words(db, slug):
    body = Body(slug=slug, acronym="AMMTC", name="Ministers", level="ministerial")

    assert refusal(body) == ["A slug has only small letters, digits and hyphens."]


def test_body_does_not_report_to_itself(db):
    body = BodyFactory()
    body.reports_to = body

    assert refusal(body) == ["A body cannot report to itself."]


def test_body_level_is_known(db):
    body = Body(slug="ammtc", acronym="AMMTC", name="Ministers", level="highest")

    assert refusal(body) == ["Choose one of the known levels."]


def test_body_slug_and_acronym_are_used_once(db):
    BodyFactory(slug="ammtc", acronym="AMMTC")

    with pytest.raises(ValidationError) as error:
        Body(slug="ammtc", acronym="AMMTC", name="Ministers", level="ministerial").full_clean()

    assert error.value.message_dict == {
        "slug": ["Body with this Slug already exists."],
        "acronym": ["Body with this Acronym already exists."],
    }


def test_core_bodies_are_the_three_of_the_record(record):
    assert [body.acronym for body in Body.objects.core()] == ["AMMTC", "SOMTC", "SOMTC WG on CT"]


def test_bodies_stand_by_position_then_slug(db):
    for slug, position in (("c", 1), ("b", 2), ("a", 2)):
        BodyFactory(slug=slug, position=position)

    assert [body.slug for body in Body.objects.in_record_order()] == ["c", "a", "b"]


@pytest.fixture
def bodies(db):
    """Ministers, officials with a consultation, and a working group with a task force."""
    made = {}
    for slug, level, above in (
        ("ammtc", "ministerial", None),
        ("somtc", "senior-officials", "ammtc"),
        ("somtc-plus-china", "consultation", "somtc"),
        ("somtc-wg-ct", "working-group", "somtc"),
        ("bwp-mstf", "task-force", "somtc-wg-ct"),
    ):
        made[slug] = BodyFactory(slug=slug, level=level, reports_to=made.get(above), position=len(made))
    return made


def slugs(bodies):
    return [body.slug for body in bodies]


def test_chain_names_those_above_nearest_first(bodies):
    chain = Chain()

    assert {slug: slugs(chain.above(body)) for slug, body in bodies.items()} == {
        "ammtc": [],
        "somtc": ["ammtc"],
        "somtc-plus-china": ["somtc", "ammtc"],
        "somtc-wg-ct": ["somtc", "ammtc"],
        "bwp-mstf": ["somtc-wg-ct", "somtc", "ammtc"],
    }


def test_chain_names_all_those_below(bodies):
    chain = Chain()

    assert {slug: slugs(chain.below(body)) for slug, body in bodies.items()} == {
        "ammtc": ["somtc", "somtc-plus-china", "somtc-wg-ct", "bwp-mstf"],
        "somtc": ["somtc-plus-china", "somtc-wg-ct", "bwp-mstf"],
        "somtc-plus-china": [],
        "somtc-wg-ct": ["bwp-mstf"],
        "bwp-mstf": [],
    }


def test_tier_counts_steps_from_the_top_and_seats_a_consultation_with_its_body(bodies):
    chain = Chain()

    assert {slug: chain.tier(body) for slug, body in bodies.items()} == {
        "ammtc": 0, "somtc": 1, "somtc-plus-china": 1, "somtc-wg-ct": 2, "bwp-mstf": 3,
    }  # fmt: skip


def test_chain_is_read_in_one_query(bodies, django_assert_num_queries):
    with django_assert_num_queries(1):
        chain = Chain()
        for body in bodies.values():
            chain.above(body), chain.below(body), chain.tier(body)


def test_chain_ends_where_bodies_report_in_a_circle(bodies):
    Body.objects.filter(slug="ammtc").update(reports_to=bodies["somtc-wg-ct"])
    chain = Chain()
    at = {body.slug: body for body in chain.bodies.values()}

    assert slugs(chain.above(at["bwp-mstf"])) == ["somtc-wg-ct", "somtc", "ammtc"]
    assert {slug: chain.closes_circle(body) for slug, body in at.items()} == {
        "ammtc": True, "somtc": True, "somtc-plus-china": False, "somtc-wg-ct": True, "bwp-mstf": False,
    }  # fmt: skip


def test_chain_may_be_made_of_bodies_at_hand(django_assert_num_queries):
    above = Body(pk=1, slug="ammtc")
    below = Body(pk=2, slug="somtc", reports_to_id=1)

    chain = Chain([above, below])

    assert (chain.above(below), chain.below(above)) == ([above], [below])
