"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path, re_path

from meetings.admin.sessions import sessions
from timeline import health, sitemaps
from timeline.exports.forms import FORMS
from timeline.exports.sending import export
from timeline.feeds import calendars
from timeline.feeds import changes as atom
from timeline.pages import (
    about,
    bodies,
    briefing,
    chains,
    compare,
    corrections,
    countries,
    coverage,
    documents,
    embed,
    home,
    hosts,
    languages,
    letters,
    maps,
    meetings,
    people,
    pictures,
    reports,
    revisions,
    search,
    sources,
    subscribe,
)

urlpatterns = [
    path("", home.home, name="home"),
    *[path(form.address, export, {"form": form}, name=f"export-{form.suffix}") for form in FORMS],
    path("meetings.ics", calendars.meetings, name="calendar"),
    path("meetings/<slug:slug>.ics", calendars.meeting, name="meeting-calendar"),
    path("bodies/<slug:slug>.ics", calendars.body, name="body-calendar"),
    path("countries/<slug:code>.ics", calendars.country, name="country-calendar"),
    path("chain.ics", calendars.chain, name="chain-calendar"),
    path("changes.atom", atom.changes, name="changes-feed"),
    path("meetings.atom", atom.meetings, name="feed"),
    path("meetings/<slug:slug>.atom", atom.meeting, name="meeting-feed"),
    path("bodies/<slug:slug>.atom", atom.body, name="body-feed"),
    path("countries/<slug:code>.atom", atom.country, name="country-feed"),
    path("meetings/<slug:slug>/", meetings.meeting, name="meeting"),
    path("meetings/<slug:slug>/history/", revisions.meeting_history, name="meeting-history"),
    path("meetings/<slug:slug>/report/", reports.report_error, name="report-error"),
    path("reports/<slug:key>/", reports.report, name="report"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/<slug:slug>/", bodies.body, name="body"),
    path("bodies/<slug:slug>/next", bodies.following, name="body-next"),
    path("bodies/<slug:slug>/latest", bodies.latest, name="body-latest"),
    path("bodies/<slug:slug>/<int:ordinal>/", bodies.numbered, name="body-ordinal"),
    path("chain/", chains.chain, name="chain"),
    path("chain/<int:year>/", chains.chain_of_year, name="chain-year"),
    path("hosts/", hosts.hosts, name="hosts"),
    path("map/", maps.towns, name="map"),
    path("countries/", countries.countries, name="countries"),
    path("countries/<slug:code>/", countries.country, name="country"),
    path("changes/", revisions.changes, name="changes"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("compare/", compare.compare, name="compare"),
    path("embed/", embed.embed, name="embed"),
    path("embed/meetings/<slug:slug>/", embed.embed_meeting, name="embed-meeting"),
    path("oembed", embed.oembed, name="oembed"),
    path("briefing/", briefing.briefing, name="briefing"),
    path("search/", search.search, name="search"),
    path("people/", people.people, name="people"),
    path("people/<slug:slug>/", people.person, name="person"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("documents/", documents.documents, name="documents"),
    path("sources/", sources.sources, name="sources"),
    path("subscribe/", subscribe.subscribe, name="subscribe"),
    path("subscribe/mail/", letters.subscribe, name="mail"),
    path("subscribe/mail/asked/", letters.told_to_look, name="letters-asked"),
    path("subscribe/mail/ended/", letters.ended, name="letters-ended"),
    path("subscribe/mail/<slug:token>/", letters.letters, name="letters"),
    path("subscribe/mail/<slug:token>/unsubscribe", letters.unsubscribe, name="unsubscribe"),
    path("about/", about.about, name="about"),
    path("language/", languages.choose, name="language"),
    path("picture.png", pictures.picture, name="picture"),
    path("meetings/<slug:slug>.png", pictures.meeting_picture, name="meeting-picture"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    re_path(r"^sitemap-(meetings|people)-(0|[1-9][0-9]{0,8})\.xml$", sitemaps.part, name="sitemap-part"),
    path("admin/sessions/", sessions, name="sessions"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("meetings.api.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "timeline.errors.bad_request"
handler403 = "timeline.errors.permission_denied"
handler404 = "timeline.errors.page_not_found"
handler500 = "timeline.errors.server_error"
