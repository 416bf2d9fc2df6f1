"""Documents: every text that a meeting adopted, issued or was given, by kind and year."""

from itertools import groupby

from django.db.models import Count
from django.utils import timezone

from meetings.filters.codes import BODY
from meetings.filters.pages import DocumentPageQuery
from meetings.models import Document
from meetings.models.meetings import NEVER, DocumentKind
from timeline.pages.form import chips, hidden, options
from timeline.pages.frame import public, show, without_blanks
from timeline.pages.lines import named_bodies
from timeline.pages.paging import PAGE, page_of
from timeline.series import Year

DOCUMENTS_A_PAGE = 200
FIELDS = ("q", "kind", "body")
# What a line shows of the meeting does not need its long texts.
LONG = ("meeting__folded", "meeting__notes", "meeting__agenda")


@public
def documents(request):
    if "" in request.GET.values():
        return without_blanks(request)
    query = DocumentPageQuery(request.GET, allowed_extra=(PAGE,))
    problems = list(query.errors)
    found = query.ordered(query.narrow(Document.objects.select_related("meeting__body").defer(*LONG)))
    page = page_of(found, request.GET, problems, size=DOCUMENTS_A_PAGE)
    rows = list(page.object_list) if page else []
    context = {
        "query": query,
        "problems": problems,
        "page": page,
        "years": by_year(rows) if query.ordering in ("date", "-date") else [Year(None, rows)],
        "named": named_bodies([document.meeting for document in rows]),
        "chips": chips(query),
        "form": form(request.GET, query, numbers_by_kind(query)),
    }
    return show(request, "documents", context, today=timezone.localdate(), status=400 if problems else 200)


def by_year(rows):
    """Documents in the order in which they come, by the year of their meeting; None where no date is known."""
    # Newest first turns the meetings round, and not what each of them has.
    by_meeting = groupby(rows, key=lambda document: document.meeting_id)
    rows = [document for _, group in by_meeting for document in sorted(group, key=place_in_meeting)]
    years = groupby(rows, key=lambda document: document.meeting.sorts_on.year)
    return [Year(year if year != NEVER.year else None, list(group)) for year, group in years]


def place_in_meeting(document):
    return document.position, document.pk


def numbers_by_kind(query):
    """How many there are of each kind, whichever kind is chosen."""
    found = query.narrow(Document.objects.order_by(), but="kind")
    return dict(found.values_list("kind").annotate(Count("pk")))


def form(given, query, numbers):
    chosen = {name: given.get(name, "") for name in FIELDS}
    kinds = [(kind, f"{label} ({numbers[kind]})") for kind, label in DocumentKind.choices if kind in numbers]
    bodies = [(body.slug, body.acronym) for body in query.codes.of(BODY).values()]
    return {
        "q": chosen["q"],
        "kinds": options(kinds, chosen["kind"]),
        "bodies": options(bodies, chosen["body"]),
        "hidden": hidden(given, {problem.parameter for problem in query.errors}, FIELDS),
    }
