"""Editors who open, type into and save one form in any order: each save changes what its editor meant, and no more."""

import random

import pytest
from django.test import Client

from meetings.models import Revision
from meetings.reconciling import merge, with_piece
from tests.desk import change_address, controls, full_meeting, opened
from tests.factories import UserFactory

EDITORS, STEPS = ("anna", "ben", "cara"), 14
TEXTS = {
    "theme": ("theme",), "title": ("title",), "notes": ("notes",), "chair_office": ("chair", "office"),
    "venue_name": ("venue", "name"),
}  # fmt: skip
FACTS = ("dates", "host", "theme", "agenda")


class Desk:
    """One editor with a form, perhaps an old one, and what they mean to change: {path of a piece: what it shall be}."""

    def __init__(self, client, address, chance):
        self.client, self.address, self.chance = client, address, chance
        self.form, self.meant = None, {}

    def open(self):
        self.form, self.meant = opened(self.client, self.address), {}

    def type(self, word):
        edit = self.chance.choice(
            [self.text, self.text, self.gap, self.item, self.row, self.kind, self.drop, self.cite]
        )
        edit(word)

    def text(self, word):
        name = self.chance.choice(list(TEXTS))
        self.form[name] = self.meant[TEXTS[name]] = word

    def gap(self, word):
        why = self.chance.choice(["unknown", "not-applicable"])
        self.form["gaps-alongside"] = self.meant["gaps", "alongside"] = why

    def item(self, word):
        self.form["agenda"] = f"{self.form['agenda']}\r\n{word}"
        self.meant["agenda", word] = word

    def row(self, word):
        last = int(self.form["documents-TOTAL_FORMS"]) - 1
        if not self.form.get(f"documents-{last}-title"):
            self.form |= {f"documents-{last}-title": word, f"documents-{last}-kind": "report"}
            self.meant["documents", word] = {"title": word, "kind": "report", "url": None}

    def kind(self, word):
        if (title := self.form.get("documents-0-title")) and "documents-0-DELETE" not in self.form:
            kind = self.form["documents-0-kind"] = self.chance.choice(["report", "communique", "convention"])
            self.meant["documents", title] = {"title": title, "kind": kind, "url": None}

    def drop(self, word):
        if title := self.form.get("documents-0-title"):
            self.form["documents-0-DELETE"] = "on"
            self.meant["documents", title] = None

    def cite(self, word):
        source = self.meeting.citations.get().source.url
        self.form["citations-0-note"] = self.meant["citations", source, "note"] = word
        fact = self.chance.choice(FACTS)
        if fact not in self.form.get("citations-0-supports", []):
            self.form["citations-0-supports"] = [*self.form.get("citations-0-supports", []), fact]
            self.meant["citations", source, "supports", fact] = fact

    def save(self):
        """Send the form, and choose by chance where others contradict, until it is saved."""
        response = self.client.post(self.address, self.form | {"reason": "Read"})
        while response.status_code == 200:
            conflict = response.context["conflict"]
            choices = {
                f"choice-{n}": self.choose(piece) for n, piece in enumerate(conflict.pieces) if piece.is_conflict
            }
            response = self.client.post(self.address, controls(response) | choices)
        self.form = None

    def choose(self, piece):
        choice = self.chance.choice(["mine", "theirs"])
        if choice == "theirs":
            self.meant.pop(piece.path, None)
        return choice


def check(desk, before, after):
    """What was saved is all that its editor meant, and nothing else."""
    _, pieces = merge(before, before, after)
    assert [piece for piece in pieces if piece.path not in desk.meant] == []
    for path, value in desk.meant.items():
        assert with_piece(after, path, value) == after


def signed_in(name):
    """Without the login page, which takes longer than all that is done here."""
    client = Client()
    client.force_login(UserFactory(username=name, is_staff=True, is_superuser=True))
    return client


def interleave(seed):
    chance, meeting = random.Random(seed), full_meeting(agenda=["terrorism"])
    Desk.meeting = meeting
    desks = [Desk(signed_in(name), change_address(meeting), chance) for name in EDITORS]
    for step in range(STEPS):
        desk = chance.choice(desks)
        if desk.form is None:
            desk.open()
        elif chance.random() < 0.6:
            desk.type(f"word {step}")
        else:
            before = Revision.objects.of(meeting.slug).latest("number")
            desk.save()
            check(desk, before.record, Revision.objects.of(meeting.slug).latest("number").record)
    return Revision.objects.of(meeting.slug).count()


def test_each_save_changes_what_its_editor_meant_alone(db):
    assert interleave(seed=1) > 2


@pytest.mark.stress
@pytest.mark.parametrize("seed", range(2, 202))
def test_no_update_is_lost_in_two_hundred_interleavings(db, seed):
    interleave(seed)
