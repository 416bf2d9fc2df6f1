"""People who chair, open or attend: each has one name and the variants sources spell it with."""

from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from meetings.models.fields import TextListField


class PersonQuerySet(models.QuerySet):
    def in_record_order(self):
        return self.order_by("name")


class Person(models.Model):
    """A person under the one name the record uses."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200, unique=True)
    variants = TextListField("other spellings")

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


def slug_stem(name):
    return slugify(name)[:100] or "person"


def slugs_like(name):
    return set(Person.objects.filter(slug__startswith=slug_stem(name)).values_list("slug", flat=True))


def free_slug(name, *, taken):
    """`name` as an address word that is not in `taken`: hamidin, hamidin-2, …"""
    stem = slug_stem(name)
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
