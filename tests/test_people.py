"""People: one name each, its variants, and an address word that no other has."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from meetings.models import Person
from meetings.models.people import free_slug
from tests.factories import PersonFactory


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Listyo Sigit Prabowo", "listyo-sigit-prabowo"),
        ("Nguyễn Văn Long", "nguyen-van-long"),
        ("  K. Shanmugam ", "k-shanmugam"),
        ("ประยุทธ์", "person"),
        ("x" * 200, "x" * 100),
    ],
)
def test_person_gets_an_address_word_from_the_name(db, name, slug):
    assert PersonFactory(name=name).slug == slug


def test_people_of_like_names_get_words_of_their_own(db):
    for name in ("Hamidin", "Hamidin.", "HAMIDIN", "Hamidin Aji"):
        PersonFactory(name=name)

    assert dict(Person.objects.values_list("name", "slug")) == {
        "Hamidin": "hamidin", "Hamidin.": "hamidin-2", "HAMIDIN": "hamidin-3", "Hamidin Aji": "hamidin-aji",
    }  # fmt: skip


def test_address_word_does_not_take_that_of_a_person_numbered_by_name(db):
    assert free_slug("Hamidin", taken={"hamidin", "hamidin-2", "hamidin-4"}) == "hamidin-3"


def test_renaming_a_person_keeps_the_address(db):
    person = PersonFactory(name="Hamidin")

    person.name = "Hamidin Aji Amin"
    person.save()

    assert Person.objects.get().slug == "hamidin"


def test_name_is_used_once(db):
    PersonFactory(name="Hamidin")

    with pytest.raises(ValidationError) as error:
        Person(name="Hamidin", slug="other").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person(name="Hamidin").save()

    assert error.value.message_dict == {"name": ["Person with this Name already exists."]}


def test_people_stand_by_name(db):
    for name in ("Yasonna Laoly", "Boy Rafli Amar"):
        PersonFactory(name=name)

    assert [person.name for person in Person.objects.in_record_order()] == ["Boy Rafli Amar", "Yasonna Laoly"]
