"""Every text that a page shows is marked for translation, and each catalogue says all of them."""

import ast
import html
import re

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType

from scripts.messages import KEYWORDS, ROOT, catalogue_of, is_translated, key, languages, marked, read, sources

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
WHAT_TO_DO = "Run `make messages`, then fill in each empty msgstr of "
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+")
# What is written alike in every language.
NAMES = {"API", "ASEAN", "Apple Calendar", "Atom", "BibTeX", "Google Calendar", "JSON", "Outlook", "Thunderbird", "UTC"}
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


def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def sentences_unmarked(tree):
    """The texts of more than one word that are neither marked nor markup nor docstrings."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    marking = [call for call in calls if getattr(call.func, "id", "") in KEYWORDS]
    left_out = [*marking, *(node for node in ast.walk(tree) if is_docstring(node))]
    inside = {id(node) for each in left_out for node in ast.walk(each)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in inside]
    return {
        text for text in texts if isinstance(text, str) and "<" not in text and re.search(r"[a-z]{2} [a-z]{2}", text)
    }


PAGES = [path for path in sources() if path.suffix == ".py" and path.parent.name in ("timeline", "pages")]
# What an operator, an editor or a program reads, and the name of a count.
IN_ENGLISH = {"admin.py", "apps.py", "health.py", "models.py", "settings.py"}
SAID_TO_PROGRAMS = {
    "The ASEAN meetings record",
    "Only JSON is spoken here: ask with format=json.",
    "Nothing of this record that can be shown in a frame is at that address.",
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_code_of_pages_marks_every_sentence_that_it_says(path):
    found = sentences_unmarked(ast.parse(path.read_text(encoding="utf-8")))

    assert path.name in IN_ENGLISH or found <= SAID_TO_PROGRAMS, "Mark them with gettext."


def test_sentences_unmarked_sees_what_is_raised_and_what_is_returned():
    code = '"""A module."""\nraise Http404(f"Nothing stands at {address}")\nx = "not marked"\ny = _("well marked")\n'

    assert sentences_unmarked(ast.parse(code)) == {"Nothing stands at ", "not marked"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_names_countries_and_bodies_in_the_language_of_the_reader(path):
    names = r"\b(?:country|host|lead)\.name\b|(?<!lang=\"en\">)\{\{ (?:\w+\.)*body\.name \}\}"
    found = re.findall(names, path.read_text(encoding="utf-8"))

    assert found == [], "Write {{ country }} for the name of a country, {{ body|named }} for that of a body."
