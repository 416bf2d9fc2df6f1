"""What the record says in its reader's language: dates, ordinals, and the names of countries and bodies.

Where a language has no word, English is said. Whoever answers programs and editors activates English.
"""

from django.utils.translation import get_language, gettext, pgettext_lazy

from meetings.dates import say

# By language and code; bodies bring their names in the record (`name_id`).
COUNTRIES = {
    "id": {
        "AU": "Australia",
        "BN": "Brunei Darussalam",
        "CA": "Kanada",
        "CN": "Tiongkok",
        "EU": "Uni Eropa",
        "GB": "Inggris Raya",
        "ID": "Indonesia",
        "IN": "India",
        "JP": "Jepang",
        "KH": "Kamboja",
        "KR": "Republik Korea",
        "LA": "RDR Laos",
        "MM": "Myanmar",
        "MY": "Malaysia",
        "NZ": "Selandia Baru",
        "PH": "Filipina",
        "RU": "Federasi Rusia",
        "SG": "Singapura",
        "TH": "Thailand",
        "TL": "Timor-Leste",
        "US": "Amerika Serikat",
        "VN": "Viet Nam",
    },
}
# What people write for them too; searched for, and never said.
ALSO_CALLED = {
    "CN": ["Cina"],
    "KR": ["Korea Selatan", "South Korea"],
    "LA": ["Laos"],
    "RU": ["Rusia"],
    "VN": ["Vietnam"],
}
ENDINGS = {
    1: pgettext_lazy("ordinal", "%(number)dst"),
    2: pgettext_lazy("ordinal", "%(number)dnd"),
    3: pgettext_lazy("ordinal", "%(number)drd"),
}
ENDING = pgettext_lazy("ordinal", "%(number)dth")


def language():
    """The reader's, without its region."""
    return (get_language() or "en").partition("-")[0]


def said(edtf):
    """The date in words."""
    return say(edtf, language())


def refusal_said(error):
    """The sentence of a DateError. Months and days of the week have their names in Django's own catalogues."""
    names = {name: gettext(error.values[name]) for name in ("month", "right", "wrong") if name in error.values}
    return gettext(error.sentence).format(**error.values | names)


def ordinal_word(number):
    """1st, 2nd, 3rd, 4th, 11th, 21st, …"""
    ending = ENDING if number % 100 in (11, 12, 13) else ENDINGS.get(number % 10, ENDING)
    return ending % {"number": number}


def country_name(code, name):
    """The name of a country by its code; `name` is that in English."""
    return COUNTRIES.get(language(), {}).get(code, name)


def body_name(body):
    return getattr(body, f"name_{language()}", "") or body.name
