"""Text as search compares it: whoever is looked for is found in any case and with or without accents."""

import re
import unicodedata

MARKS, SPACES = re.compile("[\u0300-\u036f]+"), re.compile(r"\s+")


def fold(text):
    """`text` as search compares it: caseless, without marks, đ as d, single spaces.

    Thai, Khmer, Lao and Burmese keep their vowel signs: there they are letters, not accents.
    """
    # Case goes last: what stands for letters (™, ℌ) becomes capitals.
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    kept = plain if plain.isascii() else unicodedata.normalize("NFC", MARKS.sub("", plain))
    return SPACES.sub(" ", kept).strip()
