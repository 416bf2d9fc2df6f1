"""Every text that a page shows is marked for translation, and each catalogue says all of them."""

import ast
import html
import re

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType

from scripts.messages import ROOT, catalogue_of, is_translated, key, languages, marked, read, sources

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
WHAT_TO_DO = "Run `make messages`, then fill in each empty msgstr of "
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+")
# What is written alike in every language.
NAMES = {"API", "ASEAN", "BibTeX", "JSON", "UTC"}
SHOWN = re.compile(r'\s(?:title|aria-label|placeholder|alt|label|name="description" content)="([^"]*)"')


@pytest.fixture(scope="module")
def texts():
    return marked()


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_the_texts_that_are_marked_and_no_others(texts, language):
    held = {key(entry) for entry in read(language)}

    path = catalogue_of(language)
    assert sorted(texts.keys() - held) == [], f"These texts are new. {WHAT_TO_DO}{path}."
    assert sorted(held - texts.keys()) == [], f"Nothing shows these texts any more. Run `make messages` for {path}."


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_translates_every_text(language):
    waiting = [entry.msgid for entry in read(language) if not is_translated(entry)]

    assert waiting == [], f"These texts lack a translation. {WHAT_TO_DO}{catalogue_of(language)}."


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_keeps_placeholders_tags_and_quotes(language):
    changed = {
        (entry.msgid, text)
        for entry in read(language)
        for text in [*entry.msgstr_plural.values(), entry.msgstr]
        for part in (PLACEHOLDER, TAG)
        if text and sorted(set(part.findall(entry.msgid_plural or entry.msgid))) != sorted(set(part.findall(text)))
    }
    # In an attribute a straight quote would end the text.
    quoted = {entry.msgid for entry in read(language) if '"' in entry.msgstr and '"' not in entry.msgid}

    assert (changed, quoted) == (set(), set())


def test_catalogues_are_those_of_the_languages_that_visitors_choose_from():
    assert languages() == LANGUAGES
    assert sorted(path.name for path in (ROOT / "timeline" / "locale").iterdir()) == sorted(LANGUAGES)


def shown_unmarked(source):
    """The words of a template that stand outside every translation: text, and attributes that are read."""
    kept, is_within = [], False
    # The width of a page is a class of its frame.
    for token in Lexer(re.sub(r"{% block width %}\w+", "", source)).tokenize():
        first = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        is_within = first in ("blocktranslate", "comment") or (is_within and not first.startswith("end"))
        kept.append(token.contents if token.token_type == TokenType.TEXT and not is_within else "")
    page = "".join(kept)
    found = [*SHOWN.findall(page), *re.sub(r"<[^>]*>", "\n", page).splitlines()]
    words = {html.unescape(text).strip(" \t–·,.;:()…“”×") for text in found}
    return {text for text in words - NAMES if re.search(r"[A-Za-z]{2}", text) and not text.startswith("/")}


TEMPLATES = [path for path in sources() if path.suffix == ".html"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_marks_every_text_that_it_shows(path):
    assert shown_unmarked(path.read_text(encoding="utf-8")) == set(), "Mark them with {% translate %}."


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello there</p>", {"Hello there"}),
        ('<p title="Good day">{{ word }}</p>', {"Good day"}),
        (
            '{% load i18n %}<p>{% translate "Hello" %} {% blocktranslate %}dear {{ word }}{% endblocktranslate %}</p>',
            set(),
        ),
    ],
)
def test_shown_unmarked_sees_text_and_attributes(source, words):
    assert shown_unmarked(source) == words


def sentences_unmarked(tree):
    """Refusals (Http404 and the like) that are raised with a text of their own, not with a marked one."""
    raised = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    answers = [call for call in raised if getattr(call.func, "id", "") == "Http404"]
    return [
        ast.unparse(call) for call in answers if call.args and isinstance(call.args[0], (ast.Constant, ast.JoinedStr))
    ]


def test_page_that_is_not_there_says_why_in_the_language_of_the_reader():
    found = {path.name: sentences_unmarked(ast.parse(path.read_text())) for path in sources() if path.suffix == ".py"}

    assert {name: calls for name, calls in found.items() if calls} == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_names_countries_and_bodies_in_the_language_of_the_reader(path):
    names = r"\b(?:country|host|lead)\.name\b|(?<!lang=\"en\">)\{\{ (?:\w+\.)*body\.name \}\}"
    found = re.findall(names, path.read_text(encoding="utf-8"))

    assert found == [], "Write {{ country }} for the name of a country, {{ body|named }} for that of a body."
