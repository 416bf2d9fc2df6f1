"""The documentation says what the code does: each list, command, address and key in it is held to the code."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from meetings.models.meetings import DocumentKind, Kind, Role, Status
from meetings.models.sources import FACTS
from meetings.serializers import MeetingSerializer

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def section(page, heading):
    """What stands under `heading`, up to the next heading."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", text_of(page), re.M | re.S)
    assert found, f"{page} has no section {heading}"
    return found[1]


def first_column(text):
    return re.findall(r"^\| `([^`|]+)`", text, re.M)


def words(text):
    return set(re.findall(r"`([^`]+)`", text))


def row(text, key):
    return next(line for line in text.splitlines() if line.startswith(f"| `{key}` |"))


def test_dataset_page_lists_the_keys_of_the_one_shape_in_order():
    writable = [name for name, field in MeetingSerializer().fields.items() if not field.read_only]

    assert first_column(section("docs/dataset.md", "The one shape")) == writable


@pytest.mark.parametrize(
    ("key", "choices", "others"),
    [
        ("kind", Kind, {"kind"}),
        ("status", Status, {"status"}),
        ("officers", Role, {"officers", "role", "person", "office", "country"}),
        ("documents", DocumentKind, {"documents", "title", "kind", "url"}),
    ],
)
def test_dataset_page_lists_the_known_words(key, choices, others):
    told = words(row(section("docs/dataset.md", "The one shape"), key))

    assert told - others == set(choices.values)


def test_dataset_page_lists_the_facts():
    told = re.search(r"Facts are (.*?)\.", section("docs/dataset.md", "The one shape"), re.S)[1]

    assert words(told) == set(FACTS)


def test_operating_page_lists_the_environment_that_settings_read():
    readers = r'\b(?:text|flag|one_of|words|port|number|numbers|origin|database|cache|mail|secret_key)\("([A-Z_]+)"'
    read = set(re.findall(readers, text_of("timeline/settings.py")))

    assert set(first_column(section("docs/operating.md", "Environment"))) == read


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_names_only_targets_that_make_knows(page):
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.M))
    code = "\n".join(a or b for a, b in re.findall(r"`([^`\n]+)`|^    (.+)$", page.read_text(encoding="utf-8"), re.M))

    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_names_only_commands_that_exist(page):
    named = set(re.findall(r"manage\.py ([a-z_]+)", page.read_text(encoding="utf-8")))

    assert named <= set(get_commands())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_links_only_to_files_that_exist(page):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_names_only_addresses_that_answer(page):
    named = re.findall(r"(?:127\.0\.0\.1:8000|localhost:8000|`GET )(/[\w/.-]*)", page.read_text(encoding="utf-8"))
    unknown = []
    for address in named:
        try:
            resolve(address)
        except Resolver404:
            unknown.append(address)

    assert unknown == []


def test_readme_names_only_paths_that_exist():
    tree = re.search(r"```\n(.*?)```", section("README.md", "How it is built"), re.S)[1]
    named = [re.split(r"\s{2,}", line)[0].strip() for line in tree.splitlines() if line.strip()]

    assert [name for names in named for name in names.split() if not list(ROOT.glob(name.rstrip("/")))] == []


def test_changelog_begins_with_the_version_of_the_project():
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]

    assert re.search(r"^## (\S+)", text_of("CHANGELOG.md"), re.M)[1] == version


def test_languages_page_names_files_that_exist_and_words_that_code_has():
    text = section("docs/languages.md", "Where the words are") + section("docs/languages.md", "To add a text")
    files = {path for path in words(text) if "/" in path and "<" not in path}

    assert [path for path in files if not (ROOT / path).exists()] == []
    assert re.search(r"^COUNTED = ", text_of("timeline/templatetags/record.py"), re.M)
    assert f"cookie `{settings.LANGUAGE_COOKIE_NAME}`" in text_of("docs/languages.md")


def test_every_page_of_docs_is_linked_from_the_readme():
    linked = set(re.findall(r"\]\(docs/([\w-]+\.md)\)", text_of("README.md")))

    assert linked == {page.name for page in (ROOT / "docs").glob("*.md")}
