"""Sources and citations: on whose word the record stands; a source's address is unique once normalised."""

import re
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q

from meetings.models.fields import AddressField, EdtfField, FoldedField, MappingField, TextListField
from meetings.models.former import Former

TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref_src|yclid)$")

# The facts of a meeting that a source can support or dispute.
FACTS = (
    "ordinal", "title", "status", "dates", "programme", "format", "host", "chair", "officers",
    "venue", "locality", "region", "theme", "reports_to", "alongside", "agenda", "documents",
)  # fmt: skip


def normalise_address(url):
    """`url` without what does not tell two pages apart: scheme, www, trailing slash, tracking.

    It is never longer than `url`, and is `url` itself where that is no address (`check_address` says so).
    """
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    query = [pair for pair in parts.query.split("&") if pair and not TRACKING.match(pair.partition("=")[0].lower())]
    tail = f"?{'&'.join(query)}" if query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{tail}"


class Link(models.TextChoices):
    """What came of asking for a source's page."""

    FOUND = "found", "found"
    GONE = "gone", "gone"
    UNREACHABLE = "unreachable", "not reached"
    REFUSED = "refused", "not sent to programs"


class SourceQuerySet(models.QuerySet):
    def in_record_order(self):
        return self.order_by("address", "title", "publisher")

    def dead(self):
        """Those whose page is gone, or was not reached when it was last asked for."""
        return self.filter(link__in=[Link.GONE, Link.UNREACHABLE])


class Source(models.Model):
    """A page or paper on whose word facts are recorded, known by its address where it has one."""

    url = AddressField("address")
    address = models.CharField(max_length=2000, null=True, editable=False)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    published = EdtfField(help_text="The day it was published, as closely as known.")
    language = models.CharField(max_length=12, blank=True, help_text="Language tag, e.g. id.")
    archive_url = AddressField("archived copy")
    link = models.CharField(max_length=12, choices=Link, blank=True, editable=False)
    link_told = models.CharField("what its host said", max_length=200, blank=True, editable=False)
    checked_on = models.DateField("last asked for", null=True, editable=False)
    failing_since = models.DateField("not reached since", null=True, editable=False)
    folded = FoldedField("title", "publisher", "url")

    DESCRIBED = ("url", "title", "publisher", "published", "language", "archive_url")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["publisher", "title", "id"]
        indexes = [
            models.Index(
                fields=["publisher", "title", "id"],
                condition=Q(link__in=["gone", "unreachable"]),
                name="source_whose_page_is_dead",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "address",
                name="source_address_is_recorded_once",
                violation_error_message="A source with this address is already recorded.",
            ),
            models.UniqueConstraint(
                "title", "publisher",
                condition=Q(address__isnull=True),
                name="source_without_address_is_recorded_once",
                violation_error_message="A source with this title and publisher is already recorded.",
            ),
            models.CheckConstraint(
                condition=~Q(url="", title=""),
                name="source_has_an_address_or_a_title",
                violation_error_message="Give a source an address, or at least a title.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return " – ".join(filter(None, [self.publisher, self.title or self.url]))

    def clean(self):
        address = normalise_address(self.url) if self.url else None
        if address != self.address:
            # What was found of another page says nothing of this one.
            self.link, self.link_told, self.checked_on, self.failing_since = "", "", None, None
        self.address = address

    @property
    def is_gone(self):
        return self.link == Link.GONE

    def save(self, **kwargs):
        self.clean()
        super().save(**kwargs)

    def describe(self):
        """What the one shape says of a source; null where a part was not seen."""
        return {
            "url": self.url or None,
            "title": self.title or None,
            "publisher": self.publisher or None,
            "published": str(self.published) if self.published else None,
            "language": self.language or None,
        }


class FormerSource(Former):
    """The address of a copy, or the title and publisher of a paper, that is cited as `source` now."""

    address = models.CharField(max_length=2000, null=True)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    source = models.ForeignKey(Source, models.CASCADE, related_name="former")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("address", name="former_address_leads_to_one_source"),
            models.UniqueConstraint(
                "title", "publisher",
                condition=models.Q(address__isnull=True),
                name="former_title_leads_to_one_source",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.address or self.title


class Citation(models.Model):
    """That a source supports facts of a meeting, or says otherwise.

    `described` keeps how this citation describes the source where that differs from the source's
    own row: the same page is quoted with and without its headline in different records.
    """

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations")
    position = models.PositiveIntegerField(default=0)
    supports = TextListField()
    says = MappingField()
    note = models.CharField(max_length=1000, blank=True, help_text="Why the record does not follow it.")
    described = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["meeting", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                "meeting", "source",
                name="source_is_cited_once_for_a_meeting",
                violation_error_message="This source is already cited for this meeting.",
            ),
            models.CheckConstraint(
                condition=~Q(supports=[], says={}),
                name="citation_supports_or_says_something",
                violation_error_message="Say which facts the source supports, or what it says instead.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.source)

    def describe(self):
        return self.source.describe() | self.described

    def take_in(self, other):
        """Say what another citation of the same source says of the same meeting; where both speak, its own word."""
        self.supports = [fact for fact in FACTS if fact in self.supports or fact in other.supports]
        self.says = other.says | self.says
        self.note = "; ".join(dict.fromkeys(filter(None, [self.note, other.note])))[:1000]
