"""From the one shape to rows: batches, renumbering, links, and who and what the records name."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.history import Change, write
from meetings.models import Meeting, Revision
from meetings.serializers import MeetingSerializer, Writer, shape
from meetings.serializers.meetings import known_codes
from meetings.serializers.referents import source_key
from meetings.serializers.writing import LINKS, Refused
from tests.factories import BodyFactory, CountryFactory
from tests.shapes import cited, entry, venue

TODAY = date(2026, 11, 24)
CHANGE = Change("As the sources say")
PAGE = "https://asean.org/a"


@pytest.fixture
def bodies(db):
    """Ministers, officials and a working group; Indonesia and Singapore."""
    CountryFactory(code="ID", name="Indonesia"), CountryFactory(code="SG", name="Singapore")
    ammtc = BodyFactory(slug="ammtc")
    somtc = BodyFactory(slug="somtc", reports_to=ammtc, level="senior-officials")
    BodyFactory(slug="somtc-wg-ct", reports_to=somtc, level="working-group")


def written(*records):
    return write(list(records), CHANGE, today=TODAY)


def refusal(*records):
    """What is said against writing `records`; asserts that nothing is left of them."""
    before = list(Meeting.objects.values()), list(Revision.objects.values())
    with pytest.raises(Refused) as error:
        written(*records)
    assert before == (list(Meeting.objects.values()), list(Revision.objects.values()))
    return error.value.errors


def stored(slug="ammtc-17"):
    return shape(Meeting.objects.with_record().get(slug=slug))


def ordinals():
    return dict(Meeting.objects.order_by("slug").values_list("slug", "ordinal"))


# Writing what there is


def test_written_records_are_created_then_replaced(bodies):
    first, second = entry("ammtc-1", ordinal=1), entry("ammtc-2", ordinal=2, theme="Together", agenda=["a", "b"])

    answers = [written(first, second), written(first, second), written(first | {"theme": "Apart"}, second)]

    assert answers == [["ammtc-1", "ammtc-2"], [], ["ammtc-1"]]
    assert (stored("ammtc-1"), stored("ammtc-2")) == (first | {"theme": "Apart"}, second)
    assert list(Revision.objects.values_list("slug", "number")) == [("ammtc-1", 1), ("ammtc-1", 2), ("ammtc-2", 1)]


def test_replacing_leaves_nothing_of_what_stood(bodies):
    full = entry(
        ordinal=17, title="t", dates="2023", programme="2023", format="virtual", host="ID", theme="t", notes="n",
        agenda=["a"], chair={"country": "ID", "person": "Hamidin", "office": "o"}, venue=venue(name="v", locality="l"),
        officers=[{"role": "chair", "person": "Boy", "office": None, "country": None}],
        documents=[{"title": "d", "kind": "report", "url": PAGE}], citations=[cited("dates", url=PAGE)],
    )  # fmt: skip
    written(full)

    written(entry(gaps={"theme": "unknown"}))

    assert stored() == entry(gaps={"theme": "unknown"})


@pytest.mark.parametrize("number", [1, 3])
def test_writing_takes_a_fixed_number_of_queries(bodies, django_assert_num_queries, number):
    def records(theme):
        return [
            entry(
                f"somtc-{n}", body="somtc", ordinal=n, theme=theme, host="ID", venue=venue(locality=f"Town {n}"),
                dates=f"200{n}", chair={"country": "ID", "person": f"Chair {n}", "office": None},
                officers=[{"role": "secretary", "person": f"Clerk {n}", "office": None, "country": None}],
                documents=[{"title": "Report", "kind": "report", "url": None}],
                citations=[cited("dates", url=f"https://asean.org/{n}"), cited("host", title=f"Gazette {n}")],
                reports_to="ammtc-1", alongside="ammtc-1",
            )
            for n in range(1, number + 1)
        ]  # fmt: skip

    written(entry("ammtc-1"))

    with django_assert_num_queries(54):
        new = written(*records("Together"))
    with django_assert_num_queries(44):
        changed = written(*records("Apart"))

    assert (len(new), len(changed)) == (number, number)


# The strategy for the one shape


SIGNS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\tàĐก្🇮&<'\"")
WORDS = st.text(SIGNS, min_size=1, max_size=30).map(str.strip).filter(bool)
MAYBE = st.none() | WORDS
DAYS = st.sampled_from(["2023-08-21", "2023-08-20/2023-08-23", "2007-11~", "2006", "2011-07-26/", "XXXX-05-08", "200X"])
COUNTRY = st.sampled_from([None, "ID", "SG"])
ADDRESS = st.sampled_from(["a", "b", "c?q=1", "ก"]).flatmap(
    lambda path: st.sampled_from([f"https://asean.org/{path}", f"http://www.asean.org/{path}/", f"https://o.sg/{path}"])
)


def parts(**keys):
    return st.fixed_dictionaries(keys)


def some(values, **limits):
    return st.lists(values, max_size=3, **limits)


SOURCES = parts(url=st.none() | ADDRESS, title=MAYBE, publisher=MAYBE, published=st.none() | DAYS,
                language=st.sampled_from([None, "id", "en"]))  # fmt: skip
CITATIONS = parts(
    source=SOURCES.filter(lambda source: source["url"] or source["title"]),
    supports=some(st.sampled_from(["dates", "host", "theme"]), unique=True),
    says=st.dictionaries(st.sampled_from(["theme", "host", "title"]), WORDS, max_size=2)
    | parts(ordinal=st.integers(1, 9999), dates=DAYS),
    note=MAYBE,
).filter(lambda citation: citation["supports"] or citation["says"])
OFFICERS = parts(
    role=st.sampled_from(["chair", "secretary", "opening-speaker"]), person=MAYBE, office=MAYBE, country=COUNTRY
).filter(lambda officer: officer["person"] or officer["office"] or officer["country"])
VENUES = parts(name=MAYBE, locality=MAYBE, region=MAYBE, country=COUNTRY).filter(
    lambda place: place["country"] or (place["name"] and not place["locality"] and not place["region"])
)
CHAIRS = parts(country=COUNTRY, person=MAYBE, office=MAYBE).filter(lambda chair: any(chair.values()))
RECORDS = parts(
    slug=st.sampled_from(["somtc-1", "somtc-2"]), body=st.just("somtc"), ordinal=st.none(),
    kind=st.sampled_from(["regular", "special", "preparatory"]), title=MAYBE,
    status=st.sampled_from(["planned", "confirmed", "held", "postponed", "cancelled"]), dates=st.none() | DAYS,
    programme=st.sampled_from([None, "2023-08-20/2023-08-24", "2023"]),
    format=st.sampled_from([None, "in-person", "virtual", "hybrid"]), host=COUNTRY, chair=st.none() | CHAIRS,
    officers=some(OFFICERS), venue=st.none() | VENUES, theme=MAYBE, reports_to=st.sampled_from([None, "ammtc-1"]),
    alongside=st.sampled_from([None, "ammtc-1"]), agenda=some(WORDS),
    documents=some(parts(title=WORDS, kind=st.sampled_from(["report", "other"]), url=st.none() | ADDRESS)),
    notes=MAYBE, gaps=st.sampled_from([{}, {"ordinal": "unknown"}]),
    citations=some(CITATIONS, unique_by=lambda citation: source_key(citation["source"])),
).filter(lambda record: record["dates"] != "2011-07-26/" or record["programme"] != "2023-08-20/2023-08-24")  # fmt: skip


@settings(
    derandomize=True, database=None, deadline=None, max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(record=RECORDS)
def test_what_is_written_is_read_back_and_written_once(bodies, record):
    # Each example meets the people, places and sources of those before it.
    written(entry("ammtc-1"))
    serializer = MeetingSerializer(data=record, context={"known": known_codes()})
    serializer.is_valid(raise_exception=True)
    written(serializer.validated_data)
    revisions = Revision.objects.count()

    again = written(stored(record["slug"]))

    assert serializer.validated_data == record
    assert stored(record["slug"]) == record
    assert (again, Revision.objects.count()) == ([], revisions)


# Numbers


def test_numbers_are_exchanged_within_a_batch(bodies):
    written(entry("a", ordinal=3), entry("b", ordinal=4))

    changed = written(entry("a", ordinal=4), entry("b", ordinal=3))

    assert (changed, ordinals()) == (["a", "b"], {"a": 4, "b": 3})


def test_numbers_move_round_within_a_batch(bodies):
    written(entry("a", ordinal=1), entry("b", ordinal=2), entry("c", ordinal=3))

    written(entry("a", ordinal=2), entry("b", ordinal=3), entry("c", ordinal=1))

    assert ordinals() == {"a": 2, "b": 3, "c": 1}


def write_batches(*batches):
    """The batches of one load, each by its own `write`, and the links of all at the end."""
    with transaction.atomic():
        writer = Writer(known_codes(), today=TODAY)
        for batch in batches:
            writer.write(batch)
        records = [record for batch in batches for record in batch]
        writer.link({record["slug"]: {link: record[link] for link in LINKS} for record in records})


def test_numbers_are_exchanged_across_batches(bodies):
    written(entry("a", ordinal=3), entry("b", ordinal=4), entry("c", ordinal=5))

    write_batches([entry("a", ordinal=4)], [entry("b", ordinal=5)], [entry("c", ordinal=3)])

    assert ordinals() == {"a": 4, "b": 5, "c": 3}


def test_a_number_that_nobody_gives_back_is_refused_at_the_end(bodies):
    written(entry("a", ordinal=3), entry("b", ordinal=4))

    with pytest.raises(Refused) as error:
        write_batches([entry("a", ordinal=4)], [entry("c", ordinal=5)])

    assert error.value.errors == {"b": {"ordinal": "a has this ordinal too; a series counts each number once."}}
    assert ordinals() == {"a": 3, "b": 4}


def test_two_batches_that_want_one_number_are_refused(bodies):
    with pytest.raises(Refused) as error:
        write_batches([entry("a", ordinal=4)], [entry("b", ordinal=4)])

    assert error.value.errors == {"a": {"ordinal": "b has this ordinal too; a series counts each number once."}}
    assert ordinals() == {}


def test_a_number_taken_by_a_meeting_outside_the_batch_is_refused(bodies):
    written(entry("a", ordinal=3))

    assert refusal(entry("b", ordinal=3)) == {
        "a": {"ordinal": "b has this ordinal too; a series counts each number once."}
    }


def test_one_number_twice_in_a_batch_is_refused(bodies):
    assert refusal(entry("a", ordinal=3), entry("b", ordinal=3)) == {
        "b": {"ordinal": "a has this ordinal too; a series counts each number once."}
    }


def test_one_slug_twice_in_a_batch_is_refused(bodies):
    assert refusal(entry("a"), entry("a", theme="Together")) == {"a": {"slug": "This record is given twice."}}


def test_other_kinds_and_bodies_may_bear_the_number(bodies):
    written(
        entry("a", ordinal=3), entry("b", ordinal=3, kind="special"), entry("c", ordinal=3, kind="special"),
        entry("d", ordinal=3, body="somtc"), entry("e"), entry("f"),
    )  # fmt: skip

    assert ordinals() == {"a": 3, "b": 3, "c": 3, "d": 3, "e": None, "f": None}


def test_a_meeting_that_turns_special_leaves_its_number_to_another(bodies):
    written(entry("a", ordinal=3))

    written(entry("a", ordinal=3, kind="special"), entry("b", ordinal=3))

    assert ordinals() == {"a": 3, "b": 3}


# Rules and links


def test_every_broken_rule_of_a_batch_is_told(bodies):
    assert refusal(
        entry("a", dates="2027-01-01"),
        entry("b", dates="2023-08-25", programme="2023-08-20", theme="t", gaps={"theme": "unknown"}),
        entry("c"),
    ) == {
        "a": {"status": "A meeting that begins on 2027-01-01 cannot be held yet: today is 2026-11-24."},
        "b": {
            "programme": "The programme (2023-08-20) must include the days of the meeting itself (2023-08-25).",
            "gaps": "theme is filled in, so it cannot be marked as a gap.",
        },
    }


def test_links_may_lead_to_records_of_the_batch_and_to_those_that_stand(bodies):
    written(entry("top"))

    written(entry("low", body="somtc-wg-ct", reports_to="mid"), entry("mid", body="somtc", reports_to="top"))

    assert [(stored(slug)["reports_to"]) for slug in ("low", "mid", "top")] == ["mid", "top", None]


def test_links_that_lead_nowhere_are_refused(bodies):
    assert refusal(entry("a", reports_to="x", alongside="y"), entry("b", alongside="x")) == {
        "a": {"reports_to": "There is no meeting x.", "alongside": "There is no meeting y."},
        "b": {"alongside": "There is no meeting x."},
    }


def test_links_that_do_not_lead_upwards_are_refused(bodies):
    written(entry("top"))

    assert refusal(entry("low", body="somtc"), entry("top", reports_to="low"), entry("beside", reports_to="top")) == {
        "top": {"reports_to": "top cannot report to low: the SOMTC does not stand above the AMMTC."},
        "beside": {"reports_to": "beside cannot report to top: the AMMTC does not stand above the AMMTC."},
    }


@pytest.mark.parametrize(
    ("standing", "batch", "circle"),
    [
        ({}, {"a": "a"}, "a sits alongside a."),
        ({}, {"a": "b", "b": "a"}, "a sits alongside b, which sits alongside a."),
        ({"a": "b"}, {"b": "a"}, "b sits alongside a, which sits alongside b."),
        ({"a": "b", "b": "c"}, {"c": "a"}, "c sits alongside a, which sits alongside b, which sits alongside c."),
        ({"a": "b"}, {"b": "c", "c": "a"}, "b sits alongside c, which sits alongside a, which sits alongside b."),
    ],
)
def test_links_that_close_a_circle_are_refused(bodies, standing, batch, circle):
    written(*(entry(slug) for slug in "abc"))
    written(*(entry(slug, alongside=target) for slug, target in standing.items()))

    found = refusal(*(entry(slug, alongside=target) for slug, target in batch.items()))

    assert found == {circle[0]: {"alongside": f"This closes a circle: {circle}"}}


def test_a_circle_may_be_turned_round_in_one_batch(bodies):
    written(entry("a", alongside="b"), entry("b"))

    written(entry("a"), entry("b", alongside="a"))

    assert (stored("a")["alongside"], stored("b")["alongside"]) == (None, "a")
