"""Sources and citations: one row an address however it is spelt, and nothing cited for nothing."""

import pytest
from django.core.exceptions import ValidationError

from meetings.dates import parse
from meetings.models import Citation, Source
from meetings.models.sources import normalise_address
from tests.factories import CitationFactory, MeetingFactory, SourceFactory
from tests.refusals import refusal

WRONG_ADDRESS = "Give a whole web address that begins with http:// or https://."


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://www.Asean.org/Page/", "asean.org/Page"),
        ("http://asean.org", "asean.org"),
        ("https://asean.org:443/a", "asean.org/a"),
        ("http://asean.org:80/a", "asean.org/a"),
        ("http://asean.org:8080/a", "asean.org:8080/a"),
        ("https://asean.org/a#part", "asean.org/a"),
        ("https://asean.org/a?utm_source=x&fbclid=y&page=1", "asean.org/a?page=1"),
        ("https://asean.org/a?UTM_Medium=x", "asean.org/a"),
        ("https://asean.org/a?p=2&q=", "asean.org/a?p=2&q="),
        ("https://asean.org/a?q=1&p=2", "asean.org/a?q=1&p=2"),
        (" https://asean.org/a ", "asean.org/a"),
        ("https://asean.org/%E0%B8%81", "asean.org/%E0%B8%81"),
        ("https://asean.org/a?q=a%26b", "asean.org/a?q=a%26b"),
    ],
)
def test_address_leaves_out_what_does_not_tell_pages_apart(url, address):
    assert normalise_address(url) == address


@pytest.mark.parametrize(
    "url", ["asean.org", "ftp://asean.org", "javascript:alert(1)", "https://", "https://a b.org", "https://a.org:0",
            "https://[::1", "https://a.org:99999", "https://a.org/\n", "mailto:a@b.org", "//asean.org"]
)  # fmt: skip
def test_source_without_a_web_address_is_refused(db, url):
    with pytest.raises(ValidationError) as error:
        Source(url=url).full_clean()

    assert error.value.message_dict == {"url": [WRONG_ADDRESS]}


@pytest.mark.parametrize(
    "again", ["https://asean.org/a", "http://www.asean.org/a/", "https://asean.org/a?utm_campaign=x#top"]
)
def test_source_address_is_recorded_once(db, again):
    SourceFactory(url="https://asean.org/a")

    assert refusal(Source(url=again, title="Another title")) == ["A source with this address is already recorded."]


def test_source_without_address_is_recorded_once(db):
    SourceFactory(url="", title="Report", publisher="The Press")

    assert refusal(Source(title="Report", publisher="The Press")) == [
        "A source with this title and publisher is already recorded."
    ]


def test_sources_of_one_title_may_differ_by_publisher_or_address(db):
    SourceFactory(url="", title="Report", publisher="The Press")
    SourceFactory(url="", title="Report", publisher="The Post")
    SourceFactory(url="https://asean.org/a", title="Report", publisher="The Press")
    SourceFactory(url="https://asean.org/b", title="Report", publisher="The Press")

    assert Source.objects.count() == 4


def test_source_has_an_address_or_a_title(db):
    assert refusal(Source(publisher="The Press")) == ["Give a source an address, or at least a title."]


def test_source_address_follows_its_url(db):
    source = SourceFactory(url="https://www.asean.org/a/")
    first = source.address

    source.url = ""
    source.save()

    assert (first, source.address) == ("asean.org/a", None)


# Each sign only once or so: what repeats is compressed before it is measured.
SIGNS = "".join(map(chr, range(0x0E01, 0x0E01 + 58))) * 12


@pytest.mark.parametrize(
    "url", [f"https://a.org/{SIGNS}"[:670], "https://a.org/?q=" + "%2C,:" * 396], ids=["Thai", "query"]
)
def test_source_keeps_the_longest_address(db, url):
    source = SourceFactory(url=url)

    source.full_clean()

    assert Source.objects.get().address == url.removeprefix("https://").replace("/?", "?")


def test_source_with_a_longer_address_is_refused(db):
    with pytest.raises(ValidationError) as error:
        Source(url=f"https://a.org/{SIGNS}").full_clean()

    assert error.value.message_dict == {
        "url": ["This address is too long: it may have 2000 bytes, of which é takes two and ก three."]
    }


def test_source_is_told_by_publisher_and_title_or_url(db):
    sources = [
        SourceFactory(title="Report", publisher="The Press"),
        SourceFactory(url="https://asean.org/a", title="", publisher="The Press"),
        SourceFactory(title="Report", publisher=""),
    ]

    assert [str(source) for source in sources] == ["The Press – Report", "The Press – https://asean.org/a", "Report"]


def test_source_describes_what_was_seen_of_it(db):
    whole = SourceFactory(
        url="https://asean.org/a", title="Report", publisher="The Press", published=parse("2023-08"), language="id"
    )
    bare = SourceFactory(url="https://asean.org/b", title="", publisher="", language="")

    assert whole.describe() == {
        "url": "https://asean.org/a", "title": "Report", "publisher": "The Press", "published": "2023-08",
        "language": "id",
    }  # fmt: skip
    assert bare.describe() == {
        "url": "https://asean.org/b", "title": None, "publisher": None, "published": None, "language": None,
    }  # fmt: skip


def test_sources_stand_by_address(db):
    for url in ("https://b.org", "https://www.a.org", "http://c.org"):
        SourceFactory(url=url)

    assert [source.address for source in Source.objects.in_record_order()] == ["a.org", "b.org", "c.org"]


def test_citation_supports_or_says_something(db):
    citation = Citation(meeting=MeetingFactory(), source=SourceFactory())

    assert refusal(citation) == ["Say which facts the source supports, or what it says instead."]


def test_source_is_cited_once_for_a_meeting(db):
    citation = CitationFactory()

    assert refusal(Citation(meeting=citation.meeting, source=citation.source, supports=["host"])) == [
        "This source is already cited for this meeting."
    ]


def test_source_may_be_cited_for_several_meetings(db):
    source = SourceFactory()

    citations = [CitationFactory(source=source), CitationFactory(source=source)]

    assert list(source.citations.order_by("id")) == citations


def test_citation_keeps_what_a_source_says_in_its_order(db):
    citation = CitationFactory(supports=[], says={"title": "Đà Nẵng", "dates": "2023-08-20/2023-08-23", "ordinal": 17})

    citation.full_clean()
    said = Citation.objects.get().says

    assert list(said.items()) == [("title", "Đà Nẵng"), ("dates", "2023-08-20/2023-08-23"), ("ordinal", 17)]


@pytest.mark.parametrize("says", ["dates: 2023", "[1]", '"2023"', ["dates"]])
def test_citation_says_is_a_mapping(db, says):
    citation = Citation(meeting=MeetingFactory(), source=SourceFactory(), supports=["dates"], says=says)

    with pytest.raises(ValidationError) as error:
        citation.full_clean()

    assert error.value.message_dict == {"says": ["This must be a mapping of facts to what is said."]}


def test_citation_describes_the_source_as_it_quotes_it(db):
    source = SourceFactory(url="https://asean.org/a", title="Report", publisher="The Press", language="en")
    citation = CitationFactory(source=source, described={"title": None, "url": "http://asean.org/a/"})

    assert citation.describe() == {
        "url": "http://asean.org/a/", "title": None, "publisher": "The Press", "published": None, "language": "en",
    }  # fmt: skip
