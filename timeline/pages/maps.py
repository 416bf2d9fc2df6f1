"""The map: where the meetings asked for sat, drawn by town and told in a list with the same facts."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from meetings.filters import PageQuery
from meetings.models import Country, Meeting, Place
from timeline.outlines import MAIN, Town, plates
from timeline.pages.form import chips
from timeline.pages.frame import public, show, without_blanks
from timeline.pages.kept import kept


@kept
@public
def towns(request):
    if "" in request.GET.values():
        return without_blanks(request)
    query = PageQuery(request.GET)
    numbers = numbers_by_place(query)
    found = Place.objects.filter(pk__in=numbers.keys() - {None}).select_related("country")
    places = [sat_in(place, numbers[place.pk], query) for place in found]
    drawn = [Town(row.name, row.title, row.longitude, row.latitude, row.number, row.address) for row in on_map(places)]
    context = {
        "query": query,
        "problems": query.errors,
        "chips": chips(query),
        "number": sum(numbers.values()),
        "homeless": numbers.get(None, 0),
        "without_place": on_timeline(query, missing="venue.country"),
        "plates": plates(drawn) if drawn else [],
        "countries": by_country(places),
    }
    return show(request, "map", context, today=timezone.localdate(), status=400 if query.errors else 200)


def numbers_by_place(query):
    """How many of the meetings asked for sat in each place, by its key; under None those of which no place is known."""
    rows = query.narrow(Meeting.objects.order_by())
    return dict(rows.values_list("place").annotate(number=Count("pk")).order_by())


@dataclass(frozen=True)
class Sat:
    """A place, and how many of the meetings asked for sat there; `address` lists them, where a query can name it."""

    place: Place
    name: str
    number: int
    address: str

    @property
    def is_located(self):
        return bool(self.place.locality) and self.place.latitude is not None

    @property
    def is_drawn(self):
        return self.is_located and MAIN.holds(self.longitude, self.latitude)

    @property
    def longitude(self):
        return float(self.place.longitude)

    @property
    def latitude(self):
        return float(self.place.latitude)

    @property
    def title(self):
        meetings = ngettext("%(number)d meeting", "%(number)d meetings", self.number) % {"number": self.number}
        return f"{', '.join(self.place.lines())}: {meetings}"


def sat_in(place, number, query):
    if place.locality:
        return Sat(place, place.locality, number, on_timeline(query, locality=place.locality))
    if place.region:
        return Sat(place, place.region, number, on_timeline(query, region=place.region, missing="venue.locality"))
    return Sat(place, gettext("Town not known"), number, "")


def on_timeline(query, **more):
    """The address of the timeline with what is asked for here and more."""
    parts = [query.querystring, urlencode(more)]
    return f"{reverse('home')}?{'&'.join(part for part in parts if part)}#list"


def on_map(places):
    return [row for row in places if row.is_drawn]


@dataclass(frozen=True)
class Hosting:
    """What sat in one country, the place with most meetings first."""

    country: Country
    number: int
    places: list[Sat]


def by_country(places):
    """The countries in which most meetings sat come first."""
    rows = sorted(places, key=lambda row: str(row.place.country))
    groups = [(country, list(group)) for country, group in groupby(rows, key=lambda row: row.place.country)]
    hosting = [Hosting(country, sum(row.number for row in group), most_first(group)) for country, group in groups]
    return sorted(hosting, key=lambda each: (-each.number, str(each.country)))


def most_first(rows):
    return sorted(rows, key=lambda row: (not row.place.locality, -row.number, row.name))
