"""Which entries look as if they told of one thing: what is alike is found, what is told apart is not."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from meetings.doubles import find, sharing_a_word
from meetings.models import Double, Meeting, Person, Place, Source
from tests.factories import CountryFactory, MeetingFactory, PersonFactory, PlaceFactory, SourceFactory

pytestmark = pytest.mark.django_db
TITLE = "Ministers adopt a declaration on transnational crime"


def found(kind, model, column):
    """The pairs of a kind, by what a column says of each."""
    find()
    told = dict(model.objects.values_list("pk", column))
    return [{told[row.first], told[row.second]} for row in Double.objects.open().filter(kind=kind).likeliest_first()]


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("Felizardo M. Serapio Jr.", "Felizardo Serapio Jr.", True),
        ("Sufian bin Sabtu", "Haji Sufian bin Haji Sabtu", True),
        ("Tani (谷)", "Tani (谷公一)", True),
        ("Lê Hồng Anh", "Le Hong Anh", True),
        ("Abdullah Ahmad Badawi", "Ahmad Zahid Hamidi", False),
        ("Nguyen Thanh Son", "Nguyen Xuan Phuc", False),
        ("Hu Binchen", "Hun Sen", False),
    ],
)
def test_people_are_alike_by_their_names(one, other, is_alike):
    PersonFactory(name=one), PersonFactory(name=other)

    assert found("person", Person, "name") == ([{one, other}] if is_alike else [])


def test_people_are_alike_by_their_variants():
    PersonFactory(name="Listyo", variants=["Jenderal Sigit Prabowo"]), PersonFactory(name="Sigit Prabowo")

    assert found("person", Person, "name") == [{"Listyo", "Sigit Prabowo"}]


def test_towns_of_one_country_are_alike():
    PlaceFactory(locality="Bandar Seri Begawan"), PlaceFactory(locality="Bandar Sri Begawan", region="")
    PlaceFactory(locality="Bandar Seri Begawan", country=CountryFactory(code="BN"))

    assert found("place", Place, "locality") == [{"Bandar Seri Begawan", "Bandar Sri Begawan"}]


def test_copies_of_a_text_are_alike_and_news_of_every_year_are_not():
    SourceFactory(title=TITLE, published=None), SourceFactory(title=f"{TITLE}!", published="2023-08-21")
    SourceFactory(title="Opening"), SourceFactory(title="Opening")
    for year in (2019, 2021):
        SourceFactory(title="The ministers of the region meet on crime", published=f"{year}-11-28")

    assert found("source", Source, "title") == [{TITLE, f"{TITLE}!"}]


@pytest.mark.parametrize(
    ("told", "is_double"),
    [
        ({"dates": "2023-08-21", "ordinal": None}, True),
        ({"dates": "2023-08", "ordinal": None}, True),
        ({"dates": "2023-08-21", "ordinal": 18}, False),
        ({"dates": "2023-08-21", "ordinal": None, "kind": "preparatory"}, False),
        ({"dates": "2023-08-22", "ordinal": None}, False),
        ({"dates": "2023-08-21", "ordinal": None, "body__slug": "somtc"}, False),
    ],
)
def test_meetings_of_one_series_on_one_day_are_doubles(told, is_double):
    MeetingFactory(slug="one", ordinal=17, dates="2023-08-21")
    MeetingFactory(**{"slug": "other", **told})

    assert found("meeting", Meeting, "slug") == ([{"one", "other"}] if is_double else [])


def test_what_was_dismissed_is_not_shown_again():
    PersonFactory(name="Tani"), PersonFactory(name="Tani Koichi")
    find()
    Double.objects.update(dismissed_at=timezone.now(), dismissed_by="anna")

    assert find() == {"meeting": 0, "person": 0, "place": 0, "source": 0}
    assert Double.objects.count() == 1


def test_words_that_many_bear_lead_to_no_comparison():
    texts = {key: ["haji", f"name{key}"] for key in range(61)}

    assert list(sharing_a_word(texts)) == []
    assert list(sharing_a_word({1: ["Haji One"], 2: ["haji two"], 3: ["Three"]})) == [(1, 2)]


def test_command_says_how_many_there_are(capsys):
    PersonFactory(name="Tani"), PersonFactory(name="Tani Koichi")

    call_command("find_doubles")

    assert capsys.readouterr().out == "Pairs to look at: 0 of meeting, 1 of person, 0 of place, 0 of source.\n"
