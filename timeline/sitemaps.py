"""What search engines are told: every page with the time of its last change, in parts that never grow too long.

A part holds the rows whose keys lie in its span, so that each costs the same, however many there are.
"""

from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Count, ExpressionWrapper, F, IntegerField, Max
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from meetings.api.versions import kept
from meetings.models import Body, Country, Meeting, Person
from timeline.unchanged import unless_unchanged

# As many addresses as the protocol (sitemaps.org) lets one file hold.
MOST = 50_000
XML = "application/xml"
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = "pages"
# Pages that are one of their kind.
SINGLE = (
    "home", "bodies", "chain", "hosts", "map", "countries", "people", "documents", "sources", "coverage", "changes",
    "subscribe", "about",
)  # fmt: skip
# What comes in parts: the name of its pages, and its rows.
KINDS = {"meetings": ("meeting", Meeting), "people": ("person", Person)}
# Selections, comparisons and what stands in frames say nothing that no page says; files are for those who ask for them.
UNSEEN = ("/admin/", "/api/v1/drafts/", "/briefing/", "/compare/", "/embed/", "/language/", "/meetings.", "/search/")


@gzip_page
@unless_unchanged
def index(request, version):
    parts = [(reverse("sitemap-pages"), version[1])]
    for kind in KINDS:
        spans = kept("counts", version, f"sitemap {kind}", lambda kind=kind: spans_of(kind))
        parts += [(reverse("sitemap-part", args=[kind, number]), at) for number, at in spans]
    return listed("sitemapindex", "sitemap", parts)


@gzip_page
@unless_unchanged
def pages(request, version):
    """All that is no meeting and no person."""
    bodies = Body.objects.in_record_order().annotate(at=Max("meetings__updated_at")).values_list("slug", "at")
    years = Meeting.objects.filter(body__core=True).dated().order_by().values_list("earliest__year", flat=True)
    codes = Country.objects.in_record_order().values_list("code", flat=True)
    return listed(
        "urlset",
        "url",
        [
            *((reverse(name), version[1]) for name in SINGLE),
            *((reverse("body", args=[slug]), at) for slug, at in bodies),
            *((reverse("country", args=[code]),) for code in codes),
            *((reverse("chain-year", args=[year]),) for year in sorted(set(years.distinct()))),
        ],
    )


@gzip_page
@unless_unchanged
def part(request, kind, number, version):
    name, model = KINDS[kind]
    first = int(number) * MOST
    span = model.objects.filter(pk__gte=first, pk__lt=first + MOST).order_by("pk")
    columns = ("slug", "updated_at") if model is Meeting else ("slug",)
    found = [(reverse(name, args=[slug]), *at) for slug, *at in span.values_list(*columns)]
    if not found:
        raise Http404
    return listed("urlset", "url", found)


def spans_of(kind):
    """(number, time of the last change where that is kept) of each part that holds anything."""
    _name, model = KINDS[kind]
    number = ExpressionWrapper(F("pk") / MOST, IntegerField())
    last = {"last": Max("updated_at")} if model is Meeting else {}
    parts = model.objects.order_by().values(number=number).annotate(rows=Count("pk"), **last)
    return sorted((part["number"], part.get("last")) for part in parts)


def listed(root, item, entries):
    lines = [
        f"<{item}><loc>{escape(settings.PUBLIC_URL + path)}</loc>{changed(*at)}</{item}>\n" for path, *at in entries
    ]
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{SCHEMA}">\n{"".join(lines)}</{root}>\n'
    return HttpResponse(text, content_type=XML)


def changed(at=None):
    return f"<lastmod>{at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if at else ""


@require_safe
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in UNSEEN)]
    lines += ["", f"Sitemap: {settings.PUBLIC_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
