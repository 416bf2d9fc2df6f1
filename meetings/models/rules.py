"""What must hold for a meeting beyond one column: each rule answers with a sentence for people.

The clock is an argument. A rule reads the meeting and what it points at, and nothing else.
"""

from meetings.models.bodies import Chain
from meetings.models.chains import circle_in


def problems(meeting, *, today, chain=None, links=True):
    """Sentences by field for all that is wrong with `meeting`; empty where it may be saved.

    `links=False` leaves out what it points at, for a batch that checks its links together.
    """
    found = {
        "slug": slug_changed(meeting),
        "programme": dates_outside_programme(meeting),
        "status": held_in_the_future(meeting, today),
        "gaps": filled_gap(meeting),
    }
    if links:
        found["reports_to"] = wrong_receiver(meeting, chain or Chain())
        found["alongside"] = circle(meeting, "alongside")
    return {field: sentence for field, sentence in found.items() if sentence}


def slug_changed(meeting):
    if meeting.slug in (meeting.loaded_slug, "") or meeting.loaded_slug is None:
        return None
    return f"A slug never changes: this meeting is {meeting.loaded_slug}."


def dates_outside_programme(meeting):
    dates, programme = meeting.dates, meeting.programme
    if not (dates and programme):
        return None
    by_day = dates.precision == programme.precision == "day"
    if not by_day or dates.within(programme):
        return None
    return f"The programme ({programme}) must include the days of the meeting itself ({dates})."


def held_in_the_future(meeting, today):
    if meeting.status != "held" or not meeting.dates or not meeting.dates.earliest:
        return None
    if meeting.dates.earliest <= today:
        return None
    return f"A meeting that begins on {meeting.dates.earliest} cannot be held yet: today is {today}."


def filled_gap(meeting):
    for field in meeting.gaps:
        if field in CONTENTS and CONTENTS[field](meeting):
            return f"{field} is filled in, so it cannot be marked as a gap."
    return None


CONTENTS = {
    "ordinal": lambda meeting: meeting.ordinal,
    "title": lambda meeting: meeting.title,
    "dates": lambda meeting: meeting.dates,
    "programme": lambda meeting: meeting.programme,
    "format": lambda meeting: meeting.format,
    "host": lambda meeting: meeting.host_id,
    "chair": lambda meeting: meeting.chair_country_id or meeting.chair_office or meeting.chair_person,
    "venue": lambda meeting: meeting.venue_name,
    "locality": lambda meeting: meeting.place and meeting.place.locality,
    "region": lambda meeting: meeting.place and meeting.place.region,
    "theme": lambda meeting: meeting.theme,
    "reports_to": lambda meeting: meeting.reports_to_id,
    "alongside": lambda meeting: meeting.alongside_id,
    "agenda": lambda meeting: meeting.agenda,
    "notes": lambda meeting: meeting.notes,
}  # fmt: skip


def wrong_receiver(meeting, chain):
    """A meeting reports upwards: to itself, sideways, down or around in a circle is refused."""
    if meeting.reports_to is None:
        return None
    return circle(meeting, "reports_to") or wrong_tier(meeting, chain)


def wrong_tier(meeting, chain):
    receiver = meeting.reports_to
    above, body = chain.bodies[receiver.body_id], chain.bodies[meeting.body_id]
    if chain.tier(above) < chain.tier(body):
        return None
    return (
        f"{meeting.slug} cannot report to {receiver.slug}: the {above.acronym} does not stand above the {body.acronym}."
    )


def circle(meeting, link):
    """The circle that `link` would close from this meeting, said in words."""
    members = circle_in(follow(meeting, link))
    return circle_said(members, link) if members else None


def circle_said(members, link):
    verb = {"reports_to": "reports to", "alongside": "sits alongside"}[link]
    first, *others = members
    steps = ", which ".join(f"{verb} {slug}" for slug in [*others, first])
    return f"This closes a circle: {first} {steps}."


def follow(meeting, link):
    """from → to along `link`, beginning with this meeting as it is about to be saved."""
    edges, at = {}, meeting
    while (target := getattr(at, link)) is not None and at.slug not in edges:
        edges[at.slug] = target.slug
        at = target
    return edges
