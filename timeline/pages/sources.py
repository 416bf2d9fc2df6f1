"""Sources: every page and paper on whose word the record stands, by publisher, with what cites it."""

from django.db.models import Count, Prefetch
from django.utils import timezone

from meetings.filters.codes import BODY
from meetings.filters.pages import SourcePageQuery
from meetings.models import Citation, Source
from timeline.pages.form import chips, hidden, options
from timeline.pages.frame import public, show, without_blanks
from timeline.pages.paging import PAGE, page_of
from timeline.pages.telling import language_name

SOURCES_A_PAGE = 100
# A source may stand behind a thousand meetings; a reader wants to know for what kind of meeting it is cited.
MOST_CITING = 12
FIELDS = ("q", "language", "body")
LONG = ("meeting__folded", "meeting__notes", "meeting__agenda")


@public
def sources(request):
    if "" in request.GET.values():
        return without_blanks(request)
    query = SourcePageQuery(request.GET, allowed_extra=(PAGE,))
    problems = list(query.errors)
    page = page_of(query.ordered(query.narrow(cited())), request.GET, problems, size=SOURCES_A_PAGE)
    languages = numbers_by_language(query)
    context = {
        "query": query,
        "problems": problems,
        "page": page,
        "sources": with_citing(list(page.object_list)) if page else [],
        "languages": [] if "language" in query.values else languages,
        "publishers": query.narrow(Source.objects.exclude(publisher="")).aggregate(
            number=Count("publisher", distinct=True)
        )["number"],
        "chips": chips(query),
        "form": form(request.GET, query, languages),
    }
    return show(request, "sources", context, today=timezone.localdate(), status=400 if problems else 200)


def cited():
    """Sources, each with the newest meetings that cite it."""
    citations = Citation.objects.select_related("meeting__body").defer(*LONG)
    newest = citations.order_by("-meeting__sorts_on", "meeting__slug")[:MOST_CITING]
    return Source.objects.prefetch_related(Prefetch("citations", newest, to_attr="newest"))


def with_citing(sources):
    """The sources as their lines tell them: the meetings that cite each, and how many more there are."""
    citing = Citation.objects.filter(source__in=sources).order_by()
    numbers = dict(citing.values_list("source").annotate(Count("pk")))
    for source in sources:
        source.meetings = [citation.meeting for citation in source.newest]
        source.more = numbers.get(source.pk, 0) - len(source.meetings)
        source.language_name = language_name(source.language)
    return sources


def numbers_by_language(query):
    """(tag, name, number) of each language, the most frequent first, whichever language is chosen."""
    found = query.narrow(Source.objects.exclude(language="").order_by(), but="language")
    numbers = found.values_list("language").annotate(number=Count("pk"))
    rows = [(tag, language_name(tag), number) for tag, number in numbers]
    return sorted(rows, key=lambda row: (-row[2], row[1]))


def form(given, query, languages):
    chosen = {name: given.get(name, "") for name in FIELDS}
    tags = [(tag, f"{name} ({number})") for tag, name, number in languages]
    bodies = [(body.slug, body.acronym) for body in query.codes.of(BODY).values()]
    return {
        "q": chosen["q"],
        "languages": options(tags, chosen["language"]),
        "bodies": options(bodies, chosen["body"]),
        "hidden": hidden(given, {problem.parameter for problem in query.errors}, FIELDS),
    }
