"""A meeting: what is known of it now or as of a day, and on whose word."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q, Subquery
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import override

from meetings import history
from meetings.api.past import above_then, below_then
from meetings.models import Body, Country, Meeting, Person, Report, Revision
from meetings.models.meetings import Kind
from meetings.serializers import shape
from timeline.facts import Names
from timeline.linked import Around, data_block, event, key_of, moves
from timeline.pages.frame import public, show, taking
from timeline.pages.lines import named_bodies, with_words
from timeline.pages.sharing import shared_meeting, social_meeting, webcal, whole
from timeline.pages.telling import about, tell
from timeline.series import Gap, bounds_of


@public
@taking("as_of")
def meeting(request, slug):
    today = timezone.localdate()
    if "as_of" in request.GET:
        return as_of(request, slug, today)
    found = Meeting.objects.with_record().prefetch_related(None).select_related("body__reports_to")
    row = found.prefetch_related(*RECORD).filter(slug=slug).first()
    if row is None:
        return no_longer_there(request, slug, today)
    related = related_to(row)
    names = Names(countries_by_code(), people_of(row), {other.slug: other for other in related})
    below, record = row.below(), shape(row)
    chain = steps(row, row.above(), below)
    context = {
        "steps": chain,
        **neighbours(row, related),
        "main": next((other for other in related if other.pk == row.alongside_id), None),
        "beside": beside(row, related, {step.pk for side in chain for step in side}),
        **citing(row, row.revision, row.updated_at),
        "reports": Report.objects.answered().of(row.slug).order_by("-decided_at", "-id")[:MOST_REPORTS],
        "shared": shared_meeting(row.slug, row.name),
        "webcal": webcal(whole(reverse("meeting-calendar", args=[row.slug]))),
        "social": social_meeting(row, row.where),
        "linked": data_block(as_event(row, record, names, related, below)),
    }
    named = [*related, *(step for side in chain for step in side)]
    with_words(named, today=today)
    context["named"] = named_bodies([row, *named])
    told = tell(row, record, names, today=today)
    for line, citation in zip(told["sources"], row.citations.all(), strict=True):
        line["is_gone"], line["archive_url"] = citation.source.is_gone, citation.source.archive_url
    return show(request, "meeting", told | context, today=today)


def as_event(row, record, names, related, below):
    """The meeting as linked data, which programs read: in English, as they read everything."""
    with override("en"):
        name = row.name
    reporting = [other.slug for depth, other in below if depth == 1]
    told = record | {"name": name, "url": whole(row.get_absolute_url()), "prepared_by": reporting}
    about = Around(
        bodies={row.body.slug: row.body},
        countries=names.countries,
        places={key_of(row.place): row.place} if row.place else {},
        beside={row.slug: [other.slug for other in related if other.alongside_id == row.pk]},
        before=moves([told | {"revision": row.revision}], Revision.objects.db),
    )
    return event(told, about)


# The latest, for the page; each keeps an address of its own.
MOST_REPORTS = 20
RECORD = ("officers__person", "officers__country", "documents", "citations__source")


def as_of(request, slug, today):
    """The meeting as the record then had it, which stays readable after it was changed or deleted."""
    at = moment(request.GET["as_of"])
    if at is None:
        title = _("This time cannot be read")
        hint = _("Write as_of as a day, such as 2026-11-24, or as a time, such as 2026-11-24T12:00:00Z.")
        return show(request, "problem", {"title": title, "text": hint}, today=today, status=400)
    revision = history.as_of(slug, at)
    if revision is None:
        sentence = _("The record had no meeting at this address at that time (%(time)s).")
        raise Http404(sentence % {"time": request.GET["as_of"]})
    record = revision.record
    bodies = {body.slug: body for body in Body.objects.select_related("reports_to")}
    names = Names(countries_by_code(), people_in(record), meetings_in([record]), bodies)
    row = about(record, bodies)
    chain = chain_then(row, record, bodies, at)
    with_words([step for side in chain for step in side], today=today)
    last = Revision.objects.of(slug).order_by("number").values_list("number", flat=True).last()
    context = {"as_of": at, "last_number": last, "steps": chain, **citing(row, revision.number, revision.at)}
    return show(request, "meeting", tell(row, record, names, today=today) | context, today=today)


def chain_then(row, record, bodies, at):
    """The chain of a meeting as it was at the time `at`, deleted ones included."""
    above = [about(higher, bodies) for _step, higher in above_then(record, at)]
    return steps(row, above, [(step, about(lower, bodies)) for step, lower in below_then(record, at)])


def moment(text):
    """A time as RFC 3339 writes it, or the end of a day; None for what is neither."""
    # An address carries the + of an offset as a space.
    text = text.strip().replace(" ", "+")
    try:
        at = parse_datetime(text) if "T" in text.upper() else None
        day = None if at else parse_date(text)
    except ValueError:
        return None
    if day:
        return datetime.combine(day, time.max, UTC)
    return at.replace(tzinfo=at.tzinfo or UTC) if at else None


def citing(row, number, at):
    """How to cite this state: its number, when it came to be, and an address under which it stays."""
    if not number:
        return {}
    cited_at = whole_second_after(at)
    permanent = f"{settings.PUBLIC_URL}{row.get_absolute_url()}?as_of={as_written(cited_at)}"
    return {
        "number": number,
        "cited_at": cited_at,
        "permanent": permanent,
        "bibtex": bibtex(row, permanent, cited_at),
    }


def whole_second_after(at):
    """A time short enough for an address, at which what was saved at `at` already stood."""
    return (at.replace(microsecond=0) + timedelta(seconds=1 if at.microsecond else 0)).astimezone(UTC)


def as_written(at):
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def bibtex(row, address, at):
    # A brace in a title would end the field, a backslash begin a command.
    name = row.name.translate(str.maketrans("", "", "{}\\"))
    author = _("The ASEAN meetings record")
    note = _("as it stood on %(day)s") % {"day": f"{at:%Y-%m-%d}"}
    return (
        f"@misc{{{row.slug},\n  title = {{{{{name}}}}},\n  author = {{{{{author}}}}},\n"
        f"  year = {{{at.year}}},\n  note = {{{note}}},\n  url = {{{address}}}\n}}"
    )


def no_longer_there(request, slug, today):
    last = Revision.objects.of(slug).order_by("number").last()
    if last is None:
        raise Http404(_("The record has no meeting at this address."))
    if moved := history.now_at(slug):
        return HttpResponsePermanentRedirect(Meeting(slug=moved).get_absolute_url())
    bodies = {body.slug: body for body in Body.objects.filter(slug=last.record["body"])}
    context = {"slug": slug, "last": last, "name": about(last.record, bodies).name}
    return show(request, "gone", context, today=today, status=410)


def related_to(row):
    """All that the page names beside the chain, in one query: its neighbours and what sat alongside."""
    others = Meeting.objects.exclude(pk=row.pk)
    wanted = Q(alongside=row) | Q(pk=row.reports_to_id)
    for side in (others.preceding(row), others.following(row)):
        # The nearest dated ones bound when an undated meeting must have sat.
        for nearest_one in (side, side.dated()):
            wanted |= Q(pk__in=Subquery(nearest_one.values("pk")[:1]))
    if row.alongside_id:
        wanted |= Q(pk=row.alongside_id) | Q(alongside=row.alongside_id)
    return list(others.filter(wanted).with_line().in_time_order())


def beside(row, related, told):
    """What sat alongside it, or alongside the same main meeting, and is not told of already."""
    main = {row.pk, row.alongside_id} - {None}
    return [other for other in related if other.alongside_id in main and other.pk not in told]


def neighbours(row, related):
    """What stands before and after it in the series, and the numbers between that no source is known for."""
    series = [other for other in related if other.body_id == row.body_id]
    before, after = nearest(series, row, before=True), nearest(series, row, before=False)
    return {
        "before": before,
        "after": after,
        "gap_before": numbers_between(before, row) if before else "",
        "gap_after": numbers_between(row, after) if after else "",
        "lies": bounds_of(row, series) if is_numbered(row) and not row.dates else "",
    }


def nearest(series, row, *, before):
    """Of a body's meetings, as the database counted them: by number among the numbered, else by day."""
    alike = [other for other in series if is_numbered(other)] if is_numbered(row) else series
    place = place_by_number if is_numbered(row) else place_by_day
    found = [other for other in alike if (place(other) < place(row)) == before]
    return (max if before else min)(found, key=place, default=None)


