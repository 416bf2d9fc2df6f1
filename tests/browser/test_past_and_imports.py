"""The past of a meeting and imports at the desk in a browser: nothing for axe to object to."""

import pytest

from meetings.history import Change, delete, revise
from meetings.models import Meeting
from tests.browser.test_admin import meeting, objections  # noqa: F401 - a fixture
from tests.factories import MeetingFactory, revised

both_schemes = pytest.mark.parametrize("color_scheme", ["light", "dark"], indirect=True)
PAST = "/admin/meetings/meeting/past/ammtc-17/"


@both_schemes
@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_past_passes_axe(desk, page_errors, meeting):  # noqa: F811
    Meeting.objects.update(theme="Two", agenda=["terrorism"])
    revise([meeting.pk], Change("Read elsewhere"))
    delete(revised(MeetingFactory(ordinal=3)), Change("Never held"))

    for place in (
        f"{PAST}?a=1&b=2",
        f"{PAST}?at=2099-01-01",
        f"{PAST}?a=9",
        f"{PAST}1/",
        "/admin/meetings/meeting/deleted/",
    ):
        desk.goto(place)
        assert (place, page_errors, objections(desk)) == (place, [], [])
        page_errors.clear()


FILE = {
    "name": "some.csv",
    "mimeType": "text/csv",
    "buffer": "slug,theme,dates\r\nammtc-17,Two,19–20 August 2023\r\n".encode(),
}
WRONG = {"name": "some.csv", "mimeType": "text/csv", "buffer": b"slug,host\r\nammtc-17,XX\r\n"}


@both_schemes
@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_import_passes_axe_from_file_to_undoing(desk, page_errors, meeting):  # noqa: F811
    def looked_at(place):
        assert (place, page_errors, objections(desk)) == (place, [], [])
        page_errors.clear()

    desk.goto("/admin/meetings/import/add/")
    looked_at("add")
    desk.get_by_label("File").set_input_files(WRONG)
    desk.get_by_role("button", name="Check it").click()
    desk.get_by_text("There is no country XX.").wait_for()
    looked_at("wrong")

    desk.goto("/admin/meetings/import/add/")
    desk.get_by_label("File").set_input_files(FILE)
    desk.get_by_role("button", name="Check it").click()
    desk.get_by_label("Reason").fill("Read in the minutes")
    looked_at("checked")
    desk.get_by_label("Reason").press("Enter")
    desk.get_by_text("Undo this import").click()
    assert Meeting.objects.get().theme == "Two"
    looked_at("applied")
    desk.get_by_label("Reason").fill("Of another year")
    desk.get_by_label("Reason").press("Enter")
    desk.get_by_text("Undone on").wait_for()
    looked_at("undone")
    desk.goto("/admin/meetings/import/")
    looked_at("list")

    assert Meeting.objects.get().theme == "Base"
