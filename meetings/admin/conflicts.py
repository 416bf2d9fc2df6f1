"""Two editors at one meeting: what does not contradict is put together, what does is chosen piece by piece.

A form that was opened with an older revision is shown again with what the others changed in it, beside each piece the
three states it was in. Nothing is saved that way: the editor looks at it, chooses where both changed, and saves.
"""

from dataclasses import dataclass

from django.core import signing

from meetings.admin.filled import filled
from meetings.admin.wording import label, told
from meetings.models import Revision
from meetings.reconciling import MINE, THEIRS, merge, with_piece
from meetings.serializers import shape

FORM = "form"
SALT = "meetings.admin.conflicts"
BOTH, THEY, YOU = "You both changed it.", "They changed it.", "You changed it."
STALE = (
    "Somebody else changed this meeting while you were editing it, so nothing was saved. "
    "What they changed now stands in the form below beside what you typed. Look at it, then save."
)
UNCHOSEN = "Say for each of these what shall stand: yours, theirs, or what you type into the form below."


class Reopened(Exception):  # noqa: N818 - it tells, it does not fail
    """The form is to be shown again with this `data`, and with the `conflict` above it."""

    def __init__(self, data, conflict):
        self.data, self.conflict = data, conflict
        super().__init__()


@dataclass(frozen=True)
class Line:
    """One piece in three states: as the form was opened with it, as it stands now, and as typed; and what is chosen."""

    field: str
    base: str
    now: str
    typed: str
    verdict: str
    chosen: str

    @property
    def is_open(self):
        return not self.chosen


@dataclass(frozen=True)
class Conflict:
    """What was written while a form was open: `pieces` of which somebody changed each, and what is `chosen` of them."""

    slug: str
    base: int
    now: int
    mine: dict
    pieces: list
    chosen: list
    is_new: bool = False

    @property
    def revisions(self):
        later = Revision.objects.of(self.slug).filter(number__gt=self.base, number__lte=self.now)
        return list(later.order_by("number"))

    @property
    def lines(self):
        return [line_of(piece, chosen) for piece, chosen in zip(self.pieces, self.chosen, strict=True)]

    @property
    def signed(self):
        """What the page carries along, so that the same pieces are found again when it is sent."""
        return signing.dumps({"base": self.base, "now": self.now, "mine": self.mine}, salt=SALT, compress=True)

    @property
    def is_settled(self):
        return all(self.chosen)


def line_of(piece, chosen):
    theirs, mine = piece.theirs != piece.base, piece.mine != piece.base
    verdict = BOTH if theirs and mine else THEY if theirs else YOU
    return Line(named(piece.path), told(piece.base), told(piece.theirs), told(piece.mine), verdict, chosen)


def named(path):
    return ": ".join(label(str(step)) if number != 1 else str(step) for number, step in enumerate(path))


def typed_record(form, formsets):
    """The meeting as it is typed, in the one shape; what cannot be read keeps its former value."""
    parts = {formset.prefix: formset.shapes() for formset in formsets}
    return shape(form.instance) | parts


def state(slug, number):
    revision = Revision.objects.of(slug).filter(number=number).first()
    return revision.record if revision else None


def reopened(form, formsets, data):
    """The stale form with what was written meanwhile in it, to be looked at before it is saved."""
    meeting, typed = form.instance, typed_record(form, formsets)
    standing = carried(data)
    # What nobody has chosen yet is asked again, over whatever has come since.
    base = form.opened_with if standing is None or standing.is_settled else standing.base
    now = Revision.objects.of(meeting.slug).latest("number")
    record, pieces = merge(state(meeting.slug, base), now.record, typed)
    chosen = ["" if piece.is_conflict else FORM for piece in pieces]
    conflict = Conflict(meeting.slug, base or 0, meeting.revision, typed, pieces, chosen, is_new=True)
    return Reopened(renewed(data, typed, record, conflict), conflict)


def carried(data):
    """The conflict that a page carries along, with what is chosen on it; None where there is none."""
    try:
        kept = signing.loads(data.get("conflict") or "", salt=SALT)
    except signing.BadSignature:
        return None
    slug = kept["mine"]["slug"]
    _, pieces = merge(state(slug, kept["base"]), state(slug, kept["now"]), kept["mine"])
    chosen = [data.get(f"choice-{number}", "") for number in range(len(pieces))]
    return Conflict(slug, kept["base"], kept["now"], kept["mine"], pieces, chosen)


def settled(form, formsets, data):
    """The form with what was chosen brought into it; a choice that is made does not undo what is typed later."""
    conflict, typed = carried(data), typed_record(form, formsets)
    record = typed
    for piece, chosen in zip(conflict.pieces, conflict.chosen, strict=True):
        if chosen in (MINE, THEIRS):
            record = with_piece(record, piece.path, piece.mine if chosen == MINE else piece.theirs)
    chosen = [FORM if choice else "" for choice in conflict.chosen]
    made = Conflict(conflict.slug, conflict.base, conflict.now, conflict.mine, conflict.pieces, chosen)
    return Reopened(renewed(data, typed, record, made), made)


def renewed(data, typed, record, conflict):
    """What was sent, with what differs between the two records, so that what could not be read is kept."""
    data = data.copy()
    filled(data, record, [key for key in record if key in typed and record[key] != typed[key]])
    data["opened"], data["conflict"] = str(conflict.now), conflict.signed
    for number, chosen in enumerate(conflict.chosen):
        data[f"choice-{number}"] = chosen
    return data


def held(request):
    """Whether the form of a request is only shown, and what is to be said above it."""
    conflict = getattr(request, "conflict", None)
    if conflict is None:
        return carries(request), None
    if conflict.is_new:
        return True, STALE
    return not conflict.is_settled, None if conflict.is_settled else UNCHOSEN


def carries(request):
    return request.method == "POST" and carried(request.POST) is not None


def look_again(request, context):
    """Raise `Reopened` where the form is to be shown otherwise than it was sent."""
    form, formsets = context["adminform"].form, [inline.formset for inline in context["inline_admin_formsets"]]
    if form.is_stale:
        raise reopened(form, formsets, request.POST)
    if not hasattr(request, "conflict") and carries(request):
        raise settled(form, formsets, request.POST)
