"""The form of a meeting in a browser: what is said beside its fields, names recognised, and both without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import Meeting
from tests.factories import CitationFactory, MeetingFactory, PersonFactory, PlaceFactory, revised


@pytest.fixture
def meeting(transactional_db):
    made = MeetingFactory(slug="ammtc-17", ordinal=17, dates="2023-08-21", place=PlaceFactory())
    CitationFactory(meeting=made, supports=["dates"])
    CitationFactory(meeting=made, position=1, supports=[], says={"dates": "2023-08-22"}, note="plenary alone")
    return revised(made)


@pytest.fixture
def without_script(desk, browser, base_url):
    """The same editor in a browser that runs no script."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    context.add_cookies(desk.context.cookies())
    yield context.new_page()
    context.close()


def change(meeting):
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


@pytest.mark.parametrize("color_scheme", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_pages_of_the_form_pass_axe(desk, page_errors, meeting):
    add = reverse("admin:meetings_meeting_add")
    for place in (reverse("admin:meetings_meeting_contested"), f"{add}?after=ammtc-17", change(meeting)):
        desk.goto(place)
        desk.wait_for_load_state("networkidle")
        assert page_errors == []
        found = Axe().run(desk).response["violations"]
        assert (place, [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")]) == (place, [])
        page_errors.clear()


def test_value_is_taken_over_by_keyboard_and_saved(desk, page_errors, meeting):
    desk.goto(change(meeting))
    desk.get_by_role("button", name="Take over 22 August 2023").focus()
    desk.keyboard.press("Enter")

    expect(desk.locator("#id_dates")).to_have_value("22 August 2023")
    assert desk.url.endswith("#id_dates")
    desk.get_by_label("Reason for the change").press("Enter")
    desk.get_by_text("was saved as revision 2").wait_for()
    assert str(Meeting.objects.get().dates) == "2023-08-22"
    assert page_errors == []


def test_value_is_taken_over_without_script(without_script, meeting):
    page = without_script
    page.goto(change(meeting))
    page.get_by_role("button", name="Take over 22 August 2023").click()

    expect(page.locator("#id_dates")).to_have_value("22 August 2023")
    page.locator(".submit-row [name=_save]").click()
    page.get_by_text("was saved as revision 2").wait_for()


def test_enter_saves_and_takes_nothing_over(desk, page_errors, meeting):
    desk.goto(change(meeting))
    desk.locator("#id_theme").fill("One")
    desk.get_by_label("Reason for the change").fill("Read")
    desk.locator("#id_theme").press("Enter")

    desk.get_by_text("was saved as revision 2").wait_for()
    assert str(Meeting.objects.get().dates) == "2023-08-21"


def test_names_are_recognised_while_they_are_typed(desk, page_errors, meeting):
    PersonFactory(name="Andhika Chrisnayudhanto")
    desk.goto(reverse("admin:meetings_meeting_add"))

    desk.locator("#id_chair_person_named").fill("Andhika Chrisnayudhanto")
    desk.get_by_text("Recorded: Andhika Chrisnayudhanto.").wait_for()
    desk.locator("#id_chair_person_named").fill("Andhika Chrisnayudanto")
    desk.get_by_text("Alike: Andhika Chrisnayudhanto.").wait_for()
    desk.locator("#id_body").select_option(label="AMMTC")
    desk.get_by_text("Recorded up to the 17th: the next would be 18.").wait_for()

    assert page_errors == []


def test_first_field_of_a_new_meeting_has_the_focus(desk, meeting):
    desk.goto(reverse("admin:meetings_meeting_add"))

    expect(desk.locator("#id_body")).to_be_focused()
