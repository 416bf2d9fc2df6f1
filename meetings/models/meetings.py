"""Meetings, their officers and documents: what is known of one sitting of one body.

Columns below `gaps` are derived from the record when it is written (`history.revise`) and never typed.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.languages import ordinal_word, said
from meetings.models.chains import steps_above, steps_below
from meetings.models.choices import DocumentKind, Format, Kind, Role, Status
from meetings.models.fields import AddressField, EdtfField, FoldedField, TextListField
from meetings.models.rules import problems
from meetings.models.sources import Citation

NEVER = date(9999, 12, 31)
SITTING_ORDER = ["sorts_on", "slug"]
# What the slug and the name of a meeting that reports to another are made of.
NAMED = ("slug", "reports_to", "title", "ordinal", "kind", "dates", "body__acronym")


# What a meeting without a number is called; a regular one has the name of its body.
NAMES = {Kind.SPECIAL: _("Special %(body)s"), Kind.PREPARATORY: _("Preparatory %(body)s")}


def numbered(ordinals, body):
    """17th AMMTC"""
    return gettext("%(ordinals)s %(body)s") % {"ordinals": ordinals, "body": body.acronym}


class MeetingQuerySet(models.QuerySet):
    def regular(self):
        return self.filter(kind=Kind.REGULAR)

    def held(self):
        return self.filter(status=Status.HELD)

    def expected(self, today):
        """Announced or confirmed, and not yet past on `today`."""
        return self.filter(status__in=[Status.PLANNED, Status.CONFIRMED], latest__gte=today)

    def announced_and_past(self, today):
        """Meetings of which only an announcement was seen, though their days are over."""
        return self.filter(status__in=[Status.PLANNED, Status.CONFIRMED], latest__lt=today)

    def dated(self):
        return self.filter(earliest__isnull=False)

    def undated(self):
        return self.filter(earliest__isnull=True)

    def overlapping(self, first, last):
        """Meetings that may have sat on any day from `first` to `last`."""
        return self.filter(earliest__lte=last, latest__gte=first)

    def inside(self, first, last):
        """Meetings that certainly sat between `first` and `last`."""
        return self.filter(earliest__gte=first, latest__lte=last)

    def before(self, day):
        return self.filter(latest__lt=day)

    def with_unsourced_facts(self):
        """Those of which a fact that every meeting could have is known, and no source supports it."""
        return self.filter(unsourced__gt=0)

    def contested(self):
        return self.exclude(contested=[])

    def in_(self, country):
        """Meetings that `country` hosts, or that sat there."""
        return self.filter(Q(host=country) | Q(place__country=country))

    def concerning(self, country):
        """Meetings that `country` hosts or chairs, or that sat there."""
        return self.filter(Q(host=country) | Q(place__country=country) | Q(chair_country=country))

    def naming(self, person):
        as_officer = Officer.objects.filter(person=person).values("meeting")
        return self.filter(Q(chair_person=person) | Q(pk__in=as_officer))

    def citing(self, source):
        return self.filter(citations__source=source)

    def pointing_at(self, meeting):
        """Meetings whose own record names `meeting`."""
        return self.filter(Q(reports_to=meeting) | Q(alongside=meeting))

    def rewrite(self, meetings, columns):
        """Bring `columns` of these whole rows into the table; many times faster than `bulk_update`."""
        self.bulk_create(meetings, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=columns)

    def locked_whole(self):
        """These meetings `with_record()`, by key, which nobody else changes until the transaction ends.

        Locked first and read after that: a join that waited for a lock may answer what stood before it.
        """
        pks = list(self.order_by("pk").select_for_update().values_list("pk", flat=True))
        # Sorted here: the database sorts as fast, but Django takes longer to say so than to fetch a meeting.
        rows = Meeting.objects.with_record().filter(pk__in=pks).order_by() if pks else ()
        return sorted(rows, key=lambda row: row.pk)

    def in_time_order(self):
        return self.order_by(*SITTING_ORDER)

    def newest_first(self):
        return self.order_by("-sorts_on", "slug")

    def preceding(self, meeting):
        """Those before it in its series, nearest first: by number where it has one, else by day."""
        series = self.filter(body=meeting.body_id)
        if meeting.ordinal and meeting.kind == Kind.REGULAR:
            return series.regular().filter(ordinal__lt=meeting.ordinal).order_by("-ordinal")
        same_day = Q(sorts_on=meeting.sorts_on, slug__lt=meeting.slug)
        return series.filter(Q(sorts_on__lt=meeting.sorts_on) | same_day).order_by("-sorts_on", "-slug")

    def following(self, meeting):
        """Those after it in its series, nearest first."""
        series = self.filter(body=meeting.body_id)
        if meeting.ordinal and meeting.kind == Kind.REGULAR:
            return series.regular().filter(ordinal__gt=meeting.ordinal).order_by("ordinal")
        same_day = Q(sorts_on=meeting.sorts_on, slug__gt=meeting.slug)
        return series.filter(Q(sorts_on__gt=meeting.sorts_on) | same_day).order_by(*SITTING_ORDER)

    def in_record_order(self):
        """As the dataset lists a body's meetings: the numbered ones, then the others by day."""
        return self.order_by(F("ordinal").asc(nulls_last=True), "sorts_on", "id")

    def with_line(self):
        """What a line in a list shows: body, host and place."""
        return self.select_related("body", "host", "place__country")

    def counted_by_body(self):
        """How many there are of each body, by its key."""
        return dict(self.order_by().values_list("body").annotate(models.Count("pk")))

    def with_sources_counted(self):
        """`sources`: how many sources each cites."""
        cited = Citation.objects.filter(meeting=models.OuterRef("pk")).order_by().values("meeting")
        number = cited.annotate(number=models.Count("pk")).values("number")
        return self.annotate(sources=Coalesce(models.Subquery(number), 0))

    def with_record(self):
        """All that the one shape needs, in a number of queries that does not grow with the rows."""
        return self.select_related(
            "body", "host", "place__country", "chair_country", "chair_person", "reports_to__body", "alongside"
        ).prefetch_related(
            models.Prefetch("officers", Officer.objects.select_related("person", "country")),
            "documents",
            # A join: SQLite cannot take the list of keys that a prefetch of the sources would send.
            models.Prefetch("citations", Citation.objects.select_related("source")),
            models.Prefetch("prepared_by", Meeting.objects.in_time_order().select_related("body").only(*NAMED)),
        )  # fmt: skip


