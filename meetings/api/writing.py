"""One meeting written by a program: asked who, why and of which state first, then whole or not at all."""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from rest_framework.exceptions import NotFound, PermissionDenied

from meetings import history
from meetings.api.conditions import Conditions
from meetings.api.problems import Busy, ConditionFailed, Conflict, Gone, Wrong
from meetings.history import Change
from meetings.models import Meeting, Revision
from meetings.models.revisions import as_text
from meetings.models.rights import WRITE, Rights
from meetings.serializers import MeetingSerializer, shape
from meetings.serializers.meetings import known_codes, problem_paths
from meetings.serializers.writing import Refused

ATTEMPTS = 3
DERIVED = [name for name, each in MeetingSerializer().fields.items() if each.read_only]
WHOLE_ANSWER = (
    f"An answer adds keys that follow from the record ({', '.join(DERIVED)}): leave them out, "
    "or send only what changes, by PATCH."
)


class Overtaken(Exception):  # noqa: N818 - it tells, it does not fail
    """Somebody else created the meeting or took it out, after it was seen how it stands."""


def in_one_piece(work):
    """What `work` answers, done in one transaction; tried again where somebody else wrote between its steps."""
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return work()
        except (IntegrityError, Overtaken) as error:
            lost = Conflict("Somebody else wrote to the same things at the same moment. Read them, then send again.")
            lost.__cause__ = error
        except OperationalError as error:
            lost = Busy("Others are writing at the moment. Send this again when Retry-After is over.")
            lost.__cause__ = error
    raise lost


def locked(slugs):
    """The meetings of `slugs` by slug, whole, which nobody else changes until the transaction ends."""
    return {meeting.slug: meeting for meeting in Meeting.objects.filter(slug__in=slugs).locked_whole()}


def told(meeting):
    return MeetingSerializer(meeting).data


def checked(data, known):
    """(the record, or None; what is wrong with it as (path, sentence))."""
    serializer = MeetingSerializer(data=data, context={"known": known})
    if serializer.is_valid():
        return dict(serializer.validated_data), []
    return None, problem_paths(serializer.errors)


def advice_on(parts):
    """What to do about keys that an answer adds, where they are among what is wrong."""
    return WHOLE_ANSWER if any(path and path[-1] in DERIVED for path, _ in parts if isinstance(path, tuple)) else ""


def refused(error, records):
    """The parts of a body, `records` by path, on which a rule fell."""
    paths = {record["slug"]: path for path, record in records.items()}
    parts = []
    for slug, fields in error.errors.items():
        for name, sentence in fields.items():
            parts.append(placed(slug, name, sentence, paths, records))
    return parts


def placed(slug, name, sentence, paths, records):
    if slug in paths:
        return (*paths[slug], name), sentence
    # A rule that fell on a meeting which was not sent: on the holder of a number that one of those sent wants.
    holder = Meeting.objects.filter(slug=slug).select_related("body").first()
    for path, record in records.items():
        if name == "ordinal" and holder and (record["body"], record["ordinal"]) == (holder.body.slug, holder.ordinal):
            return (*path, name), f"{slug} has this ordinal already; a series counts each number once."
    return (), f"{slug}: {sentence}"


def refuse_moved(slug, last):
    """Raises where the slug is kept to lead to another meeting; `last` is its last revision, or None."""
    if last and last.kind == Revision.Kind.MERGED:
        target = history.now_at(slug) or last.merged_into
        raise Conflict(f"{slug} was merged into {target} and leads there for good. Write to {target}.")


