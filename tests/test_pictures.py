"""Pictures: what a page is about, drawn for who shows a link to it, in the letters of every language of the record."""

from io import BytesIO

import pytest
from PIL import Image

from meetings.history import Change, delete
from meetings.models import Meeting
from tests.conftest import end_transaction
from tests.factories import BodyFactory, MeetingFactory, revised
from tests.reading import read
from timeline.pictures import BOLD, HEIGHT, REGULAR, SCRIPTS, WIDTH, Told, drawn, font, length, name_of, wrapped

SITE = "http://127.0.0.1:8000"
NAMES = {
    "vi": "Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia – Đà Nẵng, Thừa Thiên Huế, ơ ư ẵ ỹ",
    "th": "การประชุมรัฐมนตรีอาเซียนด้านอาชญากรรมข้ามชาติ ครั้งที่ ๑๗ ณ กรุงเทพฯ",
    "km": "កិច្ចប្រជុំរដ្ឋមន្ត្រីអាស៊ាន ស្តីពីឧក្រិដ្ឋកម្មឆ្លងដែន",
    "lo": "ກອງປະຊຸມລັດຖະມົນຕີອາຊຽນ ນະຄອນຫຼວງວຽງຈັນ",
    "my": "အာဆီယံ ဝန်ကြီးများ အစည်းအဝေး",
    "tet": "Reuniaun Ministru ASEAN nian iha Díli – “năo” ñ ç €",
}


def picture(client, path):
    return Image.open(BytesIO(client.get(path).content))


def lacking(text, weight):
    """The characters of `text` for which its font has but an empty box."""
    return [
        character
        for character in text
        if not character.isspace()
        and bytes(mask(character, weight)) == bytes(mask("\uffff", name_of(character, weight)))
    ]


def mask(character, weight):
    return font(name_of(character, weight) if weight in (BOLD, REGULAR) else weight, 60).getmask(character)


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("weight", [BOLD, REGULAR])
def test_fonts_have_the_letters_of_every_language(language, weight):
    assert lacking(NAMES[language], weight) == []


def test_an_unknown_letter_is_told_from_a_known_one():
    assert lacking("漢a", BOLD) == ["漢"]
    assert {name_of(first, BOLD) for first, _last in SCRIPTS.values()} == set(SCRIPTS)


@pytest.mark.parametrize("text", [*NAMES.values(), "W" * 300, "17th AMMTC", "word " * 80])
@pytest.mark.parametrize("size", [92, 28])
def test_lines_fit_into_the_picture_and_lose_nothing(text, size):
    lines = wrapped(text, BOLD, size)

    assert max(length(line, BOLD, size) for line in lines) <= WIDTH - 144
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("text", [*NAMES.values(), "W" * 300, "word " * 80, ""])
def test_picture_of_any_text_is_drawn_in_its_size(text):
    image = Image.open(BytesIO(drawn(Told(text, text, (text, text, text), text))))

    assert (image.size, image.format) == ((WIDTH, HEIGHT), "PNG")


def test_picture_tells_the_meeting(client, record):
    image, other = picture(client, "/meetings/ammtc-17.png"), picture(client, "/meetings/somtc-23.png")

    assert image.size == (1200, 630)
    assert image.convert("RGB").getpixel((5, 300)) == (138, 21, 56)
    assert image.convert("RGB").tobytes() != other.convert("RGB").tobytes()
    assert len(client.get("/meetings/ammtc-17.png").content) < 60_000
    assert picture(client, "/picture.png").size == (1200, 630)


def test_picture_is_made_anew_only_when_something_changed(client, db, django_assert_num_queries):
    meeting = revised(MeetingFactory(ordinal=1))
    end_transaction()
    first = client.get("/meetings/ammtc-1.png")

    with django_assert_num_queries(1):
        again = client.get("/meetings/ammtc-1.png", headers={"if-none-match": first["ETag"]})
    meeting.title = "Another name"
    meeting.save()
    revised(meeting, reason="It is called so")
    end_transaction()

    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/meetings/ammtc-1.png").content != first.content


def test_picture_of_a_merged_meeting_is_that_of_the_other(client, db):
    kept, other = (revised(MeetingFactory(ordinal=number)) for number in (1, 2))
    delete(other, Change("Recorded twice"), merged_into=kept)

    assert client.get("/meetings/ammtc-2.png")["Location"] == "/meetings/ammtc-1.png"
    assert client.get("/meetings/ammtc-3.png").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_picture_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    main = MeetingFactory(ordinal=1)
    for number in range(rows):
        MeetingFactory(body=BodyFactory(slug="somtc"), ordinal=number + 1, reports_to=main)
    revised(main)
    end_transaction()

    with django_assert_num_queries(5):
        client.get("/meetings/ammtc-1.png")


def social(client, path):
    page = read(client.get(path))
    found = [
        meta
        for meta in page.iterfind("head/meta")
        if (meta.get("property") or meta.get("name") or "")[:3] in ("og:", "twi")
    ]
    return {(meta.get("property") or meta.get("name")): meta.get("content") for meta in found}


def test_page_of_a_meeting_says_what_is_shown_of_a_link_to_it(client, record):
    told = social(client, "/meetings/ammtc-17/")

    assert told == {
        "og:site_name": "The ASEAN meetings record",
        "og:type": "website",
        "og:url": f"{SITE}/meetings/ammtc-17/",
        "og:title": "17th AMMTC",
        "og:description": "17th AMMTC, 21 August 2023, Hotel Meruorah, Labuan Bajo, East Nusa Tenggara, Indonesia: "
        "what is known, and by which source.",
        "og:image": f"{SITE}/meetings/ammtc-17.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": told["og:description"],
        "twitter:card": "summary_large_image",
    }
    assert social(client, "/about/")["og:image"] == f"{SITE}/picture.png"
    assert social(client, "/bodies/ammtc/")["og:title"] == "AMMTC – ASEAN Ministerial Meeting on Transnational Crime"


def test_every_meeting_has_a_picture(client, record):
    codes = {
        client.get(f"/meetings/{slug}.png").status_code for slug in Meeting.objects.values_list("slug", flat=True)[::10]
    }

    assert codes == {200}