class Meeting(models.Model):
    """One sitting of a body: regular and numbered, special, or preparatory."""

    slug = models.CharField(max_length=120, unique=True)
    body = models.ForeignKey("meetings.Body", models.PROTECT, related_name="meetings")
    ordinal = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REGULAR)
    title = models.CharField(max_length=300, blank=True, help_text="Only where it is not called “17th AMMTC”.")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    dates = EdtfField(help_text="The meeting itself, e.g. 18–19 May 2023, August 2023 or Q2 2023.")
    programme = EdtfField(help_text="The whole event, with arrivals, related meetings and excursion.")
    format = models.CharField(max_length=10, choices=Format, blank=True)
    host = models.ForeignKey("meetings.Country", models.PROTECT, null=True, blank=True, related_name="hosted")
    chair_country = models.ForeignKey("meetings.Country", models.PROTECT, null=True, blank=True, related_name="chaired")
    chair_person = models.ForeignKey("meetings.Person", models.PROTECT, null=True, blank=True, related_name="chaired")
    chair_office = models.CharField(max_length=300, blank=True)
    venue_name = models.CharField("venue", max_length=200, blank=True)
    place = models.ForeignKey("meetings.Place", models.PROTECT, null=True, blank=True, related_name="meetings")
    theme = models.CharField(max_length=500, blank=True)
    reports_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="prepared_by")
    alongside = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="beside")
    agenda = TextListField()
    notes = models.TextField(max_length=10_000, blank=True)
    gaps = models.JSONField(default=dict, blank=True)

    earliest = models.DateField(null=True, editable=False)
    latest = models.DateField(null=True, editable=False)
    precision = models.CharField(max_length=8, default="none", editable=False)
    sorts_on = models.DateField(default=NEVER, editable=False)
    contested = models.JSONField(default=list, editable=False)
    # How many of `claims.EXPECTED` are known and have no source.
    unsourced = models.PositiveSmallIntegerField(null=True, editable=False)
    folded = models.TextField(default="", editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(null=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = SITTING_ORDER
        indexes = [
            models.Index(fields=SITTING_ORDER, name="meeting_in_time_order"),
            models.Index(fields=["body", *SITTING_ORDER], name="meeting_of_body_in_time"),
            models.Index(fields=["host", *SITTING_ORDER], name="meeting_of_host_in_time"),
            models.Index(fields=["updated_at", "slug"], name="meeting_by_change"),
            models.Index(fields=["ordinal", "slug"], name="meeting_by_ordinal"),
            models.Index(fields=SITTING_ORDER, condition=Q(unsourced__gt=0), name="meeting_with_unsourced_facts"),
            models.Index(
                fields=SITTING_ORDER,
                condition=Q(status__in=["planned", "confirmed"]),
                name="meeting_that_was_announced",
            ),
            # Holds all that counting by days reads.
            models.Index(fields=["earliest", "body"], name="meeting_by_first_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9-]+$"),
                name="meeting_slug_is_lower_case_words",
                violation_error_message="A slug has only small letters, digits and hyphens.",
            ),
            models.CheckConstraint(
                condition=Q(ordinal__isnull=True) | Q(ordinal__gt=0),
                name="meeting_ordinal_counts_from_one",
                violation_error_message="An ordinal counts from 1.",
            ),
            models.UniqueConstraint(
                "body", "ordinal",
                condition=Q(kind=Kind.REGULAR),
                name="meeting_ordinal_is_used_once_in_its_series",
                violation_error_message="Another regular meeting of this body has this ordinal.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="meeting_kind_is_known",
                violation_error_message="Choose one of the known kinds.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="meeting_status_is_known",
                violation_error_message="Choose one of the known statuses.",
            ),
            models.CheckConstraint(
                condition=Q(format__in=["", *Format.values]),
                name="meeting_format_is_known",
                violation_error_message="Choose one of the known formats.",
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True, latest__isnull=True)
                | Q(earliest__isnull=False, latest__isnull=False, latest__gte=F("earliest")),
                name="meeting_ends_after_it_begins",
                violation_error_message="A meeting cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(reports_to__isnull=True) | ~Q(reports_to=F("id")),
                name="meeting_does_not_report_to_itself",
                violation_error_message="A meeting cannot report to itself.",
            ),
            models.CheckConstraint(
                condition=Q(alongside__isnull=True) | ~Q(alongside=F("id")),
                name="meeting_is_not_alongside_itself",
                violation_error_message="A meeting cannot sit alongside itself.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("meeting", args=[self.slug])

    loaded_slug = None

    @classmethod
    def from_db(cls, db, field_names, values):
        meeting = super().from_db(db, field_names, values)
        meeting.loaded_slug = meeting.__dict__.get("slug")
        return meeting

    def save(self, **kwargs):
        self.measure_dates()
        super().save(**kwargs)

    def measure_dates(self):
        """Bring the columns that sort and filter in line with `dates`."""
        self.earliest = self.dates.earliest if self.dates else None
        self.latest = self.dates.latest if self.dates else None
        self.precision = self.dates.precision if self.dates else "none"
        # Without a day it stands nowhere, until `place_undated` finds it a place in its series.
        self.sorts_on = self.earliest or NEVER

    @property
    def name(self):
        """What people call it: its title, else “17th AMMTC”, else its body and day."""
        if self.title:
            return self.title
        if self.ordinal:
            return numbered(ordinal_word(self.ordinal), self.body)
        name = NAMES.get(self.kind, "%(body)s") % {"body": self.body.acronym}
        return f"{name}, {said(self.dates)}" if self.dates else name

    @property
    def where(self):
        """Venue and place in one line, empty where neither is known."""
        return ", ".join(filter(None, [self.venue_name, str(self.place or "")]))

    def problems(self, *, today, chain=None):
        """Sentences by field for what keeps it from being saved; `today` is the reader's day."""
        return problems(self, today=today, chain=chain)

    def is_past(self, today):
        return self.latest is not None and self.latest < today

    def above(self):
        """The meetings that received its results, nearest first (two queries)."""
        return steps_above(self)

    def below(self):
        """All meetings whose results came up to it, as (steps down, meeting) (two queries)."""
        return steps_below(self)


class Officer(models.Model):
    """Somebody who did something at a meeting, by name, by office, or by country alone."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="officers")
    position = models.PositiveIntegerField(default=0)
    role = models.CharField(max_length=20, choices=Role)
    person = models.ForeignKey("meetings.Person", models.PROTECT, null=True, blank=True, related_name="offices")
    office = models.CharField(max_length=300, blank=True)
    country = models.ForeignKey("meetings.Country", models.PROTECT, null=True, blank=True, related_name="officers")

    class Meta:
        ordering = ["meeting", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="officer_role_is_known",
                violation_error_message="Choose one of the known roles.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(country__isnull=False) | ~Q(office=""),
                name="officer_is_somebody",
                violation_error_message="Name a person, an office or a country.",
            ),
        ]

    def __str__(self):
        who = self.person or self.office or self.country
        return f"{self.get_role_display()}: {who}"


class Document(models.Model):
    """A text that a meeting adopted, issued or was given."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="documents")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=20, choices=DocumentKind, default=DocumentKind.OTHER)
    url = AddressField("address")
    folded = FoldedField("title")

    class Meta:
        ordering = ["meeting", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values),
                name="document_kind_is_known",
                violation_error_message="Choose one of the known kinds of document.",
            )
        ]

    def __str__(self):
        return self.title
