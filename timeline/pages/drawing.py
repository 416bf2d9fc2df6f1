"""The rows of a list as the axis takes them: the core bodies in their chain, the others folded beneath."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from meetings.filters.sums import DensityQuery
from meetings.models import Body
from meetings.models.meetings import NEVER, Kind
from timeline import density
from timeline.axis import CLOSE, LANE_SPACE, Axis, Lane, Missing, Scale, Sitting, draw, scale_of
from timeline.pages.lines import said_plainly

# Letters that fit the column of names, and pixels from one line of a name to the next.
NAME_LENGTH, NAME_LINE = 22, 15
MINOR = (Kind.SPECIAL, Kind.PREPARATORY)
# More meetings than this are drawn as counts, and more other bodies than this as one lane.
MOST_MARKS, MOST_LANES, ROOM = 200, 5, 100
# More core bodies than this stand among the others.
MOST_CORE = 10
ALL_OTHERS = "*"


@dataclass(frozen=True)
class Drawing:
    """Two axes on one scale, each with its lanes from top to bottom beside their bodies."""

    scale: Scale
    core: Axis
    core_lanes: list["NamedLane"]
    others: Axis
    other_lanes: list["NamedLane"]
    others_number: int
    # Where it shows counts: how many meetings at most it shows one by one, when so few are in view.
    room: int = 0


def drawing(meetings, gaps, bodies, *, today, is_whole):
    """The drawing of these meetings; None where none of them has a date."""
    sittings = [sitting(meeting) for meeting in meetings if meeting.sorts_on != NEVER]
    missing = [missing_numbers(gap) for gap in gaps]
    scale = scale_of(sittings, until=today if is_whole else None, months=months())
    if scale is None:
        return None
    used = {each.lane for each in sittings}
    core, others = parted([body for body in bodies if body.slug in used or (body.core and is_whole)])
    axes = [
        draw(sittings, missing, [body.slug for body in group], scale, today=today, space=space)
        for group, space in ((core, LANE_SPACE), (others, CLOSE))
    ]
    return Drawing(scale, axes[0], named(axes[0], core), axes[1], named(axes[1], others), len(others))


def parted(bodies):
    """Those with a lane of their own at the top, and the others."""
    core = [body for body in bodies if body.core][:MOST_CORE]
    return core, [body for body in bodies if body not in core]


def months():
    """Jan, Feb, … in the language of the reader."""
    return tuple(name.capitalize() for name in MONTHS_3.values())


def dense_drawing(given, bodies, *, today, is_whole):
    """The drawing of what is asked for, as counts by years: as large as it gets, whatever the number of meetings."""
    query = DensityQuery(given)
    counts = {slug: numbers_by_year(bins) for slug, bins in query.cells().items()}
    years = [year for numbers in counts.values() for year in numbers]
    if not years:
        return None
    last = max([*years, today.year] if is_whole else years)
    scale = Scale(date(min(years), 1, 1), date(last, 12, 31), months())
    core, others = parted([body for body in bodies if body.slug in counts])
    lanes = [(body.slug, counts[body.slug]) for body in others]
    if len(others) > MOST_LANES:
        lanes = [(ALL_OTHERS, sum((numbers for _, numbers in lanes), Counter()))]
    axes = [
        density.draw([(body.slug, counts[body.slug]) for body in core], scale, today=today),
        density.draw(lanes, scale, today=today),
    ]
    named_others = named(axes[1], others if len(lanes) == len(others) else [None])
    return Drawing(scale, axes[0], named(axes[0], core), axes[1], named_others, len(others), room=ROOM)


def numbers_by_year(bins):
    return Counter({int(year): number for year, number in bins.items()})


@dataclass(frozen=True)
class NamedLane:
    """A lane beside its body's name, in lines that fit the column of names; without a body it holds all the others."""

    lane: Lane
    body: Body | None
    lines: list[str]
    first_line: int


def named(axis, bodies):
    return [named_lane(lane, body) for lane, body in zip(axis.lanes, bodies, strict=True)]


def named_lane(lane, body):
    lines = wrap(body.acronym if body else _("All of them"), NAME_LENGTH, break_on_hyphens=False)
    if body and body.core:
        lines.append(body.get_level_display())
    middle = lane.y + lane.height // 2 + 4
    return NamedLane(lane, body, lines, middle - (len(lines) - 1) * NAME_LINE // 2)


def sitting(meeting):
    dates = meeting.dates
    vague = dates and (dates.is_approximate or dates.is_uncertain)
    ordinal = str(meeting.ordinal or "") if meeting.kind == Kind.REGULAR else ""
    return Sitting(
        key=meeting.pk,
        lane=meeting.body.slug,
        place=meeting.sorts_on,
        start=meeting.earliest,
        end=meeting.latest,
        precision=meeting.precision,
        starts_unknown=bool(dates and (dates.starts_unknown or dates.starts_open)),
        ends_unknown=bool(dates and (dates.ends_unknown or dates.ends_open)),
        is_vague=bool(vague),
        is_contested=bool(meeting.contested),
        is_minor=meeting.kind in MINOR and meeting.body.core,
        status=meeting.status,
        label=ordinal,
        reports_to=meeting.reports_to_id,
        name=meeting.name,
        said=said_plainly(meeting),
        address=meeting.get_absolute_url(),
    )


def missing_numbers(gap):
    label = str(gap.first) if gap.first == gap.last else f"{gap.first}–{gap.last}"
    after, before = (row.sorts_on if row else None for row in (gap.after, gap.before))
    return Missing(gap.body.slug, label, _("%(meetings)s: no source yet") % {"meetings": gap.name}, after, before)
