"""Articles at the desk in a browser: nothing for axe to object to, and one is read and saved by keyboard."""

import pytest
from django.urls import reverse

from meetings.models import Meeting
from tests.browser.test_admin import both_schemes, meeting, objections  # noqa: F401 - fixtures
from tests.factories import CountryFactory

TEXT = (
    "The 17th AMMTC was held in Labuan Bajo, Indonesia, on 21 August 2023. "
    "The 18th AMMTC was held in Vientiane, Laos, on 28 August 2024."
)


def typed(desk, text=TEXT):
    """The page with an article typed into it by keyboard, and read."""
    desk.goto(reverse("admin:meetings_meeting_changelist"))
    desk.get_by_role("link", name="Read an article").press("Enter")
    desk.get_by_label("Address").fill("https://press.example/ammtc")
    for words in ("AMMTC opens", "The Press", "21 Agustus 2023", text):
        desk.keyboard.press("Tab")
        desk.keyboard.insert_text(words)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")


@both_schemes
@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_article_is_read_by_keyboard_and_its_pages_pass_axe(desk, page_errors, meeting):  # noqa: F811
    desk.goto(reverse("admin:meetings_meeting_article"))
    found = [objections(desk)]
    page_errors.clear()
    typed(desk, " ")
    desk.get_by_text("Paste the text of the article.").wait_for()
    found.append(objections(desk))
    page_errors.clear()
    typed(desk)
    desk.get_by_text("2 meetings found").wait_for()
    found.append(objections(desk))

    assert found == [[], [], []]
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_meetings_of_an_article_are_filled_in_and_saved_by_keyboard(desk, page_errors, context, meeting):  # noqa: F811
    CountryFactory(code="LA", name="Lao PDR")
    typed(desk)

    for name in ("Cite the article in the form of ammtc-17", "Fill in a new meeting: 18th AMMTC"):
        button = desk.get_by_role("button", name=name)
        with context.expect_page() as opening:
            button.press("Enter")
        form = opening.value
        form.get_by_label("Reason for the change").press("Enter")
        form.get_by_text("was saved as revision").wait_for()
        form.close()

    assert list(Meeting.objects.order_by("slug").values_list("slug", "revision")) == [("ammtc-17", 2), ("ammtc-18", 1)]
    assert page_errors == []
