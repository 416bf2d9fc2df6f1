"""The editors' desk in a browser: nothing for axe to object to, the keyboard goes everywhere, dates answer at once."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from meetings.history import Change, revise
from meetings.models import AccountEvent, Meeting, Report
from tests.factories import CitationFactory, DocumentFactory, MeetingFactory, OfficerFactory, PlaceFactory, revised

both_schemes = pytest.mark.parametrize("color_scheme", ["light", "dark"], indirect=True)


@pytest.fixture
def meeting(transactional_db):
    made = MeetingFactory(
        slug="ammtc-17", ordinal=17, dates="2023-08-20/2023-08-23", place=PlaceFactory(), theme="Base"
    )
    for part in (OfficerFactory, DocumentFactory, CitationFactory):
        part(meeting=made)
    return revised(made)


def address(meeting, page):
    return reverse(f"admin:meetings_meeting_{page}", args=[meeting.pk])


def objections(page):
    """What axe calls serious or worse, as (rule, element)."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    return [
        (rule["id"], node["html"][:120])
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def assert_pages_pass(desk, page_errors, places):
    for place in places:
        desk.goto(place)
        desk.wait_for_load_state("networkidle")
        assert page_errors == []
        assert (place, objections(desk)) == (place, [])
        # axe brings a style of its own, which the policy refuses.
        page_errors.clear()


@both_schemes
@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_meeting_pages_pass_axe(desk, page_errors, meeting):
    pages = ["/admin/meetings/meeting/", "/admin/meetings/meeting/add/"]
    pages += [address(meeting, name) for name in ("change", "history", "delete")]

    assert_pages_pass(desk, page_errors, pages)


@both_schemes
def test_pages_of_other_entries_pass_axe(desk, page_errors, meeting):
    for model in ("person", "place", "source", "body", "country"):
        assert_pages_pass(desk, page_errors, (f"/admin/meetings/{model}/", f"/admin/meetings/{model}/add/"))


@both_schemes
@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_merging_passes_axe(desk, page_errors, meeting):
    other = revised(
        MeetingFactory(slug="ammtc-double", ordinal=None, dates="2023-08", theme="Other", agenda=["terror"])
    )

    assert_pages_pass(desk, page_errors, (address(meeting, "merge"), f"{address(meeting, 'merge')}?with={other.pk}"))


@both_schemes
@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_work_lists_pass_axe(desk, page_errors, meeting):
    revised(MeetingFactory(slug="ammtc-double", ordinal=None, dates="2023-08", theme="Other", agenda=["terror"]))
    call_command("find_doubles", verbosity=0)
    lists = [f"/admin/meetings/meeting/work/{name}/" for name in ("unsourced", "gaps", "doubles")]

    assert_pages_pass(desk, page_errors, ("/admin/", "/admin/meetings/meeting/work/", *lists))


@both_schemes
@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_change_of_many_passes_axe_and_is_applied_by_keyboard(desk, page_errors, meeting):
    desk.goto("/admin/meetings/meeting/")
    desk.get_by_role("checkbox", name="Select this object").press("Space")
    desk.get_by_label("Action:").select_option("change_selected")
    desk.get_by_role("button", name="Go", exact=True).press("Enter")
    desk.get_by_label("Status:").select_option("postponed")
    desk.get_by_label("Reason for the change").fill("Read")
    desk.get_by_role("button", name="Show what would change").press("Enter")
    apply = desk.get_by_role("button", name="Apply to all 1")
    apply.wait_for()
    assert page_errors == []
    assert objections(desk) == []

    apply.press("Enter")
    desk.get_by_text("1 meeting was changed.").wait_for()
    assert Meeting.objects.get().status == "postponed"


def test_two_meetings_are_merged_by_keyboard(desk, meeting):
    other = revised(MeetingFactory(slug="ammtc-double", ordinal=None, dates="2023-08", theme="Other"))
    desk.goto(address(meeting, "merge"))
    desk.get_by_label("Words of the other’s name").fill("ammtc august")
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name="Compare with").press("Enter")
    desk.get_by_role("radio", name="Theme Base").focus()
    desk.keyboard.press("ArrowRight")
    desk.get_by_label("Reason for the merger").fill("The same")
    desk.keyboard.press("Enter")
    desk.get_by_text(f"“{other}” was merged into “{meeting}”.").wait_for()

    assert (Meeting.objects.get().theme, Meeting.objects.get().slug) == ("Other", "ammtc-17")


