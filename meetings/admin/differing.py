"""What differs between two states of a record, down to one part of one officer, document or source, in words."""

from meetings.admin.wording import NOTHING, label, told, told_apart
from meetings.history import differences

# By which of its parts a row of a list is known again, and how it is called.
KNOWN_BY = ("url", "title", "person", "office", "country")


def changes(before, after):
    """What changed as (what, before, after), each in words; None is no record."""
    found = differences(before, after)
    return [line for change in found for line in apart(label(change.field), change.before, change.after)]


def apart(name, before, after):
    if is_mapping(before) and is_mapping(after):
        return mappings_apart(name, before, after)
    if has_rows(before) and has_rows(after):
        return rows_apart(name, before, after)
    return [(name, *told_apart(before, after))]


def is_mapping(value):
    return isinstance(value, dict) and bool(value)


def has_rows(value):
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def mappings_apart(name, before, after):
    return [
        line
        for key in {**before, **after}
        if (before.get(key) or None) != (after.get(key) or None)
        for line in apart(f"{name}, {label(key)}", before.get(key), after.get(key))
    ]


def rows_apart(name, before, after):
    gone = [row for row in before if row not in after]
    come = [row for row in after if row not in before]
    lines = []
    for row in gone:
        other = next((each for each in come if known(each) == known(row)), None)
        if other is None:
            lines.append((name, told(row), NOTHING))
        else:
            come.remove(other)
            lines += mappings_apart(f"{name}, “{called(row)}”", row, other)
    lines += [(name, NOTHING, told(row)) for row in come]
    return lines or [(f"{name}, their order", called_all(before), called_all(after))]


def known(row):
    """What tells a row from the others of its list: of a source its address, of an officer the person."""
    parts = row.get("source", row)
    return next((parts[key] for key in KNOWN_BY if parts.get(key)), None)


def called(row):
    parts = row.get("source", row)
    return parts.get("title") or known(row)


def called_all(rows):
    return "\n".join(str(called(row)) for row in rows)
