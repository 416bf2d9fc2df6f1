"""Brings the catalogues in line with the texts that templates and code mark for translation: `make messages`.

A new text comes in without a translation, one that is no longer used goes; what is translated stays as it is.
"""

import os
import sys
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.conf import locale as django_locale
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "timeline" / "locale"
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
    # What reads dates knows no catalogues: its sentences are translated where they are shown.
    **dict.fromkeys(["DateError", "marked"], (1,)),
}


def sources():
    """Each file that may mark a text, in a fixed order; the desk speaks English."""
    code = [path for folder in ("meetings", "timeline") for path in (ROOT / folder).rglob("*.py")]
    # Letters are plain text, too.
    pages = [path for end in ("html", "txt") for path in ROOT.glob(f"**/templates/**/*.{end}")]
    pages = [path for path in pages if path.relative_to(ROOT).parts[0] not in (".venv", "var")]
    return sorted({path for path in [*code, *pages] if not {"admin", "migrations"} & set(path.parts)})


def marked():
    """Every marked text as an entry of a catalogue, by context and text, with the files that it stands in."""
    found = {}
    for path in sources():
        for _line, text, _comments, context in extract("python", BytesIO(code_of(path).encode()), KEYWORDS):
            one, many = text if isinstance(text, tuple) else (text, "")
            fresh = polib.POEntry(msgid=one, msgid_plural=many, msgctxt=context)
            entry = found.setdefault((context or "", one), fresh)
            entry.msgid_plural = entry.msgid_plural or many
            place = (str(path.relative_to(ROOT)), "")
            entry.occurrences += [place] if place not in entry.occurrences else []
    return found


def code_of(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    # What Django makes of a template is read like code, but its lines are indented as the page is.
    return "\n".join(line.strip() for line in templatize(text).splitlines())


def languages():
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def catalogue_of(language):
    return LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"


def read(language):
    """The catalogue of a language, or an empty one."""
    path = catalogue_of(language)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=119)
    fresh = polib.POFile(wrapwidth=119)
    fresh.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(language),
    }
    return fresh


def plural_forms(language):
    """How the language counts, as Django's own catalogue says."""
    folder = Path(django_locale.__file__).parent / to_locale(language) / "LC_MESSAGES"
    return polib.mofile(str(folder / "django.mo")).metadata["Plural-Forms"]


def key(entry):
    return entry.msgctxt or "", entry.msgid


def updated(catalogue, texts):
    """The same catalogue with exactly `texts`, in the order of the alphabet, so that two who add seldom collide."""
    known = {key(entry): entry for entry in catalogue}
    catalogue.clear()
    for place, fresh in sorted(texts.items(), key=lambda pair: (pair[0][1].casefold(), pair[0])):
        entry = known.get(place, fresh)
        forms = range(int(catalogue.metadata["Plural-Forms"].split(";")[0].rpartition("=")[2]))
        if bool(entry.msgid_plural) != bool(fresh.msgid_plural):
            entry = fresh
        if fresh.msgid_plural:
            entry.msgid_plural = fresh.msgid_plural
            entry.msgstr_plural = {form: entry.msgstr_plural.get(form, "") for form in forms}
        entry.occurrences = fresh.occurrences
        catalogue.append(entry)
    return catalogue


def is_translated(entry):
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return all(texts) and not entry.fuzzy


def main():
    for language in languages():
        catalogue = updated(read(language), marked())
        path = catalogue_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        waiting = [entry.msgid for entry in catalogue if not is_translated(entry)]
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {len(waiting)} without a translation.")
        for text in waiting:
            print(f"  {text}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timeline.settings")
    main()
