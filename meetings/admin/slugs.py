"""The permanent name of a new meeting, proposed from what is known of it, and never one that was used before."""

from itertools import count

from meetings.models import Meeting, Revision

# As much of the first day as is known: a slug invents no day either.
KNOWN = {"day": 10, "month": 7}


def proposed_slug(body, ordinal, dates):
    """`<body>-<ordinal>`, else `<body>-<first day>`, numbered on where that is taken; None where neither is known."""
    if ordinal:
        return free(f"{body.slug}-{ordinal}")
    if dates and dates.earliest:
        return free(f"{body.slug}-{dates.earliest.isoformat()[: KNOWN.get(dates.precision, 4)]}")
    return None


def free(stem):
    """`stem`, or `stem-2`, …: a deleted meeting keeps its name, as its address answers for it."""
    taken = {
        *Meeting.objects.filter(slug__startswith=stem).values_list("slug", flat=True),
        *Revision.objects.filter(slug__startswith=stem).values_list("slug", flat=True).distinct(),
    }
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)
