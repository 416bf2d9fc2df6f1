"""Drafts at the desk: proposed in the form of a meeting, looked at, remarked on, and accepted through that form."""

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.history import as_of
from meetings.models import Body, BodyRight, Citation, Draft, Meeting, Person, Remark, Revision, Source
from tests.desk import ADD, change_address, controls, editor, errors_of, full_meeting, opened, record_of, said, sent
from tests.factories import BodyFactory, MeetingFactory, revised

DRAFTS = "/admin/meetings/draft/"
pytestmark = pytest.mark.django_db


def somebody(name, *roles):
    """Somebody on the staff with these roles, each as "role of body"."""
    client = editor(name, group=None)
    for told in roles:
        role, _, body = told.partition(" of ")
        BodyRight.objects.create(user=client.user, body=BodyFactory(slug=body), role=role)
    return client


@pytest.fixture
def meeting():
    return full_meeting()


@pytest.fixture
def siti():
    return somebody("siti", "proposer of ammtc")


@pytest.fixture
def rudi():
    return somebody("rudi", "reviewer of ammtc")


@pytest.fixture
def anna():
    return somebody("anna", "editor of ammtc")


def proposed(client, meeting, **changes):
    sent(client, change_address(meeting), **{"theme": "Together", "reason": "Seen in the press"} | changes)
    return Draft.objects.first()


def page(draft):
    return f"{DRAFTS}{draft.pk}/change/"


def form_of(draft, meeting=None, name="draft"):
    return f"{change_address(meeting) if meeting else ADD}?{name}={draft.pk}"


def accepted(client, draft, meeting=None, **changes):
    address = form_of(draft, meeting)
    return client.post(address, opened(client, address) | {"reason": "Looked it up"} | changes)


def decided(draft):
    return Draft.objects.values_list("decision", "decided_by__username", "answer").get(pk=draft.pk)


# Proposing


def test_what_a_proposer_saves_is_a_draft_and_nothing_else(meeting, siti):
    before, rows = record_of(meeting), [model.objects.count() for model in (Person, Source, Citation, Revision)]
    typed = {
        "theme": "Together", "documents-1-title": "Report", "chair_person-named": "Somebody new",
        "citations-1-source-named": "https://news.example/1", "citations-1-source_title": "New",
        "citations-1-supports": ["theme"],
    }  # fmt: skip

    response = sent(siti, change_address(meeting), **typed, reason="Seen in the press")

    draft = Draft.objects.get()
    assert (response.status_code, response["Location"]) == (302, page(draft))
    assert said(response) == [
        f"Draft {draft.pk} of ammtc-17 was proposed. Nothing public changes until somebody accepts it."
    ]
    assert (draft.slug, draft.body.slug, draft.base, draft.comment) == ("ammtc-17", "ammtc", 1, "Seen in the press")
    assert (draft.proposed_by, draft.decision) == (siti.user, "open")
    assert [draft.proposal[key] for key in ("theme", "chair")] == [
        "Together", {"country": None, "person": "Somebody new", "office": None},
    ]  # fmt: skip
    assert [row["source"]["url"] for row in draft.proposal["citations"]][1] == "https://news.example/1"
    assert record_of(meeting) == before
    assert [model.objects.count() for model in (Person, Source, Citation, Revision)] == rows


def test_new_meeting_is_proposed_in_the_empty_form(siti):
    body = Body.objects.get()

    response = sent(siti, ADD, body=body.pk, ordinal="18", kind="regular", status="planned", reason="Announced")

    draft = Draft.objects.get()
    assert (response["Location"], draft.slug, draft.base) == (page(draft), "", None)
    assert (draft.proposal["slug"], Meeting.objects.count()) == ("ammtc-18", 0)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"theme": "New"}, {"reason": ["Say why you propose this: those who decide read it."]}),
        ({"reason": "x"}, {"__all__": ["This is what the record says already. Propose what differs."]}),
        ({"dates": "31 February 2023", "reason": "x"}, {"dates": ["February 2023 has no day 31."]}),
    ],
)
def test_proposal_is_held_to_the_rules_of_the_record(meeting, siti, changes, errors):
    response = sent(siti, change_address(meeting), **changes)

    assert errors_of(response) == errors
    assert Draft.objects.count() == 0