def is_numbered(row):
    return row.kind == Kind.REGULAR and row.ordinal is not None


def place_by_number(row):
    return row.ordinal


def place_by_day(row):
    return row.sorts_on, row.slug


def numbers_between(lower, higher):
    if not (is_numbered(lower) and is_numbered(higher)) or higher.ordinal - lower.ordinal < 2:
        return ""
    return Gap(lower.body, lower.ordinal + 1, higher.ordinal - 1).numbers


def steps(row, above, below):
    """The chain from its beginning to its end, as lists of meetings that stand side by side."""
    depths = sorted({depth for depth, _meeting in below}, reverse=True)
    before = [[other for at, other in below if at == depth] for depth in depths]
    return [*before, [row], *([other] for other in above)] if above or below else []


def countries_by_code():
    return {country.code: country for country in Country.objects.all()}


def people_of(row):
    people = [row.chair_person, *(officer.person for officer in row.officers.all())]
    return {person.name: person for person in people if person}


def people_in(record):
    said = [record["chair"] or {"person": None}, *record["officers"]]
    people = Person.objects.filter(name__in=[somebody["person"] for somebody in said if somebody["person"]])
    return {person.name: person for person in people}


def meetings_in(records):
    slugs = {record[link] for record in records for link in ("reports_to", "alongside") if record[link]}
    return {row.slug: row for row in Meeting.objects.filter(slug__in=slugs).with_line()}
