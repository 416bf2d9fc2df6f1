"""The reporting chain between meetings, walked in a fixed number of queries whatever its length."""

from django.apps import apps
from django.db import connection

# UNION, not UNION ALL: a circle that slipped into the table ends the walk instead of the server.
ABOVE = """
    WITH RECURSIVE step(id, reports_to_id, depth) AS (
        SELECT id, reports_to_id, 0 FROM meetings_meeting WHERE id = %s
        UNION
        SELECT m.id, m.reports_to_id, step.depth + 1
        FROM meetings_meeting m JOIN step ON m.id = step.reports_to_id WHERE step.depth < 20
    ) SELECT id, MIN(depth) FROM step WHERE depth > 0 GROUP BY id"""
BELOW = """
    WITH RECURSIVE step(id, depth) AS (
        SELECT id, 0 FROM meetings_meeting WHERE id = %s
        UNION
        SELECT m.id, step.depth + 1
        FROM meetings_meeting m JOIN step ON m.reports_to_id = step.id WHERE step.depth < 20
    ) SELECT id, MIN(depth) FROM step WHERE depth > 0 GROUP BY id"""


def steps_above(meeting):
    return [found for _, found in walk(ABOVE, meeting)]


def steps_below(meeting):
    return walk(BELOW, meeting)


def walk(sql, meeting):
    """(steps away, meeting) for each meeting that `sql` reaches, nearest first."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [meeting.pk])
        depth = dict(cursor.fetchall())
    depth.pop(meeting.pk, None)
    found = apps.get_model("meetings", "Meeting").objects.filter(pk__in=depth).with_line()
    return sorted(((depth[row.pk], row) for row in found), key=step_order)


def step_order(step):
    steps, meeting = step
    return steps, meeting.sorts_on, meeting.slug


def circle_in(edges):
    """The first circle in `edges` (each from → to), as the list of its members, or None."""
    clear = set()
    for start in edges:
        path, at = {}, start
        while at in edges and at not in clear and at not in path:
            path[at] = None
            at = edges[at]
        if at in path:
            members = list(path)
            return members[members.index(at) :]
        clear.update(path)
    return None
