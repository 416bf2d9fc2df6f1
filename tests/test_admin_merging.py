"""Merging at the desk: two entries side by side, one after it, and nothing where somebody may not or was faster."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from meetings.models import BodyRight, Meeting, Merge, Person, Place, Revision, Source
from tests.desk import boss, controls, editor, opened, record_of, said
from tests.factories import (
    BodyFactory,
    CitationFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    PlaceFactory,
    SourceFactory,
    revised,
)

pytestmark = pytest.mark.django_db


def address(kept, other=None):
    page = reverse(f"admin:meetings_{kept._meta.model_name}_merge", args=[kept.pk])
    return f"{page}?with={other.pk}" if other else page


def merged(client, kept, other, **typed):
    """What comes of opening the page of two entries, typing this, and merging."""
    return client.post(address(kept, other), opened(client, address(kept, other)) | {"reason": "Twice"} | typed)


@pytest.fixture
def pair():
    kept = MeetingFactory(slug="kept", ordinal=17, dates="2023-08-21", theme="Together")
    other = MeetingFactory(slug="other", ordinal=None, dates="2023-08", theme="Apart", agenda=["terrorism"])
    CitationFactory(meeting=kept, supports=["theme"]), CitationFactory(meeting=other, supports=["theme"])
    OfficerFactory(meeting=other, person__name="Joko Widodo")
    return revised(kept), revised(other)


def test_meetings_are_merged_as_chosen(pair):
    kept, other = pair
    assert address(kept) in opener(editor("eva"), kept)

    answer = merged(editor(), kept, other, theme="other", reason="The same day")

    record = record_of(kept)
    assert said(answer) == ["“AMMTC, August 2023” was merged into “17th AMMTC”."]
    assert (record["theme"], record["dates"], record["agenda"]) == ("Apart", "2023-08-21", ["terrorism"])
    assert [citation["says"] for citation in record["citations"]] == [{"theme": "Together"}, {}]
    assert list(Revision.objects.filter(number=2).values_list("slug", "kind", "reason", "editor_name")) == [
        ("kept", "changed", "The same day", "anna"),
        ("other", "merged", "The same day", "anna"),
    ]


def opener(client, row):
    """The page from which one comes to merging `row`."""
    return client.get(reverse(f"admin:meetings_{row._meta.model_name}_change", args=[row.pk])).content.decode()


@pytest.mark.django_db(transaction=True)
def test_merger_opens_its_own_transaction(pair):
    kept, other = pair

    merged(boss(), kept, other)

    assert [meeting.slug for meeting in Meeting.objects.all()] == ["kept"]


def test_page_shows_both_and_offers_what_differs(pair):
    kept, other = pair

    page = editor().get(address(kept, other))

    rows = {row.label: ([text for _, text in row.texts], bool(row.choice)) for row in page.context["rows"]}
    assert rows["Theme"] == (["Together", "Apart"], True)
    assert rows["Agenda"] == (["–", "terrorism"], True)
    assert rows["Kind"] == (["regular", "regular"], False)
    assert rows["Citations"][0][2] == "All of both stay; those of one source are combined."


@pytest.mark.parametrize("change", [{"theme": "Read again"}, {"ordinal": 18}])
def test_what_was_changed_meanwhile_is_not_merged_over(pair, change):
    kept, other = pair
    client = editor()
    form = opened(client, address(kept, other)) | {"reason": "Twice", "theme": "other"}
    Meeting.objects.filter(pk=other.pk).update(**change)
    revised(other, "Meanwhile")

    answer = client.post(address(kept, other), form)

    assert "changed since you opened this page" in answer.content.decode()
    assert (controls(answer)["reason"], controls(answer)["theme"]) == ("Twice", ["other"])
    assert Meeting.objects.count() == 2
    assert client.post(address(kept, other), controls(answer)).status_code == 302


def test_merger_without_a_reason_merges_nothing(pair):
    answer = merged(editor(), *pair, reason="")

    assert answer.context["form"].errors["reason"] == ["Say why you make this change: readers see it in the history."]
    assert Meeting.objects.count() == 2


def test_what_a_rule_refuses_is_said_and_nothing_is_merged(pair):
    kept, other = pair
    Meeting.objects.filter(pk=other.pk).update(programme="2023-09-01")

    answer = merged(editor(), kept, revised(other), programme="other")

    assert "must include the days of the meeting itself" in str(answer.context["form"].non_field_errors())
    assert Meeting.objects.count() == 2


def test_an_editor_of_one_body_merges_nothing_of_another(pair):
    kept, other = pair
    below = revised(MeetingFactory(slug="below", body__slug="somtc", alongside=other))
    client = editor(group=None)
    for name in ("view_meeting", "change_meeting", "delete_meeting"):
        client.user.user_permissions.add(Permission.objects.get(codename=name))
    BodyRight.objects.create(user=client.user, body=kept.body, role="editor")

    answer = merged(client, kept, other)

    assert "for the body somtc that takes the role editor." in str(answer.context["form"].non_field_errors())
    assert (Meeting.objects.count(), record_of(below)["alongside"]) == (3, "other")


def test_readers_do_not_merge(pair):
    client = editor("rita", group="Reader")

    assert client.get(address(*pair)).status_code == 403
    assert client.post(address(*pair), {"reason": "Twice"}).status_code == 403


def test_people_are_merged_and_the_other_name_is_kept():
    kept, other = PersonFactory(name="Felizardo M. Serapio Jr."), PersonFactory(name="Felizardo Serapio Jr.")
    meeting = revised(MeetingFactory(chair_person=kept))

    merged(editor(), kept, other, name="other")

    person = Person.objects.get()
    assert (person.name, person.variants) == ("Felizardo Serapio Jr.", ["Felizardo M. Serapio Jr."])
    assert record_of(meeting)["chair"]["person"] == "Felizardo Serapio Jr."


def test_places_take_what_only_one_of_them_knows():
    kept = PlaceFactory(locality="Pasay City", region="")
    other = PlaceFactory(locality="Manila", region="Luzon", latitude="14.600", longitude="120.983")

    merged(editor(), kept, other)

    place = Place.objects.get()
    assert (place.locality, place.region, place.variants, float(place.latitude)) == (
        "Pasay City", "Luzon", ["Manila"], 14.6,
    )  # fmt: skip


def test_merged_source_is_not_recorded_again():
    kept, other = SourceFactory(url="https://asean.org/a"), SourceFactory(url="https://copy.example/a")
    client = editor()
    merged(client, kept, other)

    answer = client.post("/admin/meetings/source/add/", {"url": "http://copy.example/a/", "title": "Again"})

    assert "already recorded as" in answer.context["adminform"].form.errors["url"][0]
    assert Source.objects.get() == kept


def test_double_is_looked_for_by_its_words():
    kept, double = PersonFactory(name="Tani (谷)"), PersonFactory(name="Tani (谷公一)")
    PersonFactory(name="Hamidin")

    page = editor().get(address(kept), {"q": "tani"})

    assert page.context["found"] == [double]


@pytest.mark.parametrize("wrong", ["0", "x", "9" * 30])
def test_an_entry_that_is_not_there_is_said(wrong):
    kept = PersonFactory()

    assert "no longer in the record" in editor().get(address(kept), {"with": wrong}).content.decode()
    assert "with itself" in boss().get(address(kept, kept)).content.decode()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_two_are_selected_in_the_list(number):
    client, people = editor(), [PersonFactory() for _ in range(3)]
    chosen = [person.pk for person in people][:number]

    answer = client.post("/admin/meetings/person/", {"action": "merge_selected", "_selected_action": chosen})

    assert answer.headers["Location"] == (address(*people[:2]) if number == 2 else "/admin/meetings/person/")


def test_lists_offer_no_deletion_of_many(pair):
    page = boss().get("/admin/meetings/meeting/")

    names = {name for name, _ in page.context["action_form"].fields["action"].choices}
    assert {"merge_selected", "delete_selected"} & names == {"merge_selected"}


def test_merger_is_taken_back_from_the_page_of_what_stayed():
    kept, other = PersonFactory(name="Tani"), PersonFactory(name="Koichi Tani", variants=["K. Tani"])
    meeting = revised(MeetingFactory(slug="a", chair_person=other))
    client = editor()
    merged(client, kept, other)
    [way] = re.findall(r'href="([^"]+/undo/)"', opener(client, kept))

    unsaid = client.post(way, {"reason": ""})
    shown = client.get(way).content.decode()
    answer = client.post(way, opened(client, way) | {"reason": "Two after all"})

    assert unsaid.context["form"].errors == {
        "reason": ["Say why the two are two after all: readers see it in the history."]
    }
    assert ["Koichi Tani" in shown, "K. Tani" in shown, "past/a/" in shown] == [True] * 3
    assert said(answer) == ["“Koichi Tani” stands by itself again, beside “Tani”."]
    assert record_of(meeting)["chair"]["person"] == "Koichi Tani"
    assert client.post(way, {"reason": "Again"}).context["form"].errors == {
        "__all__": ["This merger was taken back already."]
    }
    assert way not in opener(client, kept)


def test_mergers_are_taken_back_by_those_who_may_merge_alone():
    kept, other = PersonFactory(name="Tani"), PersonFactory(name="Koichi Tani")
    revised(MeetingFactory(slug="a", chair_person=other))
    merged(editor(), kept, other)
    way = reverse("admin:meetings_person_take_back", args=[kept.pk, Merge.objects.get().pk])
    stranger = editor("else", group=None)
    BodyRight.objects.create(user=stranger.user, body=BodyFactory(slug="somtc"), role="editor")

    assert [client.post(way, {"reason": "No"}).status_code for client in (stranger, editor("rita", "Reader"))] == [
        403
    ] * 2
    assert boss().get(way.replace("/undo/", "0/undo/")).status_code == 404
    assert Person.objects.count() == 1
