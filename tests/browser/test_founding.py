"""The founding article, recorded in an empty database by an editor who has a keyboard and no mouse."""

import pytest
from playwright.sync_api import expect

from meetings.models import Body, Country, Meeting
from meetings.serializers import shape
from tests.founding import AGENDA, BODIES, COUNTRY, GROUP, MINISTERS, OFFICIALS, SOURCE

MOST = 60


class Keyboard:
    """Keys alone: Tab leads to each control in turn; each field, choice and button is one interaction."""

    def __init__(self, page):
        self.page, self.interactions = page, 0

    def to(self, selector):
        control = self.page.locator(selector)
        for _ in range(200):
            if control.evaluate("it => it === document.activeElement"):
                self.interactions += 1
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab does not lead to {selector}")

    def fill(self, name, text):
        self.to(f"#id_{name}")
        self.page.keyboard.insert_text(text)

    def choose(self, name, words):
        """Letters in a list lead to what begins with them."""
        self.to(f"#id_{name}")
        self.page.keyboard.type(words)
        expect(self.page.locator(f"#id_{name} option:checked")).to_have_text(words)

    def find(self, name, words):
        """In a search box: open it, type, take the first that is found."""
        self.to(f".field-{name} [role=combobox]")
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".select2-container--open .select2-search__field")).to_be_focused()
        self.page.keyboard.type(words)
        self.page.locator(".select2-results__option--highlighted", has_text=words).first.wait_for()
        self.page.keyboard.press("Enter")

    def tick(self, name):
        self.to(f"#id_{name}")
        self.page.keyboard.press("Space")

    def press(self, name):
        """The page that follows is waited for: the one before may itself tell of something saved."""
        self.to(f".submit-row [name={name}]")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        expect(self.page.locator(".messagelist .success")).to_be_visible()


@pytest.fixture
def keyboard(desk):
    return Keyboard(desk)


def record_country(keyboard):
    keyboard.page.goto("/admin/meetings/country/add/")
    keyboard.fill("code", COUNTRY["code"])
    keyboard.fill("name", COUNTRY["name"])
    keyboard.press("_save")


def record_bodies(keyboard):
    keyboard.page.goto("/admin/meetings/body/add/")
    above = None
    for acronym, name, level in BODIES:
        keyboard.fill("acronym", acronym)
        keyboard.fill("name", name)
        keyboard.choose("level", level)
        if above:
            keyboard.find("reports_to", above)
        keyboard.press("_addanother")
        above = acronym


def cite(keyboard, reason, button="_addanother"):
    keyboard.tick("citations-0-supports_all")
    keyboard.fill("reason", reason)
    keyboard.press(button)


def record_ministers(keyboard):
    keyboard.choose("body", "AMMTC")
    keyboard.fill("dates", "Agustus 2023")
    keyboard.fill("place_named", "Labuan Bajo, East Nusa Tenggara, Indonesia")
    keyboard.fill("chair_person_named", MINISTERS["chair"]["person"])
    keyboard.fill("chair_office", MINISTERS["chair"]["office"])
    keyboard.fill("citations-0-source_named", SOURCE["url"] + "?utm_source=rss")
    keyboard.fill("citations-0-source_title", SOURCE["title"])
    keyboard.fill("citations-0-source_publisher", SOURCE["publisher"])
    keyboard.fill("citations-0-source_published", "18/05/2023")
    keyboard.fill("citations-0-source_language", SOURCE["language"])
    cite(keyboard, "Announced in the press")


def record_officials(keyboard):
    keyboard.choose("body", "SOMTC")
    keyboard.fill("ordinal", "23")
    keyboard.fill("dates", "19 hingga 23 Juni 2023")
    keyboard.fill("venue_name", OFFICIALS["venue"]["name"])
    keyboard.fill("place_named", "Yogyakarta, Indonesia")
    keyboard.fill("chair_office", OFFICIALS["chair"]["office"])
    keyboard.fill("reports_to_named", MINISTERS["slug"])
    keyboard.choose("officers-0-role", "secretary")
    keyboard.fill("officers-0-office", OFFICIALS["officers"][0]["office"])
    keyboard.fill("citations-0-source_named", SOURCE["url"])
    cite(keyboard, "Announced in the press")


def record_group(keyboard):
    [opener] = GROUP["officers"]
    keyboard.choose("body", "SOMTC WG on CT")
    keyboard.fill("ordinal", "19")
    keyboard.choose("status", "held")
    keyboard.fill("dates", "Kamis 18 Mei 2023")
    keyboard.choose("host", "Indonesia")
    keyboard.fill("place_named", "Kuta, Bali, Indonesia")
    keyboard.choose("chair_country", "Indonesia")
    keyboard.fill("reports_to_named", "23rd SOMTC")
    keyboard.fill("agenda", "\n".join(AGENDA))
    keyboard.choose("officers-0-role", "opening speaker")
    keyboard.fill("officers-0-person_named", opener["person"])
    keyboard.fill("officers-0-office", opener["office"])
    keyboard.fill("citations-0-source_named", SOURCE["url"].replace("https://", "http://www."))
    cite(keyboard, "Read in the press", "_save")


def test_founding_article_is_recorded_by_keyboard_in_sixty_interactions(keyboard, page_errors):
    assert (Country.objects.count(), Body.objects.count(), Meeting.objects.count()) == (0, 0, 0)

    record_country(keyboard)
    record_bodies(keyboard)
    keyboard.page.goto("/admin/meetings/meeting/add/")
    record_ministers(keyboard)
    record_officials(keyboard)
    record_group(keyboard)

    found = [shape(meeting) for meeting in Meeting.objects.with_record().order_by("pk")]
    assert [without_address(record) for record in found] == [
        without_address(record) for record in (MINISTERS, OFFICIALS, GROUP)
    ]
    assert page_errors == []
    assert keyboard.interactions <= MOST, keyboard.interactions


def without_address(record):
    """One source was pasted in three spellings; it keeps that of the first."""
    [citation] = record["citations"]
    return {**record, "citations": [{**citation, "source": {**citation["source"], "url": None}}]}