def test_editor_of_one_body_proposes_for_another():
    client = somebody("otto", "editor of somtc", "proposer of ammtc")
    meeting = full_meeting()

    proposed(client, meeting)

    assert (record_of(meeting)["theme"], Draft.objects.count()) == (None, 1)


def test_meeting_moves_as_a_draft_where_one_may_only_propose_for_the_other_body(meeting):
    client = somebody("otto", "editor of ammtc", "proposer of somtc")

    draft = proposed(client, meeting, body=Body.objects.get(slug="somtc").pk)

    assert (draft.body.slug, draft.proposal["body"], record_of(meeting)["body"]) == ("ammtc", "somtc", "ammtc")


# Looking at it


def test_page_of_a_draft_shows_what_it_would_change_down_to_rows(meeting, siti, rudi):
    draft = proposed(siti, meeting, **{"documents-0-kind": "report"})

    response = rudi.get(page(draft))

    told = [(field.lower(), before, after) for field, before, after in response.context["seen"].changes]
    assert ("theme", "–", "Together") in told
    assert [(before, after) for field, before, after in told if "kind" in field] == [("declaration", "report")]
    assert "Seen in the press" in response.content.decode()


def test_drafts_are_listed_to_those_whom_they_concern(meeting, siti, rudi, anna):
    draft = proposed(siti, meeting)
    others = [somebody("hans"), somebody("otto", "editor of somtc"), somebody("pia", "proposer of ammtc")]

    shown = [len(client.get(DRAFTS).context["cl"].result_list) for client in (siti, rudi, anna, *others)]
    opens = [client.get(page(draft)).status_code for client in (siti, rudi, anna, *others)]

    assert shown == [1, 1, 1, 0, 0, 0]
    assert opens == [200, 200, 200, 302, 302, 302]


@pytest.mark.parametrize(
    ("who", "query", "number"), [("siti", "mine", 1), ("siti", "others", 0), ("rudi", "others", 1)]
)
def test_list_is_narrowed_to_my_drafts_and_to_those_i_decide_on(meeting, siti, rudi, who, query, number):
    proposed(siti, meeting)

    response = {"siti": siti, "rudi": rudi}[who].get(DRAFTS, {"whose": query})

    assert len(response.context["cl"].result_list) == number


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(meeting, siti, django_assert_num_queries, number):
    for count in range(number):
        proposed(siti, meeting, theme=f"Theme {count}")

    with django_assert_num_queries(9):
        assert len(siti.get(DRAFTS).context["cl"].result_list) == number


def test_remarks_stand_beneath_the_draft(meeting, siti, rudi):
    draft = proposed(siti, meeting)

    rudi.post(page(draft), {"text": "Which day?", "remark": "1"})
    siti.post(page(draft), {"text": "The 21st <b>", "remark": "1"})

    assert list(Remark.objects.values_list("author__username", "text")) == [
        ("rudi", "Which day?"), ("siti", "The 21st <b>"),
    ]  # fmt: skip
    assert "siti, " in rudi.get(page(draft)).content.decode()
    assert "The 21st &lt;b&gt;" in rudi.get(page(draft)).content.decode()


# Deciding


@pytest.mark.parametrize("who", ["rudi", "anna"])
def test_accepting_is_saving_the_form_filled_in(meeting, siti, rudi, anna, who):
    draft = proposed(siti, meeting, **{"chair_person-named": "Somebody new", "documents-1-title": "Report"})
    client = {"rudi": rudi, "anna": anna}[who]

    response = accepted(client, draft, meeting)

    assert (response.status_code, response.get("Location")) == (302, page(draft))
    assert record_of(meeting) == draft.proposal
    assert decided(draft) == ("accepted", who, "Looked it up")
    last = Revision.objects.latest("id")
    assert (last.number, last.editor_name, last.reason, last.record) == (2, who, "Looked it up", draft.proposal)
    assert as_of("ammtc-17", Revision.objects.get(number=1).at).record["theme"] is None


