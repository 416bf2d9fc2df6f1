"""People: all whom the record names, and what each chaired, opened or attended."""

from collections import Counter, defaultdict

from django.db.models import Count, F, Prefetch, Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.filters.others import NoQuery
from meetings.filters.pages import PersonPageQuery
from meetings.languages import country_name
from meetings.models import Meeting, Officer, Person
from timeline.pages.form import chips, hidden
from timeline.pages.frame import public, show, without_blanks
from timeline.pages.lines import named_bodies, with_words
from timeline.pages.paging import MOST_ROWS, PAGE, page_of
from timeline.pages.sharing import social

PEOPLE_A_PAGE = 200


@public
def people(request):
    if "" in request.GET.values():
        return without_blanks(request)
    query = PersonPageQuery(request.GET, allowed_extra=(PAGE,))
    problems = list(query.errors)
    form = {"q": request.GET.get("q", ""), "hidden": hidden(request.GET, {each.parameter for each in problems}, ("q",))}
    page = page_of(query.ordered(query.narrow(Person.objects.all())), request.GET, problems, size=PEOPLE_A_PAGE)
    rows = with_offices(list(page.object_list)) if page else []
    context = {
        "query": query,
        "problems": problems,
        "page": page,
        "people": rows,
        "chips": chips(query),
        "form": form,
    }
    return show(request, "people", context, today=timezone.localdate(), status=400 if problems else 200)


def with_offices(rows):
    """Give each person `said`, the offices under which meetings name them, and `number`, how many do."""
    offices, numbers = offices_of(rows), numbers_of(rows)
    for person in rows:
        person.said, person.number = sorted(offices[person.pk]), numbers[person.pk]
    return rows


def offices_of(rows):
    """Each person's (office, country) by key, each once."""
    found = defaultdict(set)
    chaired = Meeting.objects.filter(chair_person__in=rows).order_by()
    served = Officer.objects.filter(person__in=rows).order_by()
    for named in (
        chaired.values_list("chair_person", "chair_office", "chair_country", "chair_country__name"),
        served.values_list("person", "office", "country", "country__name"),
    ):
        for person, office, *country in named.distinct():
            if said := ", ".join(filter(None, [office, country_name(*country)])):
                found[person].add(said)
    return found


def numbers_of(rows):
    """How many meetings name each person; one that they chair and also open counts once."""
    chaired = Meeting.objects.filter(chair_person__in=rows).order_by().values_list("chair_person")
    other = ~Q(meeting__chair_person=F("person"))
    served = Officer.objects.filter(other, person__in=rows).order_by().values_list("person")
    return Counter(dict(chaired.annotate(Count("pk")))) + Counter(
        dict(served.annotate(Count("meeting", distinct=True)))
    )


@public
def person(request, slug):
    today = timezone.localdate()
    found = Person.objects.filter(slug=slug).first()
    if found is None and (moved := Person.objects.filter(former__slug=slug).first()):
        return HttpResponsePermanentRedirect(moved.get_absolute_url())
    if found is None:
        raise Http404(_("The record has nobody at this address."))
    offices = Prefetch("officers", Officer.objects.filter(person=found).select_related("country"), to_attr="offices")
    meetings = Meeting.objects.naming(found).with_line().select_related("chair_country").prefetch_related(offices)
    query = NoQuery(request.GET, allowed_extra=(PAGE,))
    problems = list(query.errors)
    page = page_of(meetings.newest_first(), request.GET, problems, size=MOST_ROWS)
    rows = with_words(list(page.object_list), today=today) if page else []
    for meeting in rows:
        meeting.is_chaired = meeting.chair_person_id == found.pk
    context = {
        "person": found,
        "social": social(found.name),
        "problems": problems,
        "page": page,
        "meetings": rows,
        "named": named_bodies(rows),
    }
    return show(request, "person", context, today=today, status=400 if problems else 200)
