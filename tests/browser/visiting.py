"""Every public page by its address: one list, held to the addresses of the site, and a record that fills them all."""

from datetime import UTC, datetime
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from meetings.history import Change, delete
from meetings.models import Meeting, Report, Revision
from tests.factories import CitationFactory, MeetingFactory, revised
from timeline.models import Reader

DAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEY, TOKEN = "a-report-that-is", "a-reader"
PAGES = {
    "home": ("/", "/?body=somtc&year=2023&ordering=ordinal", "/?hots=ID", "/?q=nowhere"),
    "meeting": (
        "/meetings/ammtc-17/", "/meetings/ammtc-20/", "/meetings/somtc-9/", "/meetings/ammtc-17/?as_of=9999-01-01",
        "/meetings/gone/",
    ),
    "meeting-history": ("/meetings/ammtc-17/history/", "/meetings/ammtc-17/history/?a=1&b=2"),
    "report-error": ("/meetings/ammtc-17/report/?fact=dates",),
    "report": (f"/reports/{KEY}/", "/reports/waits/"),
    "bodies": ("/bodies/",),
    "body": ("/bodies/somtc-wg-ct/", "/bodies/asean-sorc/"),
    "chain": ("/chain/",),
    "chain-year": ("/chain/2023/", "/chain/1950/"),
    "hosts": ("/hosts/", "/hosts/?body=somtc"),
    "map": ("/map/", "/map/?body=somtc-wg-ct"),
    "countries": ("/countries/",),
    "country": ("/countries/ID/", "/countries/US/"),
    "changes": ("/changes/",),
    "corrections": ("/corrections/",),
    "compare": ("/compare/", "/compare/?a=ammtc-17&b=ammtc-18"),
    "embed": ("/embed/?body=ammtc",),
    "embed-meeting": ("/embed/meetings/ammtc-17/",),
    "briefing": ("/briefing/?body=ammtc&from=2015",),
    "search": ("/search/", "/search/?q=declaration", "/search/?q=vientianne"),
    "people": ("/people/", "/people/?q=nobody"),
    "person": ("/people/joko-widodo/",),
    "coverage": ("/coverage/",),
    "documents": ("/documents/", "/documents/?kin=convention"),
    "sources": ("/sources/",),
    "subscribe": ("/subscribe/?body=ammtc", "/subscribe/?bdy=ammtc"),
    "mail": ("/subscribe/mail/?body=ammtc",),
    "letters-asked": ("/subscribe/mail/asked/",),
    "letters-ended": ("/subscribe/mail/ended/",),
    "letters": (f"/subscribe/mail/{TOKEN}/",),
    "about": ("/about/",),
    "not found": ("/nowhere/",),
}  # fmt: skip
# What is no page: files, feeds, pictures, what leads on, and what answers programs.
OTHERS = {
    "body-latest", "body-next", "body-ordinal", "body-calendar", "body-feed", "calendar", "chain-calendar",
    "changes-feed", "country-calendar", "country-feed", "feed", "healthz", "language", "meeting-calendar",
    "meeting-feed", "meeting-picture", "oembed", "picture", "readyz", "robots", "sessions", "sitemap", "sitemap-pages",
    "sitemap-part", "unsubscribe",
}  # fmt: skip
ADDRESSES = [address for addresses in PAGES.values() for address in addresses]
AXE = Axe()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # To tell all that passes takes as long again.
    "resultTypes": ["violations"],
}
FAULTS = (Path(__file__).parent / "faults.js").read_text(encoding="utf-8").partition("*/")[2].strip()
# Lays out what is far from being seen too.
SEEN = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets = [sheet];
}"""
UNFOLD = "document.querySelectorAll('details').forEach((each) => (each.open = true))"


def age():
    """Give the shipped record what only time brings: a correction, a meeting taken out, reports, a reader."""
    meeting = Meeting.objects.get(slug="ammtc-17")
    meeting.theme = "Advancing a safer region"
    meeting.save()
    revised(meeting, "It was misread in a source of that time, which was looked at again")
    corrected = Revision.objects.filter(slug=meeting.slug).latest("number")
    meeting.theme = ""
    meeting.save()
    revised(meeting, "No source bears it out")
    gone = MeetingFactory(slug="gone", body=meeting.body, ordinal=99)
    CitationFactory(meeting=gone)
    delete(revised(gone), Change("It never was: two sources had been taken for one"))
    said = {"slug": "ammtc-17", "body": meeting.body, "base": 1, "fact": "dates", "comment": "It was the 22nd."}
    Report.objects.create(**said, key="waits", sent_at=DAY)
    told = {"decision": "corrected", "answer": "So it was.", "decided_at": DAY, "revision": corrected}
    Report.objects.create(**said, **told, key=KEY, sent_at=DAY)
    reader = Reader(email="ana@mail.example", often="weekly", language="en", token=TOKEN, confirmed_at=DAY)
    reader.begin(DAY)
    reader.save()


def findings(page):
    """What axe finds, with every fold of the page open."""
    page.evaluate(UNFOLD)
    found = AXE.run(page, options=RULES).response
    assert "page-has-heading-one" in {each["id"] for each in found["passes"]}
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found["violations"]]


def faults(page, *widths):
    """What is wrong with the form of the page at these widths, its folds open; at the first and the last folded too."""
    page.evaluate(SEEN)
    found = [*faults_at(page, widths[0]), *faults_at(page, widths[-1])]
    page.evaluate(UNFOLD)
    return list(dict.fromkeys(found + [fault for width in widths for fault in faults_at(page, width)]))


def faults_at(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    # The axis takes its new measure in the frame after the next.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return [f"{fault} at {width} px" for fault in page.evaluate(FAULTS)]
