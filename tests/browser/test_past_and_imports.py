"""The past of a meeting and imports at the desk in a browser: nothing for axe to object to."""

import pytest

from meetings.history import Change, delete, revise
from meetings.models import Meeting
from tests.browser.test_admin import desk, meeting, objections  # noqa: F401 - fixtures
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
