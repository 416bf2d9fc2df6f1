"""What a visitor hands on: the address of a page, a letter with it, and the code that shows it on another page."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from meetings.languages import said

WIDTH, LIST_HEIGHT, CARD_HEIGHT = 640, 600, 360

# Takes the height that a frame of ours tells (timeline/static/timeline/embed.js); `%s` is our own address.
RESIZING = """<script>
  addEventListener("message", (event) => {
    for (const frame of document.querySelectorAll("iframe")) {
      const isOurs = event.source === frame.contentWindow && event.origin === "%s";
      if (isOurs && event.data.height > 0) frame.height = event.data.height;
    }
  });
</script>"""


@dataclass(frozen=True)
class Shared:
    """A page of ours, and the smaller one that stands for it in a frame, each by its whole address."""

    title: str
    address: str
    frame: str
    height: int

    @property
    def letter(self):
        return "mailto:?" + urlencode({"subject": self.title, "body": self.address}, quote_via=quote)

    @property
    def oembed(self):
        return whole(f"{reverse('oembed')}?{urlencode({'url': self.address, 'format': 'json'})}")

    @property
    def code(self):
        return f"{self.iframe('100%', self.height)}\n{RESIZING % settings.PUBLIC_URL}"

    def iframe(self, width, height):
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>',
            self.frame, self.title, width, height,
        )  # fmt: skip


def whole(path):
    return f"{settings.PUBLIC_URL}{path}"


def webcal(address):
    """An address for programs that subscribe to a calendar when they are given one of this kind."""
    return f"webcal:{address.partition(':')[2]}"


def shared_meeting(slug, name):
    address = whole(reverse("meeting", args=[slug]))
    return Shared(name, address, whole(reverse("embed-meeting", args=[slug])), CARD_HEIGHT)


def shared_list(query):
    """The meetings that a valid query asks for."""
    asked = f"?{query.querystring}" if query.querystring else ""
    labels = ", ".join(str(label) for _name, _value, label in query.active)
    title = _("ASEAN meetings: %(filters)s") % {"filters": labels} if labels else _("ASEAN meetings")
    return Shared(title, whole(f"{reverse('home')}{asked}"), whole(f"{reverse('embed')}{asked}"), LIST_HEIGHT)


@dataclass(frozen=True)
class Social:
    """What is shown of a page where people hand on a link to it (Open Graph)."""

    title: str
    description: str
    picture: str


def social(title="", description="", picture=""):
    """That of a page; what it does not say for itself is said of the whole record."""
    return Social(
        title or _("How ASEAN meets against transnational crime"),
        description
        or _(
            "The meetings of ASEAN’s bodies against transnational crime: when, where, who chaired, what led to what, "
            "and on whose word."
        ),
        whole(picture or reverse("picture")),
    )


def social_meeting(row, place):
    """That of a meeting; `place` is where it sat, in words."""
    facts = ", ".join(filter(None, [row.name, row.dates and said(row.dates), place]))
    told = f"{facts}: {_('what is known, and by which source.')}"
    return social(row.name, told, reverse("meeting-picture", args=[row.slug]))
