"""What a merger of two rows keeps, so that it can be taken back: all that stood before it, and what stood after."""

import json
from collections.abc import Iterable
from contextlib import contextmanager
from typing import Any

from django.core.serializers import serialize
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from meetings.history import Change
from meetings.merging.pairs import Pair, state_of
from meetings.models import Double, Meeting, Merge, Revision


@contextmanager
def remembered(pair: Pair, former: Any, meetings: Any, change: Change):
    """Keep what the block does to a pair; `former` holds what leads to either, `meetings` those that name either.

    Nobody begins to name either of them meanwhile, nor writes to one that does.
    """
    kind = pair.kept._meta.model_name
    with transaction.atomic():
        list(type(pair.kept).objects.select_for_update().filter(pk__in=pair.keys).order_by("pk").values_list("pk"))
        numbers = last_numbers(meetings.values_list("pk", flat=True))
        before = {
            "rows": told_of([pair.kept, pair.other]),
            "former": told_of(former.order_by("pk")),
            "doubles": told_of(Double.objects.naming(kind, pair.other.pk).order_by("pk")),
        }
        made = Merge(kind=kind, kept=pair.kept.pk, other=pair.other.pk, name=str(pair.other)[:1000], before=before)
        yield
        after = last_numbers(Meeting.objects.filter(slug__in=numbers).values_list("pk", flat=True))
        made.meetings = {slug: [number, after[slug]] for slug, number in numbers.items()}
        made.after = state_of(type(pair.kept).objects.get(pk=pair.kept.pk))
        made.reason, made.at = change.reason, change.at or timezone.now()
        made.editor_name = change.editor.get_username() if change.editor else ""
        made.save()


def told_of(rows: Iterable[Any]) -> list[Any]:
    """Rows with their keys as plain JSON, from which Django builds them again."""
    return json.loads(serialize("json", rows))


def last_numbers(pks: Iterable[int]) -> dict[str, int]:
    """The number of the last revision of each meeting, 0 where it has none; they are locked from here on."""
    rows = Meeting.objects.filter(pk__in=list(pks)).order_by("pk").select_for_update(of=("self",))
    slugs = list(rows.values_list("slug", flat=True))
    found = Revision.objects.of_any(slugs).order_by().values("slug").annotate(number=Max("number"))
    return dict.fromkeys(slugs, 0) | {row["slug"]: row["number"] for row in found}
