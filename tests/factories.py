"""Rows for tests, as small as they may be; `revised` makes a meeting as it stands once it is recorded."""

import factory
from django.contrib.auth import get_user_model

from meetings import models
from meetings.history import Change, revise


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()

    username = factory.Sequence("user{}".format)


class CountryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Country
        django_get_or_create = ("code",)

    code = "ID"
    name = factory.LazyAttribute(lambda country: {"ID": "Indonesia"}.get(country.code, f"Country {country.code}"))


class PlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Place

    country = factory.SubFactory(CountryFactory)
    region = "East Nusa Tenggara"
    locality = factory.Sequence("Town {}".format)


class BodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Body
        django_get_or_create = ("slug",)

    slug = "ammtc"
    acronym = factory.LazyAttribute(lambda body: body.slug.upper())
    name = factory.LazyAttribute(lambda body: f"Body {body.acronym}")
    level = "ministerial"


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Person

    name = factory.Sequence("Person {}".format)


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Source

    url = factory.Sequence("https://press.example/{}".format)
    title = factory.Sequence("Report {}".format)
    publisher = "The Press"
    language = "en"


class MeetingFactory(factory.django.DjangoModelFactory):
    """A regular meeting: the next of its series, held in 2001 and later, a year apart."""

    class Meta:
        model = models.Meeting

    body = factory.SubFactory(BodyFactory)
    ordinal = factory.Sequence(lambda n: n + 1)
    slug = factory.LazyAttribute(lambda meeting: f"{meeting.body.slug}-{meeting.ordinal}")
    kind = "regular"
    status = "held"
    dates = factory.LazyAttribute(lambda meeting: f"{2000 + meeting.ordinal % 20}-08-21")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        for name in ("dates", "programme"):
            kwargs[name] = models.Meeting._meta.get_field(name).to_python(kwargs.get(name))
        return super()._create(model_class, *args, **kwargs)


class OfficerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Officer

    meeting = factory.SubFactory(MeetingFactory)
    role = "opening-speaker"
    person = factory.SubFactory(PersonFactory)


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Document

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence("Declaration {}".format)
    kind = "declaration"


class CitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Citation

    meeting = factory.SubFactory(MeetingFactory)
    source = factory.SubFactory(SourceFactory)
    supports = ["dates"]


def revised(meeting, reason="First recorded", **change):
    """`meeting` as it stands once its present state is recorded."""
    revise([meeting.pk], Change(reason, **change))
    return models.Meeting.objects.with_record().get(pk=meeting.pk)
