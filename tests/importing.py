"""Files brought to the desk, as a browser without script brings them."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import Import
from meetings.tables import csv_lines, xlsx_pieces

ADD = "/admin/meetings/import/add/"


def body_of(response):
    """What a page that grows holds in the end."""
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


def bring(client, name, data):
    """The import that comes of bringing a file, or the errors of the form."""
    data = data.encode() if isinstance(data, str) else data
    response = client.post(ADD, {"file": SimpleUploadedFile(name, data)})
    if not response.streaming:
        return response.context["form"].errors
    assert "Go on" in body_of(response)
    return Import.objects.latest("pk")


def look(client, made, show=None):
    return client.get(f"/admin/meetings/import/{made.pk}/change/", {"show": show} if show else {})


def told(client, made, show):
    """Lines of an import as (number, slug, what is wrong, what changes)."""
    return [
        (each.line.number, each.line.slug, [tuple(problem) for problem in each.line.problems], each.changes)
        for each in look(client, made, show).context["lines"]
    ]


def counts(client, made):
    return {str(outcome.value): count for outcome, count in look(client, made).context["counts"] if count}


def confirm(client, made, act="apply", reason="Read in the minutes", **fields):
    """What the page says that comes of applying or undoing."""
    return body_of(client.post(f"/admin/meetings/import/{made.pk}/{act}/", {"reason": reason, **fields}))


def as_csv(records):
    return "".join(csv_lines(records))


def as_xlsx(records):
    return b"".join(xlsx_pieces(records))


def content(response):
    """The file that an answer brings."""
    return b"".join(response.streaming_content)


def lines(*records):
    """Records as NDJSON."""
    return "\n".join(json.dumps(record) for record in records)