@dataclass
class Write:
    """One change of one meeting by somebody with `rights`, as they were told to make it."""

    slug: str
    rights: Rights
    change: Change
    conditions: Conditions
    # What is wrong already with what was sent, to be told together with the rest.
    parts: list[Any] = field(default_factory=list)
    # The right that it takes: to write, or to decide on what others propose.
    act: str = WRITE
    # The last revision before this one, once it is known.
    before: Any = None

    def need(self, body):
        if not self.rights.may(self.act, body):
            raise PermissionDenied(self.rights.lack(self.act, body))

    def standing(self, *, wanted):
        """The meeting, locked; None where there is none and none is `wanted`."""
        # Read before the meeting: so what somebody else creates after that is one revision further (see `store`).
        self.before = Revision.objects.of(self.slug).order_by("number").last()
        meeting = locked([self.slug]).get(self.slug)
        if meeting is None:
            if self.before and not self.before.is_gone:
                raise Overtaken
            refuse_moved(self.slug, self.before)
            if wanted:
                raise absent_for(self.slug, self.before)
            return None
        self.need(meeting.body)
        return meeting

    def create(self, data):
        """The new meeting of a record that must not be there yet."""
        meeting = self.standing(wanted=False)
        if meeting:
            address = reverse("api:meetings-detail", args=[self.slug])
            raise Conflict(f"There is a meeting {self.slug} already. Change it by PUT or PATCH to {address}.")
        self.conditions.refuse_for_none(self.slug)
        return self.store(None, data), True

    def replace(self, data):
        """(the meeting as it stands then, whether it is new)."""
        meeting = self.standing(wanted=False)
        if meeting:
            return self.change_to(meeting, data), False
        self.conditions.refuse_for_none(self.slug)
        return self.store(None, data), True

    def patch(self, patch):
        meeting = self.standing(wanted=True)
        return self.change_to(meeting, merged(shape(meeting), patch)), False

    def change_to(self, meeting, data):
        try:
            self.conditions.refuse_for(meeting, lambda: told(meeting))
        except ConditionFailed:
            # A change that is sent twice, since its first answer was lost, is no loss of another's (RFC 9110, 13.1.1).
            if self.conditions.none_match or not same(data, meeting):
                raise
        return self.store(meeting, data)

    def store(self, meeting, data):
        known, data = known_codes(), data if isinstance(data, dict) else {}
        body = known["body"].get(data.get("body")) if isinstance(data.get("body"), str) else None
        if body:
            self.need(body)
        record, parts = checked(data, known)
        if isinstance(data.get("slug"), str) and data["slug"] != self.slug:
            parts.append(
                (("slug",), f"A slug never changes: this address is of {self.slug}. Write that, or ask there.")
            )
        if self.parts or parts:
            raise Wrong([*self.parts, *parts], advice_on(parts))
        try:
            changed = history.write([record], self.change, today=timezone.localdate())
        except Refused as error:
            raise Broken(error, {(): record}) from error
        written = Meeting.objects.with_record().get(slug=self.slug)
        # A row can be locked; that there is none cannot. Its revision tells whether somebody came between.
        if not meeting and (not changed or written.revision != (self.before.number if self.before else 0) + 1):
            raise Overtaken
        return written

    def delete(self):
        meeting = self.standing(wanted=True)
        self.conditions.refuse_for(meeting, lambda: told(meeting))
        if self.parts:
            raise Wrong(self.parts)
        for below in Meeting.objects.pointing_at(meeting).exclude(pk=meeting.pk).select_related("body"):
            if not self.rights.may(WRITE, below.body):
                lack = self.rights.lack(WRITE, below.body)
                raise PermissionDenied(f"{below.slug} names {self.slug} and would be changed too. {lack}")
        try:
            history.delete(meeting, self.change)
        except Refused as error:
            raise Conflict(f"{self.slug} cannot go: {error}") from error


class Broken(Exception):  # noqa: N818 - it tells, it does not fail
    """A rule that `records` broke, to be placed once the transaction is undone."""

    def __init__(self, error, records):
        self.error, self.records = error, records
        super().__init__(str(error))


def done(work):
    """`in_one_piece`, with broken rules told as parts of the body."""
    try:
        return in_one_piece(work)
    except Broken as broken:
        raise Wrong(refused(broken.error, broken.records)) from broken


def absent_for(slug, last):
    if last is None or not last.is_gone:
        return NotFound(f"There is no meeting {slug}. Create it by PUT, or by POST to {reverse('api:meetings-list')}.")
    day = date_format(last.at, "j F Y")
    return Gone(
        f"The meeting {slug} was taken out of the record on {day}: {last.reason.rstrip('.')}. PUT brings it back."
    )


def same(data, meeting):
    record, parts = checked(data, known_codes())
    return not parts and as_text(record) == as_text(shape(meeting))


def merged(target, patch):
    """`target` with the merge patch applied (RFC 7396, 2)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result