def test_accepting_a_new_meeting_creates_it_and_the_draft_leads_there(siti, rudi):
    sent(siti, ADD, body=Body.objects.get().pk, ordinal="18", kind="regular", status="planned", reason="Announced")
    draft = Draft.objects.get()

    accepted(rudi, draft)

    assert record_of(Meeting.objects.get(slug="ammtc-18")) == draft.proposal
    assert Draft.objects.get().slug == "ammtc-18"
    assert "/past/ammtc-18/" in siti.get(DRAFTS).content.decode()


def test_form_filled_in_is_only_looked_at(meeting, siti, rudi):
    draft = proposed(siti, meeting)

    response = rudi.get(form_of(draft, meeting))

    assert controls(response)["theme"] == "Together"
    assert (record_of(meeting)["theme"], decided(draft)[0]) == (None, "open")


def test_who_only_reviews_accepts_what_is_proposed_or_less_and_nothing_of_their_own(meeting, siti, rudi, anna):
    draft = proposed(siti, meeting, notes="More")

    altered = accepted(rudi, draft, meeting, theme="My own")
    assert "writing of one's own takes the role editor" in errors_of(altered)["__all__"][0]
    assert (record_of(meeting)["theme"], decided(draft)[0]) == (None, "open")

    accepted(rudi, draft, meeting, notes="")
    assert (record_of(meeting)["theme"], record_of(meeting)["notes"]) == ("Together", None)


def test_editor_may_write_what_they_know_better(meeting, siti, anna):
    draft = proposed(siti, meeting)

    accepted(anna, draft, meeting, theme="Together at last")

    assert (record_of(meeting)["theme"], decided(draft)[0]) == ("Together at last", "accepted")


@pytest.mark.parametrize(("verb", "decision"), [("return", "returned"), ("refuse", "refused")])
def test_draft_is_put_aside_with_a_reason_that_its_proposer_reads(meeting, siti, rudi, verb, decision):
    draft = proposed(siti, meeting)

    without = rudi.post(page(draft), {"text": "", verb: "1"})
    assert without.context["form"].errors == {"text": ["Say why: whoever proposed it reads it."]}
    rudi.post(page(draft), {"text": "Which day?", verb: "1"})

    assert decided(draft) == (decision, "rudi", "Which day?")
    assert "Which day?" in siti.get(DRAFTS, {"whose": "mine"}).content.decode()
    again = rudi.post(page(draft), {"text": "Once more", verb: "1"})
    assert again.context["form"].non_field_errors()[0].startswith(f"Draft {draft.pk} was ")


@pytest.mark.parametrize(
    ("role", "four_eyes", "allowed"),
    [("reviewer", False, False), ("editor", False, True), ("reviewer", True, False), ("editor", True, False)],
)
def test_nobody_accepts_their_own_where_the_body_wants_four_eyes(meeting, role, four_eyes, allowed):
    client = somebody("olga", f"{role} of ammtc")
    Body.objects.update(four_eyes=four_eyes)
    draft = Draft.objects.create(
        slug="ammtc-17", body=meeting.body, base=1, proposal=record_of(meeting) | {"theme": "Mine"},
        proposed_by=client.user, proposed_at=timezone.now(), comment="x",
    )  # fmt: skip

    answers = [client.get(form_of(draft, meeting)), client.post(page(draft), {"text": "No", "refuse": "1"})]

    assert [answer.status_code for answer in answers] == ([200, 302] if allowed else [403, 403])
    assert client.post(page(draft), {"withdraw": "1"}).status_code == (200 if allowed else 302)


def test_withdrawn_draft_is_decided_by_whoever_made_it(meeting, siti, rudi):
    draft = proposed(siti, meeting)

    assert rudi.post(page(draft), {"withdraw": "1"}).status_code == 403
    siti.post(page(draft), {"withdraw": "1"})

    assert decided(draft) == ("withdrawn", "siti", "Withdrawn by whoever proposed it")
    assert rudi.get(form_of(draft, meeting)).status_code == 302


