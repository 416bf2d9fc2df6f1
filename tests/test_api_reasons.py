"""Why a meeting is changed by API: in a header or in a key, never told twice, never left out."""

import pytest

from meetings.history import Change, write
from meetings.models import Meeting, Revision
from meetings.serializers import shape
from tests.conftest import TODAY
from tests.writing import chain_of_bodies, errors_in, planned, program

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    """A program of an editor of the ministers' body, in which the 17th meeting stands at its first revision."""
    chain_of_bodies()
    write([planned()], Change("First recorded"), today=TODAY)
    return program("editor of ammtc", name="anna")


def stored():
    return shape(Meeting.objects.with_record().get(slug="ammtc-17"))


def last():
    revision = Revision.objects.of("ammtc-17").latest("number")
    return revision.number, revision.kind, revision.editor_name, revision.reason, revision.minor


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("As the press says", "As the press says"),
        ("  As the press says ", "As the press says"),
        ("H%C3%A0%20N%E1%BB%99i says 100%25", "Hà Nội says 100%"),
        ("100% sure, 5% not", "100% sure, 5% not"),
        ("Hà Nội".encode().decode("latin-1"), "Hà Nội"),
    ],
)
def test_reason_is_read_from_its_header(anna, header, reason):
    answer = anna.patch("ammtc-17/", {"theme": "New"}, match="*", X_Change_Reason=header)

    assert [answer.status_code, last()[3]] == [200, reason]


def test_reason_and_minor_are_read_from_their_keys(anna):
    anna.reason = None

    anna.patch("ammtc-17/", {"theme": "New", "_reason": "Tình cờ", "_minor": True}, match="*")

    assert last() == (2, "changed", "anna", "Tình cờ", True)
    assert stored() == planned(theme="New")


@pytest.mark.parametrize(("header", "minor"), [("true", True), ("1", True), ("false", False), ("0", False)])
def test_minor_is_read_from_its_header(anna, header, minor):
    anna.patch("ammtc-17/", {"theme": "New"}, match="*", X_Change_Minor=header)

    assert last()[4] is minor


NEEDED = (
    "Say why you make this change, in the header X-Change-Reason or the key _reason. Readers see it in the history."
)
NO_CONTROL = "Control characters are not allowed here."


@pytest.mark.parametrize(
    ("header", "keys", "errors"),
    [
        (None, {}, {"/_reason": NEEDED}),
        ("", {}, {"X-Change-Reason": NEEDED}),
        ("%20", {}, {"X-Change-Reason": NEEDED}),
        ("%00", {}, {"X-Change-Reason": NO_CONTROL}),
        ("a%0Ab%07", {}, {"X-Change-Reason": NO_CONTROL}),
        (
            "%FF",
            {},
            {"X-Change-Reason": "Write the reason as text in UTF-8; a header may also have it percent-encoded."},
        ),
        ("x" * 501, {}, {"X-Change-Reason": "A reason has at most 500 characters."}),
        (
            None,
            {"_reason": 5},
            {"/_reason": "Write the reason as text in UTF-8; a header may also have it percent-encoded."},
        ),
        ("One", {"_reason": "Other"}, {"/_reason": "The header X-Change-Reason gives another reason. Give one."}),
        ("One", {"_minor": "true"}, {"/_minor": "_minor is true or false, without quotes."}),
    ],
)
def test_reason_that_is_none_is_refused(anna, header, keys, errors):
    anna.reason = header

    answer = anna.patch("ammtc-17/", {"theme": "New"} | keys, match="*")

    assert [answer.status_code, errors_in(answer)] == [400, errors]
    assert last()[0] == 1


def test_minor_that_is_neither_is_refused(anna):
    answer = anna.patch("ammtc-17/", {"theme": "New"}, match="*", X_Change_Minor="perhaps")

    assert errors_in(answer) == {"X-Change-Minor": "X-Change-Minor is true or false."}
