"""Text as search compares it: whoever is looked for is found in any case and with or without accents."""

import re
import unicodedata


def fold(text):
    """`text` as search compares it: caseless, without marks, đ as d, single spaces.

    Thai, Khmer, Lao and Burmese keep their vowel signs: there they are letters, not accents.
    """
    # Case goes last: what stands for letters (™, ℌ) becomes capitals.
    plain = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    kept = "".join(mark for mark in plain if not "\u0300" <= mark <= "\u036f")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", kept)).strip()
