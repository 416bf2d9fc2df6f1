"""A record that is worked on at random, and what a client's copy must be equal to."""

import random
from datetime import UTC, datetime, timedelta

from meetings.history import Change, delete, restore, revise
from meetings.merging import Pair, lines, merge_meetings, merge_rows, united
from meetings.models import Meeting, Person, Revision
from meetings.models.revisions import as_text
from meetings.serializers import shape
from tests.conftest import TODAY, end_transaction
from tests.factories import BodyFactory, MeetingFactory, PersonFactory

START = datetime(2026, 1, 1, tzinfo=UTC)
# What a merger leaves to the one that stays, so that what was merged can be brought back beside it.
KEPT = ("alongside", "ordinal")


def server():
    """The record as it stands, by slug."""
    return {meeting.slug: shape(meeting) for meeting in Meeting.objects.with_record()}


def whole(meeting):
    return Meeting.objects.with_record().get(pk=meeting.pk)


class Work:
    """Operations on the record, the same for the same seed, each a minute after the one before."""

    def __init__(self, seed):
        self.chance, self.now, self.made = random.Random(seed), START, 0
        self.body = BodyFactory(slug="ammtc")

    def step(self):
        self.now += timedelta(minutes=1)
        kinds = [self.create, self.change, self.change, self.link, self.remove, self.merge, self.unite, self.restore]
        self.chance.choice(kinds)()
        end_transaction()

    def tell(self, reason):
        return Change(reason, at=self.now)

    def any(self):
        """One of the meetings; one is made where there is none."""
        if not Meeting.objects.exists():
            self.create()
        return self.chance.choice(list(Meeting.objects.select_related("body").order_by("pk")))

    def create(self):
        self.made += 1
        meeting = MeetingFactory(slug=f"m-{self.made}", body=self.body, ordinal=self.made, dates="2020-05-01")
        Meeting.objects.filter(pk=meeting.pk).update(chair_person=PersonFactory(name=f"Chair {self.made}"))
        revise([meeting.pk], self.tell("First recorded"))

    def change(self):
        meeting = self.any()
        meeting.theme = f"Theme {self.chance.randint(1, 9)}"
        meeting.save()
        revise([meeting.pk], self.tell("Read again"))

    def link(self):
        one, other = self.any(), self.any()
        if one.pk < other.pk and not other.alongside_id:
            Meeting.objects.filter(pk=one.pk).update(alongside=other)
            revise([one.pk], self.tell("They sat together"))

    def remove(self):
        delete(self.any(), self.tell("It never was"))

    def merge(self):
        one, other = self.any(), self.any()
        # What is merged leads to what was made later, so that no circle is closed.
        if one.pk < other.pk:
            records = shape(whole(other)), shape(whole(one))
            chosen = {line.field: self.chance.choice(line.choices) for line in lines(*records)} | dict.fromkeys(
                KEPT, "kept"
            )
            merge_meetings(Pair(other, one), united(*records, chosen), self.tell("The same"), today=TODAY)

    def unite(self):
        """Two of the people who chair become one, and with them every record that names either."""
        people = list(Person.objects.order_by("pk"))
        if len(people) > 1:
            kept, other = self.chance.sample(people, 2)
            merge_rows(Pair(kept, other), {"name": other.name}, self.tell("The same person"))

    def restore(self):
        gone = list(Revision.objects.tombstones().order_by("slug"))
        if gone:
            last = self.chance.choice(gone)
            # Beside a meeting that is gone too, it could not be brought back.
            last.text = as_text(last.record | {"alongside": None})
            restore(last, self.tell("After all"), today=TODAY)
