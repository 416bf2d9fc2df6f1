"""The record in other people's pages: frames, the code for them, and oEmbed."""

import html
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings
from django.http import QueryDict

from meetings.filters import PageQuery
from meetings.filters.others import OembedQuery
from meetings.history import Change, delete
from tests.factories import CitationFactory, MeetingFactory, revised
from tests.reading import links, read, texts
from timeline.pages.embed import MOST_ROWS
from timeline.pages.sharing import CARD_HEIGHT, LIST_HEIGHT, WIDTH, shared_list

OURS = "http://127.0.0.1:8000"
FRAMES = ["/embed/", "/embed/?body=ammtc", "/embed/?hots=ID", "/embed/meetings/ammtc-17/", "/embed/meetings/nowhere/"]


def oembed(client, url=f"{OURS}/", **query):
    return client.get(f"/oembed?{urlencode({'url': url, **query})}")


@pytest.mark.parametrize("address", FRAMES)
def test_embed_may_stand_in_any_frame_and_has_no_frame_of_its_own(client, record, address):
    response = client.get(address)
    page = read(response)

    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers
    assert [element.tag for element in page.iterfind("body/*")] == ["main"]
    assert page.find("head/base").get("target") == "_top"
    assert response.cookies == {}


@pytest.mark.parametrize("address", ["/", "/meetings/ammtc-17/", "/oembed", "/embed/nowhere"])
def test_no_other_page_may_stand_in_a_frame(client, record, address):
    assert "frame-ancestors 'none'" in client.get(address).headers["Content-Security-Policy"]


def test_embed_lists_what_the_query_asks_for(client, record):
    page = read(client.get("/embed/?body=ammtc&year=2023"))

    assert texts(page, ".//h1") == ["ASEAN meetings: AMMTC, 2023"]
    assert texts(page, ".//ol/li/span[@class='what']/a") == ["17th AMMTC"]
    assert links(page, "head/link[@rel='canonical']") == [f"{OURS}/?body=ammtc&year=2023"]


def test_embed_shows_fifty_and_leads_to_the_rest(client, record):
    page = read(client.get("/embed/"))

    assert len(page.findall(".//ol/li")) == 50
    assert texts(page, ".//main/p")[0] == "These are 50 of 155 meetings. See all of them."


def test_embed_says_what_it_does_not_understand(client, record):
    response = client.get("/embed/?hots=ID")

    assert response.status_code == 400
    assert texts(read(response), ".//div[@role='alert']/p") == ["Unknown parameter hots. Did you mean host?"]


def test_embed_of_a_meeting_tells_it_in_short(client, record):
    page = read(client.get("/embed/meetings/ammtc-17/"))

    assert texts(page, ".//h1") == ["17th AMMTC"]
    assert dict(zip(texts(page, ".//dt"), texts(page, ".//dd"), strict=True)) == {
        "Date": "21 August 2023",
        "Place": "Hotel Meruorah, Labuan Bajo, East Nusa Tenggara, Indonesia",
        "Host": "Indonesia",
        "Chair": "Listyo Sigit Prabowo, Chief of the Indonesian National Police, Indonesia",
    }


def test_embed_of_a_meeting_that_is_gone_says_so_or_leads_on(client, db):
    kept = revised(MeetingFactory(ordinal=17))
    delete(revised(MeetingFactory(ordinal=None, slug="double", dates=None)), Change("The same"), merged_into=kept)

    moved, gone = client.get("/embed/meetings/double/"), client.get("/embed/meetings/nowhere/")

    assert (moved.status_code, moved.headers["Location"]) == (301, "/embed/meetings/ammtc-17/")
    assert (gone.status_code, texts(read(gone), ".//div/p")) == (404, ["The record has no meeting at this address."])


@pytest.mark.parametrize(
    ("address", "frame", "subject"),
    [
        ("/?body=ammtc", f"{OURS}/embed/?body=ammtc", "ASEAN meetings: AMMTC"),
        ("/meetings/ammtc-17/", f"{OURS}/embed/meetings/ammtc-17/", "17th AMMTC"),
    ],
)
def test_page_gives_its_address_a_letter_and_the_code_of_a_frame(client, record, address, frame, subject):
    page = read(client.get(address))
    (letter,) = [urlsplit(link) for link in links(page, ".//details[@class='share']/p/a") if "mailto" in link]

    assert page.find(".//input[@id='shared-address']").get("value") == f"{OURS}{address}"
    assert parse_qs(letter.query) == {"subject": [subject], "body": [f"{OURS}{address}"]}
    assert f'<iframe src="{frame}" title="{subject}" width="100%"' in texts(page, ".//details/pre")[-1]


