"""From the one shape to rows: validated records are written in batches, in a fixed number of queries.

Links between meetings (`reports_to`, `alongside`) are set in a second step, since a record may name
one that is written later. Whoever calls this holds the transaction and writes the revisions after it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from meetings.dates import parse
from meetings.models import Citation, Document, Meeting, Officer
from meetings.models.bodies import Chain
from meetings.models.chains import circle_in
from meetings.models.rules import circle_said, problems, wrong_tier
from meetings.serializers.referents import Referents
from meetings.serializers.shape import Record

LINKS = ("reports_to", "alongside")
BATCH = 500
COLUMNS = [
    "body", "ordinal", "kind", "title", "status", "dates", "programme", "format", "host",
    "chair_country", "chair_person", "chair_office", "venue_name", "place", "theme", "agenda",
    "notes", "gaps", "earliest", "latest", "precision", "sorts_on",
]  # fmt: skip


class Refused(ValueError):
    """Records that break a rule: `errors` gives {slug: {field: sentence}}."""

    def __init__(self, errors: dict[str, dict[str, str]]):
        self.errors = errors
        super().__init__(" ".join(f"{slug}: {' '.join(fields.values())}" for slug, fields in errors.items()))


class Writer:
    """Writes validated records; `known` is what `known_codes` gave when they were validated."""

    def __init__(self, known: dict[str, dict[str, Any]], *, today: date):
        self.known = known
        self.today = today
        self.chain = Chain(known["body"].values())
        # Ordinals taken from meetings that a later batch is expected to renumber: pk → (slug, taker).
        self.parked: dict[int, tuple[str, str]] = {}

    def write(self, records: list[Record]) -> dict[str, Meeting]:
        """Create or replace the meetings of `records`, links apart; answers them by slug."""
        self.refuse(given_twice(records))
        slugs = [record["slug"] for record in records]
        meetings = {meeting.slug: meeting for meeting in Meeting.objects.filter(slug__in=slugs)}
        referents = Referents(records)
        for record in records:
            meeting = meetings.setdefault(record["slug"], Meeting(slug=record["slug"]))
            self.fill(meeting, record, referents)
        self.refuse(self.broken_rules(meetings.values()))
        self.free_ordinals(meetings)
        self.store(meetings.values())
        replace_parts(meetings, records, referents)
        return meetings

    def fill(self, meeting: Meeting, record: Record, referents: Referents) -> None:
        chair = record["chair"] or {}
        meeting.body = self.known["body"][record["body"]]
        meeting.ordinal = record["ordinal"]
        meeting.kind, meeting.status = record["kind"], record["status"]
        for name in ("title", "format", "theme", "notes"):
            setattr(meeting, name, record[name] or "")
        meeting.dates = parse(record["dates"]) if record["dates"] else None
        meeting.programme = parse(record["programme"]) if record["programme"] else None
        meeting.host_id = record["host"]
        meeting.chair_country_id = chair.get("country")
        meeting.chair_person = referents.person(chair.get("person"))
        meeting.chair_office = chair.get("office") or ""
        meeting.venue_name = (record["venue"] or {}).get("name") or ""
        meeting.place = referents.place(record["venue"])
        meeting.agenda, meeting.gaps = record["agenda"], record["gaps"]
        meeting.measure_dates()

    def broken_rules(self, meetings: Iterable[Meeting]) -> dict[str, dict[str, str]]:
        return {
            meeting.slug: found
            for meeting in meetings
            if (found := problems(meeting, today=self.today, chain=self.chain, links=False))
        }

    def refuse(self, errors: dict[str, dict[str, str]]) -> None:
        if errors:
            raise Refused(errors)

    def free_ordinals(self, meetings: dict[str, Meeting]) -> None:
        """Make room for a renumbering: whoever holds an ordinal that is now another's gives it up."""
        wanted = {(m.body_id, m.ordinal): m for m in meetings.values() if m.kind == "regular" and m.ordinal}
        holders = Meeting.objects.regular().filter(
            body__in={body for body, _ in wanted}, ordinal__in={ordinal for _, ordinal in wanted}
        )
        for holder in holders:
            taker = wanted.get((holder.body_id, holder.ordinal))
            if taker and taker.slug != holder.slug:
                self.parked[holder.pk] = (holder.slug, taker.slug)
        Meeting.objects.filter(pk__in=self.parked).update(ordinal=None)

    def store(self, meetings: Iterable[Meeting]) -> None:
        new = [meeting for meeting in meetings if not meeting.pk]
        kept = [meeting for meeting in meetings if meeting.pk]
        for meeting in kept:
            self.parked.pop(meeting.pk, None)
        Meeting.objects.rewrite(kept, COLUMNS)
        Meeting.objects.bulk_create(new, batch_size=500)

    def link(self, records: dict[str, dict[str, str | None]]) -> None:
        """Set `reports_to` and `alongside` of meetings already written: {slug: {link: slug or None}}."""
        self.refuse({slug: {"ordinal": number_taken(taker)} for slug, taker in self.parked.values()})
        self.refuse(circles(records))
        ordered = list(records)
        for start in range(0, len(ordered), BATCH):
            self.link_batch({slug: records[slug] for slug in ordered[start : start + BATCH]})

    def link_batch(self, records: dict[str, dict[str, str | None]]) -> None:
        named = {target for links in records.values() for target in links.values() if target}
        meetings = {meeting.slug: meeting for meeting in Meeting.objects.filter(slug__in={*records, *named})}
        self.refuse(self.dangling(records, meetings))
        for slug, links in records.items():
            for name in LINKS:
                setattr(meetings[slug], name, meetings.get(links[name] or ""))
        self.refuse(self.misdirected(meetings[slug] for slug in records))
        Meeting.objects.rewrite([meetings[slug] for slug in records], LINKS)

    def dangling(self, records: Any, meetings: dict[str, Meeting]) -> dict[str, dict[str, str]]:
        errors: dict[str, dict[str, str]] = {}
        for slug, links in records.items():
            for name in LINKS:
                if links[name] and links[name] not in meetings:
                    errors.setdefault(slug, {})[name] = f"There is no meeting {links[name]}."
        return errors

    def misdirected(self, meetings: Iterable[Meeting]) -> dict[str, dict[str, str]]:
        return {
            meeting.slug: {"reports_to": sentence}
            for meeting in meetings
            if meeting.reports_to
            and meeting.reports_to.slug != meeting.slug
            and (sentence := wrong_tier(meeting, self.chain))
        }


