"""People who chair, open or attend: each has one name and the variants sources spell it with."""

from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from meetings.models.fields import FoldedField, TextListField
from meetings.models.former import Former


class PersonQuerySet(models.QuerySet):
    def in_record_order(self):
        return self.order_by("name")


class Person(models.Model):
    """A person under the one name the record uses."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200, unique=True)
    variants = TextListField("other spellings")
    folded = FoldedField("name", "variants")

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("person", args=[self.slug])

    def save(self, **kwargs):
        self.slug = self.slug or free_slug(self.name, taken=slugs_like(self.name))
        super().save(**kwargs)


class FormerPerson(Former):
    """The address of a person's page, which leads to the page of `person` now."""

    slug = models.SlugField(max_length=120, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="former")

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "former people"

    def __str__(self):
        return self.slug


def slug_stem(name):
    return slugify(name)[:100] or "person"


def slugs_like(*names):
    """The addresses that begin like one of these names, also those that lead to somebody else since a merger."""
    starts = models.Q()
    for stem in {slug_stem(name) for name in names}:
        starts |= models.Q(slug__startswith=stem)
    return {
        slug for model in (Person, FormerPerson) for slug in model.objects.filter(starts).values_list("slug", flat=True)
    }


def free_slug(name, *, taken):
    """`name` as an address word that is not in `taken`: hamidin, hamidin-2, …"""
    stem = slug_stem(name)
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