def test_draft_that_was_sent_back_is_amended_once_by_whoever_made_it(meeting, siti, rudi):
    first = proposed(siti, meeting)
    rudi.post(page(first), {"text": "Which day?", "return": "1"})
    address = form_of(first, meeting, "amends")
    form = opened(siti, address)

    siti.post(address, form | {"theme": "Together again", "reason": "As you asked"})

    second = Draft.objects.first()
    assert (form["theme"], second.amends, second.proposal["theme"]) == ("Together", first, "Together again")
    assert decided(first) == ("returned", "rudi", "Which day?")
    assert [client.get(address).status_code for client in (siti, rudi)] == [403, 403]
    assert "Which day?" in rudi.get(page(second)).content.decode()


# The record moved on


def test_what_changed_since_is_shown_and_kept(meeting, siti, rudi):
    draft = proposed(siti, meeting)
    Meeting.objects.update(notes="By another")
    revised(meeting, "Read elsewhere")

    seen = rudi.get(page(draft)).context["seen"]
    accepted(rudi, draft, meeting)

    assert [(revision.number, revision.reason) for revision in seen.revisions] == [(2, "Read elsewhere")]
    assert [(before, after) for _, before, after in seen.since] == [("–", "By another")]
    assert [record_of(meeting)[key] for key in ("theme", "notes")] == ["Together", "By another"]


@pytest.mark.parametrize(("choice", "theme"), [("mine", "Together"), ("theirs", "Theirs"), ("", None)])
def test_what_both_changed_is_chosen_and_not_overwritten_unseen(meeting, siti, rudi, choice, theme):
    draft = proposed(siti, meeting)
    Meeting.objects.update(theme="Theirs")
    revised(meeting, "Read elsewhere")

    answer = accepted(rudi, draft, meeting, **({"choice-0": choice} if choice else {}))

    assert answer.status_code == (302 if choice else 200)
    assert record_of(meeting)["theme"] == (theme or "Theirs")
    assert decided(draft)[0] == ("accepted" if choice else "open")


def test_draft_that_somebody_decides_on_meanwhile_is_not_accepted(meeting, siti, rudi, anna):
    draft = proposed(siti, meeting)
    form = opened(anna, form_of(draft, meeting)) | {"reason": "Seen"}
    rudi.post(page(draft), {"text": "No", "refuse": "1"})

    answer = anna.post(form_of(draft, meeting), form)

    assert errors_of(answer)["__all__"][0].startswith(f"Draft {draft.pk} was refused")
    assert (record_of(meeting)["theme"], Revision.objects.count(), decided(draft)[0]) == (None, 1, "refused")


def test_draft_of_a_meeting_that_was_deleted_brings_it_back_where_it_is_accepted(meeting, siti, anna):
    draft = proposed(siti, meeting)
    deletion = reverse("admin:meetings_meeting_delete", args=[meeting.pk])
    anna.post(deletion, {"reason": "Never held", "opened": "1", "post": "yes"})

    accepted(anna, draft)

    assert Revision.objects.latest("number").kind == "restored"
    assert record_of(Meeting.objects.get()) == draft.proposal


@pytest.mark.parametrize("proposal", [{"hots": 1}, [], "x", {"slug": 5, "host": "XX", "dates": "soon"}, {}])
def test_draft_by_another_door_is_shown_whatever_it_holds(rudi, proposal):
    draft = Draft.objects.create(proposal=proposal, proposed_at=timezone.now(), body=Body.objects.get())

    answers = [rudi.get(page(draft)), rudi.get(form_of(draft))]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_form_with_a_draft_of_another_meeting_is_not_found(meeting, siti, rudi):
    draft = proposed(siti, meeting)
    other = revised(MeetingFactory(ordinal=3))

    answers = [rudi.get(form_of(draft, other)), rudi.get(form_of(draft)), rudi.get(f"{ADD}?draft=99999")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
