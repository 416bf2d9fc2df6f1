"""Two editors at one meeting: what does not contradict is put together, what does is chosen piece by piece.

A form that was opened with an older revision is shown again with what the others changed in it, beside each piece the
three states it was in. Nothing is saved that way: the editor looks at it, chooses where both changed, and saves.
"""

from dataclasses import dataclass, replace

from django.core import signing

from meetings.admin.wording import label, told
from meetings.models import Revision
from meetings.reconciling import MINE, THEIRS, merge, with_piece

FORM = "form"
SALT = "meetings.admin.conflicts"
BOTH, THEY, YOU = "You both changed it.", "They changed it.", "You changed it."
STALE = (
    "Somebody else changed this meeting while you were editing it, so nothing was saved. "
    "What they changed now stands in the form below beside what you typed. Look at it, then save."
)


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


def state(slug, number):
    revision = Revision.objects.of(slug).filter(number=number).first()
    return revision.record if revision else None


def put_together(form, sent):
    """What the stale form shall show, with what was written meanwhile in it, and the conflict."""
    slug, standing = form.instance.slug, carried(sent.data)
    # What nobody has chosen yet is asked again, over whatever has come since.
    base = form.opened_with if standing is None or standing.is_settled else standing.base
    record, pieces = merge(state(slug, base), Revision.objects.of(slug).latest("number").record, sent.typed)
    chosen = ["" if piece.is_conflict else FORM for piece in pieces]
    conflict = Conflict(slug, base or 0, form.instance.revision, sent.typed, pieces, chosen)
    return renewed(sent.turned_into(record), conflict), conflict


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


def settled(sent):
    """What was sent with what was chosen brought into it, and the conflict; no choice undoes what is typed later."""
    conflict, record = carried(sent.data), sent.typed
    for piece, chosen in zip(conflict.pieces, conflict.chosen, strict=True):
        if chosen in (MINE, THEIRS):
            record = with_piece(record, piece.path, piece.mine if chosen == MINE else piece.theirs)
    conflict = replace(conflict, chosen=[FORM if choice else "" for choice in conflict.chosen])
    return renewed(sent.turned_into(record), conflict), conflict


def renewed(data, conflict):
    data["opened"], data["conflict"] = str(conflict.now), conflict.signed
    for number, chosen in enumerate(conflict.chosen):
        data[f"choice-{number}"] = chosen
    return data