def number_taken(slug: str) -> str:
    return f"{slug} has this ordinal too; a series counts each number once."


def given_twice(records: list[Record]) -> dict[str, dict[str, str]]:
    """Records of one batch that share a slug, or a number in their series."""
    errors: dict[str, dict[str, str]] = {}
    slugs: set[str] = set()
    numbers: dict[tuple[str, int], str] = {}
    for record in records:
        slug = record["slug"]
        if slug in slugs:
            errors[slug] = {"slug": "This record is given twice."}
        elif record["kind"] == "regular" and record["ordinal"]:
            first = numbers.setdefault((record["body"], record["ordinal"]), slug)
            if first != slug:
                errors[slug] = {"ordinal": number_taken(first)}
        slugs.add(slug)
    return errors


def circles(records: dict[str, dict[str, str | None]]) -> dict[str, dict[str, str]]:
    """Circles that the new links would close, together with those that stand already."""
    for name in LINKS:
        edges = {slug: target for slug, links in records.items() if (target := links[name])}
        frontier = set(edges.values()) - records.keys()
        while frontier:
            standing = standing_edges(sorted(frontier), name)
            edges |= standing
            frontier = set(standing.values()) - edges.keys() - records.keys()
        if members := circle_in(edges):
            return {members[0]: {name: circle_said(members, name)}}
    return {}


def standing_edges(slugs: list[str], name: str) -> dict[str, str]:
    """from → to along the link `name` for those of `slugs` that have one in the table."""
    edges: dict[str, str] = {}
    for start in range(0, len(slugs), BATCH):
        rows = Meeting.objects.filter(slug__in=slugs[start : start + BATCH], **{f"{name}__isnull": False})
        edges |= dict(rows.values_list("slug", f"{name}__slug"))
    return edges


def replace_parts(meetings: dict[str, Meeting], records: list[Record], referents: Referents) -> None:
    """Officers, documents and citations have no identity of their own: they are replaced whole."""
    pks = [meeting.pk for meeting in meetings.values()]
    for part in (Officer, Document, Citation):
        part.objects.filter(meeting__in=pks).delete()
    officers, documents, citations = [], [], []
    for record in records:
        meeting = meetings[record["slug"]]
        officers += [officer_row(meeting, i, row, referents) for i, row in enumerate(record["officers"])]
        documents += [
            Document(meeting=meeting, position=i, title=row["title"], kind=row["kind"], url=row["url"] or "")
            for i, row in enumerate(record["documents"])
        ]
        citations += [citation_row(meeting, i, row, referents) for i, row in enumerate(record["citations"])]
    Officer.objects.bulk_create(officers, batch_size=500)
    Document.objects.bulk_create(documents, batch_size=500)
    Citation.objects.bulk_create(one_a_source(citations), batch_size=500)


def one_a_source(citations: list[Citation]) -> list[Citation]:
    """Those of one meeting that cite copies of one source, combined: since a merger, two addresses may lead to it."""
    found: dict[tuple[int, int], Citation] = {}
    for citation in citations:
        first = found.setdefault((citation.meeting_id, citation.source_id), citation)
        if first is not citation:
            first.take_in(citation)
    return list(found.values())


def officer_row(meeting: Meeting, position: int, row: Record, referents: Referents) -> Officer:
    return Officer(
        meeting=meeting,
        position=position,
        role=row["role"],
        person=referents.person(row["person"]),
        office=row["office"] or "",
        country_id=row["country"],
    )


def citation_row(meeting: Meeting, position: int, row: Record, referents: Referents) -> Citation:
    source = referents.source(row["source"])
    described = {key: value for key, value in row["source"].items() if source.describe()[key] != value}
    return Citation(
        meeting=meeting,
        source=source,
        position=position,
        supports=row["supports"],
        says=row["says"],
        note=row["note"] or "",
        described=described,
    )
