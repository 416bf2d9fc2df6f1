"""What is answered of each meeting, kept ready since it was last written.

Invariant: `text` is what the serializer says of the meeting and of what it names, `event` what a calendar has of it,
and a line what a table has. Whoever changes the rows, changes all in the same transaction; where one is missing,
readers build it from them.
"""

from datetime import timedelta

from django.db import models

from meetings.models.asking import all_rows, as_time, first_row

SECOND = timedelta(seconds=1)


class AnswerManager(models.Manager):
    """Asks in SQL as it stands: to make a queryset would take longer than the answer."""

    def told(self, slug):
        """(text, revision, number, time) of the meeting of this slug, or None where none is ready."""
        row = first_row(self.db, TOLD, [slug])
        return row and (*row[:-1], as_time(row[-1]))

    def walk(self, columns, *, beyond=None, inclusive=False, descending=False, limit=50):
        """The first meetings in the order of `columns`, beyond the row that has the values `beyond` there.

        Rows of (key, text or None, *columns). Only for columns of the meetings that always hold something.
        """
        order = ", ".join(f"meeting.{column} {'DESC' if descending else 'ASC'}" for column in columns)
        row, values = ", ".join(f"meeting.{column}" for column in columns), ", ".join(["%s"] * len(columns))
        sign = ("<" if descending else ">") + ("=" if inclusive else "")
        where = f"WHERE ({row}) {sign} ({values})" if beyond else ""
        # The limit is part of the question, or a plan that holds for any of them would read far too much.
        sql = f"{ROWS.format(row=row, where=where)} ORDER BY {order} LIMIT {limit:d}"
        return all_rows(self.db, sql, beyond or ())

    def of_keys(self, columns, keys):
        """The same rows of the meetings that have these keys, in no order."""
        row, marks = ", ".join(f"meeting.{column}" for column in columns), ", ".join(["%s"] * len(keys))
        where = f"WHERE meeting.id IN ({marks})"
        return all_rows(self.db, ROWS.format(row=row, where=where), keys) if keys else []

    def place(self, columns, slug):
        """(key, *columns) of the meeting of this slug, or None."""
        return first_row(self.db, PLACE.format(row=", ".join(columns)), [slug])


PLACE = "SELECT id, {row} FROM meetings_meeting WHERE slug = %s"
ROWS = """
    SELECT meeting.id, answer.text, {row}
    FROM meetings_meeting AS meeting LEFT JOIN meetings_answer AS answer ON answer.meeting_id = meeting.id
    {where}"""
TOLD = """
    SELECT answer.text, answer.revision, answer.number, answer.at
    FROM meetings_meeting AS meeting JOIN meetings_answer AS answer ON answer.meeting_id = meeting.id
    WHERE meeting.slug = %s"""


class Answer(models.Model):
    """The canonical JSON text of one meeting with its derived keys, and its event (`meetings.events`).

    Addresses in the text begin at the site's root, and the event lacks what names the site.
    """

    # What is looked at to find out whether it changed, and what is written then.
    TOLD = ("text", "revision", "event", "sequence")
    WRITTEN = (*TOLD, "number", "at", "event_at")

    meeting = models.OneToOneField(
        "meetings.Meeting", models.CASCADE, primary_key=True, related_name="answer", editable=False
    )
    text = models.TextField()
    revision = models.PositiveIntegerField()
    # How often the text changed since that revision: by a meeting that reports to it now, or a body renamed.
    number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    # Empty without a day; null until it is made, as for meetings that an older version of the site wrote.
    event = models.TextField(null=True)
    # How many revisions moved the meeting: RFC 5545's SEQUENCE.
    sequence = models.PositiveIntegerField(null=True)
    # When the event last changed: by a revision, or by a name that it tells.
    event_at = models.DateTimeField(null=True)

    objects = AnswerManager()

    def __str__(self):
        return f"answer of {self.meeting_id}, r{self.revision}.{self.number}"

    def differs(self, other):
        """Whether it tells anything else than `other`, which may be None."""
        return other is None or any(getattr(self, name) != getattr(other, name) for name in self.TOLD)


class Line(models.Model):
    """The rows of one meeting in a table (CSV) of the record; a mark stands for the address of the site in them.

    Apart from the answer, of which a page of the API reads many, and which would take twice the room with it.
    """

    meeting = models.OneToOneField(
        "meetings.Meeting", models.CASCADE, primary_key=True, related_name="line", editable=False
    )
    text = models.TextField()

    def __str__(self):
        return f"line of {self.meeting_id}"


def later(now, before):
    """`now`, or the second after `before`: no two states share a second, which is all that HTTP's dates tell."""
    return now if before is None else max(now, before.replace(microsecond=0) + SECOND)