@pytest.mark.parametrize("address", ["/", "/?body=ammtc&status=held", "/meetings/ammtc-17/"])
def test_page_is_found_by_oembed(client, record, address):
    (found,) = links(read(client.get(address)), "head/link[@type='application/json+oembed']")
    told = client.get(found.removeprefix(OURS)).json()
    (frame,) = re.findall(r'<iframe src="([^"]*)"', told["html"])

    assert (told["type"], told["version"], told["provider_name"]) == ("rich", "1.0", "The ASEAN meetings record")
    assert client.get(html.unescape(frame).removeprefix(OURS)).status_code == 200


def test_oembed_keeps_to_the_size_that_is_given(client, record):
    told = oembed(client, f"{OURS}/?body=ammtc", maxwidth=400, maxheight=300, dnt=1).json()

    assert (told["width"], told["height"]) == (400, 300)
    assert told["html"] == (
        f'<iframe src="{OURS}/embed/?body=ammtc" title="ASEAN meetings: AMMTC" width="400" height="300" loading="lazy">'
        "</iframe>"
    )
    assert [oembed(client, maxwidth=9999).json()[side] for side in ("width", "height")] == [640, 600]


@pytest.mark.parametrize("address", ["/embed/", "/embed/meetings/hostile/"])
def test_embed_escapes_what_people_wrote(client, db, address):
    MeetingFactory(ordinal=None, slug="hostile", title="<script>alert(1)</script>", theme="<script>", dates=None)

    page = read(client.get(address))

    assert [script.get("src") for script in page.iterfind(".//script")] == ["/static/timeline/embed.js"]


def test_oembed_escapes_what_people_wrote(client, db):
    MeetingFactory(ordinal=None, slug="hostile", title='"><script>', dates=None)

    told = oembed(client, f"{OURS}/meetings/hostile/").json()

    assert told["title"] == '"><script>'
    assert 'title="&quot;&gt;&lt;script&gt;"' in told["html"]


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/meetings/ammtc-17/",
        f"{OURS}.elsewhere.example/",
        "http://127.0.0.1:8000@elsewhere.example/",
        "/meetings/ammtc-17/",
        "//127.0.0.1:8000/",
        "http://[",
        f"{OURS}/meetings/nowhere/",
        f"{OURS}/meetings/ammtc-17/?as_of=2026-01-01",
        f"{OURS}/about/",
        f"{OURS}/nowhere",
        f"{OURS}/?hots=ID",
    ],
)
def test_oembed_knows_only_our_own_lists_and_meetings(client, record, url):
    response = oembed(client, url)

    assert response.status_code == 404
    assert response.json() == {"error": "Nothing of this record that can be shown in a frame is at that address."}


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("", 400, "url is missing: the address of a page of the record."),
        ("url=&format=json", 400, "url is empty. Give it a value or leave it out."),
        (f"url={OURS}/&maxwidth=wide", 400, "maxwidth is a number from 1 to 9999, not wide."),
        (f"url={OURS}/&maxheight=0", 400, "maxheight is a number from 1 to 9999."),
        (f"url={OURS}/&maxwith=5", 400, "Unknown parameter maxwith. Did you mean maxwidth?"),
        (f"url={OURS}/&format=xml", 501, "Only JSON is spoken here: ask with format=json."),
    ],
)
def test_oembed_refuses_as_its_standard_says(client, db, query, status, sentence):
    response = client.get(f"/oembed?{query}")

    assert (response.status_code, response.json()) == (status, {"error": sentence})
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_oembed_takes_a_long_query(client, record):
    words = "+".join(f"word{number}" for number in range(20))

    assert (
        oembed(client, f"{OURS}/?q={words}&body=ammtc&body=somtc&country=ID&country=PH&status=held").status_code == 200
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_embed_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for ordinal in range(rows):
        CitationFactory(meeting=MeetingFactory(ordinal=ordinal + 1))

    with django_assert_num_queries(2):
        client.get("/embed/")


def test_page_of_docs_says_what_frames_and_oembed_do(record):
    page = (settings.BASE_DIR / "docs/embedding.md").read_text()
    parameters = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", page.split("## oEmbed")[1], re.M)))
    code = "\n".join(line[4:] for line in page.splitlines() if line.startswith("    "))

    assert parameters == list(OembedQuery.known())
    assert [str(size) in page for size in (WIDTH, LIST_HEIGHT, CARD_HEIGHT, MOST_ROWS)] == [True] * 4
    assert shared_list(PageQuery(QueryDict("body=ammtc"))).code in code
