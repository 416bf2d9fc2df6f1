"""The queries of what is written: bulk writes, and drafts."""

from meetings.filters.codes import BODY
from meetings.filters.parameters import Code, Truth, Word, exact
from meetings.filters.query import Column, Query
from meetings.models import Draft


class BulkQuery(Query):
    name = "bulk"
    parameters = (
        Truth("dry_run", "Tells what would change, and changes nothing.", many=False, narrows=False),
    )  # fmt: skip


class DraftQuery(Query):
    name = "drafts"
    parameters = (
        Word("decision", "What was decided.", exact("decision"), words=dict(Draft.Decision.choices)),
        Code("body", "Slug of the body whose editors decide.", exact("body"), kind=BODY),
    )
    orderings = {"proposed": (Column("proposed_at"), Column("id"))}
    default_ordering = "-proposed"