@both_schemes
def test_conflict_passes_axe_and_is_settled_by_keyboard(desk, page_errors, meeting):
    desk.goto(address(meeting, "change"))
    Meeting.objects.update(theme="Theirs")
    revise([meeting.pk], Change("Read elsewhere"))
    desk.get_by_role("textbox", name="Theme").fill("Mine")
    desk.get_by_label("Reason for the change").fill("Heard it")
    desk.get_by_label("Reason for the change").press("Enter")

    desk.locator(".conflict").wait_for()
    assert page_errors == []
    assert objections(desk) == []

    choice = desk.get_by_role("group", name="Theme").get_by_label("Keep mine")
    choice.focus()
    desk.keyboard.press("Space")
    desk.get_by_label("Reason for the change").press("Enter")
    desk.get_by_text("was saved as revision 3").wait_for()
    assert Meeting.objects.get().theme == "Mine"


def test_dates_are_understood_while_they_are_typed(desk, page_errors, meeting):
    desk.goto(address(meeting, "change"))
    note = desk.locator("#id_dates_understood")
    assert note.inner_text() == "Understood as 20–23 August 2023 (2023-08-20/2023-08-23)"

    desk.locator("#id_dates").fill("19 พ.ค. 2566")
    desk.get_by_text("Understood as 19 May 2023 (2023-05-19)").wait_for()
    desk.locator("#id_dates").fill("31 February 2023")
    desk.get_by_text("February 2023 has no day 31.").wait_for()
    desk.locator("#id_dates").fill("")

    expect(note).to_have_text("")
    assert page_errors == []


def test_new_row_is_added_and_filled_by_keyboard(desk, page_errors, meeting):
    desk.goto(address(meeting, "change"))
    add = desk.get_by_role("button", name="Add another Document").or_(desk.get_by_text("Add another Document"))
    add.focus()
    desk.keyboard.press("Enter")
    desk.locator("#id_documents-2-title").focus()
    desk.keyboard.type("Summary Record")
    desk.get_by_label("Reason for the change").fill("Found it")
    desk.get_by_label("Reason for the change").press("Enter")

    desk.get_by_text("was saved as revision 2").wait_for()
    assert [row.title for row in meeting.documents.all().order_by("position")][-1] == "Summary Record"
    assert page_errors == []


def test_related_entry_is_found_by_keyboard(desk, page_errors, meeting):
    desk.goto(address(meeting, "change"))
    person = meeting.officers.get().person
    desk.get_by_role("combobox", name="Chair person").focus()
    desk.keyboard.press("Enter")
    desk.locator(".select2-search__field").type(person.name.lower())
    desk.locator(".select2-results__option--highlighted", has_text=person.name).wait_for()
    desk.keyboard.press("Enter")

    assert desk.locator("#id_chair_person").input_value() == str(person.pk)
    assert page_errors == []


def test_keyboard_reaches_every_control_and_shows_where_it_is(desk, meeting):
    desk.goto(address(meeting, "delete"))
    desk.locator("#content-start").focus()
    seen = []
    for _ in range(4):
        desk.keyboard.press("Tab")
        seen.append(desk.evaluate("document.activeElement.value || document.activeElement.textContent.trim()"))

    assert [text for text in seen if text in ("Delete it", "No, take me back")] == ["Delete it", "No, take me back"]


@both_schemes
def test_accounts_and_reports_pass_axe(desk, page_errors, meeting, admin_user):
    report = Report.objects.create(
        key="k", slug=meeting.slug, body=meeting.body, base=1, fact="dates", comment="It was the 22nd",
        source="https://press.example/1", email="ana@mail.example", sent_at=timezone.now(),
    )  # fmt: skip
    event = AccountEvent.objects.first()
    places = ["/admin/meetings/report/", f"/admin/meetings/report/{report.pk}/change/", "/admin/sessions/"]
    places += ["/admin/meetings/accountevent/", f"/admin/meetings/accountevent/{event.pk}/change/"]
    places += ["/admin/auth/user/", f"/admin/auth/user/{admin_user.pk}/change/", "/admin/auth/group/add/"]

    assert_pages_pass(desk, page_errors, places)
