"""A merger of people, places or sources is taken back: all stands as before, or a sentence says why it cannot."""

import pytest
from django.core.serializers import serialize

from meetings.history import Change, revise
from meetings.merging import CannotMerge, merge_rows, take_back
from meetings.models import (
    BodyRight,
    Citation,
    Double,
    FormerPerson,
    FormerPlace,
    FormerSource,
    Meeting,
    Merge,
    Officer,
    Person,
    Place,
    Revision,
    Source,
)
from meetings.models.rights import Rights
from tests.factories import (
    BodyFactory,
    CitationFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    PlaceFactory,
    SourceFactory,
    UserFactory,
    revised,
)
from tests.test_merging import NOON, TODAY, TWICE, pair_of, stored

TWO = Change("Two after all", at=NOON)
NAMED = (Person, Place, Source, FormerPerson, FormerPlace, FormerSource, Double)
pytestmark = pytest.mark.django_db


def state():
    """All that a merger touches: every column of every row, and the records of the meetings."""
    rows = {model.__name__: serialize("json", model.objects.order_by("pk")) for model in NAMED}
    pointing = [list(Meeting.objects.order_by("pk").values_list("chair_person", "place"))]
    pointing += [list(model.objects.order_by("meeting", "position").values_list("meeting", link)) for model, link in
                 ((Officer, "person"), (Citation, "source"))]  # fmt: skip
    return rows, pointing, [stored(slug) for slug in Meeting.objects.order_by("slug").values_list("slug", flat=True)]


def people():
    kept, other = PersonFactory(name="Felizardo Serapio", variants=["Serapio"]), PersonFactory(name="F. Serapio")
    meeting = MeetingFactory(slug="a", chair_person=other)
    OfficerFactory(meeting=meeting, person=other, position=0), OfficerFactory(meeting=meeting, person=kept, position=1)
    Double.objects.create(kind="person", first=kept.pk, second=other.pk, score=90)
    return kept, other, [meeting, MeetingFactory(slug="b", chair_person=kept)], {"name": "F. Serapio"}


def places():
    kept = PlaceFactory(locality="Pasay City", region="Metro Manila", latitude="14.538", longitude="121.001")
    other = PlaceFactory(locality="Manila", region="Luzon", variants=["Maynila"])
    return kept, other, [MeetingFactory(slug="a", place=other), MeetingFactory(slug="b", place=kept)], {
        "locality": "Manila", "region": "Luzon",
    }  # fmt: skip


def sources():
    kept = SourceFactory(url="https://asean.org/a", title="Opens", publisher="ASEAN", published="2023-08")
    other = SourceFactory(url="https://copy.example/a", title="Opens!", archive_url="https://archive.example/a")
    Source.objects.filter(pk=other.pk).update(link="gone", link_told="404", checked_on=TODAY)
    other.refresh_from_db()
    both, one = MeetingFactory(slug="both"), MeetingFactory(slug="one")
    CitationFactory(meeting=both, source=kept, supports=["dates"], note="Read")
    CitationFactory(meeting=both, source=other, supports=["host"], says={"dates": "2023-08"}, note="Heard", position=1)
    CitationFactory(meeting=one, source=other, described={"publisher": None})
    return kept, other, [both, one], {"url": "https://copy.example/a", "title": "Opens!"}


@pytest.mark.parametrize("chosen", [True, False])
@pytest.mark.parametrize("made", [people, places, sources])
def test_all_stands_as_it_stood_before_the_merger(made, chosen):
    kept, other, meetings, values = made()
    for meeting in meetings:
        revised(meeting)
    before = state()
    merge_rows(pair_of(kept, other), values if chosen else {}, TWICE)
    between = state()

    again = take_back(Merge.objects.get(), TWO, today=TODAY)

    changed = set(Revision.objects.filter(reason="Recorded twice").values_list("slug", flat=True))
    assert (again, state()) == (other, before)
    assert between[0] != before[0]
    assert {"kept": changed} == {"kept": {m.slug for m in meetings if m.slug in changed}} != {"kept": set()}
    assert set(Revision.objects.filter(reason="Two after all").values_list("slug", "kind")) == {
        (slug, "restored") for slug in changed
    }


def test_mergers_are_taken_back_from_the_last_to_the_first():
    first, second, third = (PersonFactory(name=name) for name in ("Tani", "Tani Koichi", "K. Tani"))
    revised(MeetingFactory(slug="a", chair_person=first))
    before = state()
    merge_rows(pair_of(second, first), {}, TWICE)
    merge_rows(pair_of(third, second), {}, TWICE)
    last, earlier = Merge.objects.order_by("-pk")

    with pytest.raises(CannotMerge, match="no longer in the record"):
        take_back(earlier, TWO, today=TODAY)
    take_back(last, TWO, today=TODAY)
    with pytest.raises(CannotMerge, match="taken back already"):
        take_back(last, TWO, today=TODAY)
    take_back(earlier, TWO, today=TODAY)

    assert state() == before


def rename(kept, meeting):
    Person.objects.filter(pk=kept.pk).update(name="Another")


def rewrite(kept, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(theme="New")
    revise([meeting.pk], Change("Seen"))


def take_name(kept, meeting):
    Person.objects.filter(pk=kept.pk).update(variants=[])
    Merge.objects.update(after={"name": "Felizardo Serapio"})
    PersonFactory(name="F. Serapio")


@pytest.mark.parametrize(
    ("later", "sentence"),
    [
        (rename, r"“Another” was changed since, so nothing was taken back\."),
        (rewrite, r"Changed since, so nothing was taken back: a\."),
        (take_name, "Another entry has taken the name or address of one of the two since"),
    ],
)
def test_what_came_since_stands_in_the_way_and_nothing_is_changed(later, sentence):
    kept, other, meetings, _ = people()
    revised(meetings[0]), revised(meetings[1])
    merge_rows(pair_of(kept, other), {}, TWICE)
    later(kept, meetings[0])
    before = state()

    with pytest.raises(CannotMerge, match=sentence):
        take_back(Merge.objects.get(), TWO, today=TODAY)

    assert (state(), Merge.objects.get().undone_at) == (before, None)


def test_meeting_that_named_the_one_since_stays_with_it():
    kept, other, meetings, _ = people()
    revised(meetings[0]), revised(meetings[1])
    merge_rows(pair_of(kept, other), {"name": "F. Serapio"}, TWICE)
    revised(MeetingFactory(slug="new", chair_person=kept))

    take_back(Merge.objects.get(), TWO, today=TODAY)

    assert stored("new")["chair"]["person"] == "Felizardo Serapio"
    assert list(Revision.objects.of("new").values_list("number", "reason"))[-1] == (2, "Two after all")


@pytest.mark.parametrize("held", [["ammtc"], ["ammtc", "somtc"]])
def test_taking_back_takes_the_right_for_each_body_touched(held):
    kept, other, anna = PersonFactory(), PersonFactory(), UserFactory()
    (
        revised(MeetingFactory(slug="a", chair_person=other)),
        revised(MeetingFactory(body__slug="somtc", chair_person=kept)),
    )
    merge_rows(pair_of(kept, other), {}, TWICE)
    for slug in held:
        BodyRight.objects.create(user=anna, body=BodyFactory(slug=slug), role="editor")

    if len(held) == 2:
        take_back(Merge.objects.get(), TWO, today=TODAY, rights=Rights(anna))
    else:
        with pytest.raises(CannotMerge, match=r"for the body somtc that takes the role editor\.$"):
            take_back(Merge.objects.get(), TWO, today=TODAY, rights=Rights(anna))

    assert Person.objects.count() == len(held)
