"""Values of the one shape in words, as the history and a conflict show them; plain text, which templates escape."""

NOTHING = "–"


def told(value):
    """Any value of the one shape as lines of text."""
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')}: {told_in_line(part)}" for name, part in value.items() if part)
    if isinstance(value, list):
        return "\n".join(told(item) for item in value)
    return str(value)


def told_in_line(value):
    """The same within a line: the items of a list with commas between."""
    return told(value).replace("\n", ", ") if isinstance(value, list) else told(value)


def told_apart(before, after):
    """Both values in words; of two lists only what the other has not, unless their order alone differs."""
    if not (isinstance(before, list) and isinstance(after, list)):
        return told(before), told(after)
    gone, come = [item for item in before if item not in after], [item for item in after if item not in before]
    return (told(gone), told(come)) if gone or come else (told(before), told(after))


def label(field):
    return field.replace("_", " ")
