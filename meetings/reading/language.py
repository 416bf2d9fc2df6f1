"""The language that an article is in, by its script and by the commonest words."""

import re

SCRIPTS = {
    "th": r"[ก-๛]",
    "lo": r"[ກ-ໟ]",
    "km": r"[ក-៹]",
    "my": r"[က-႟]",
    "ko": r"[가-힣]",
    "ja": r"[ぁ-ヿ]",
    "zh": r"[一-鿿]",
}
COMMON = {
    "en": "the of and to in on with for was is by that",
    "id": "yang dan di dengan untuk pada oleh dari adalah itu dalam kepada bahwa karena tersebut kata negara",
    "ms": "yang dan di dengan untuk pada oleh dari adalah itu ialah bahawa kerana telah beliau mesyuarat negara",
    "vi": "và của các trong với cho về tại là được những này không",
    "fil": "ang ng mga sa na ay at para kay ni",
    "fr": "le la les des et du à en pour dans sur une est",
    "it": "il di che della per del sulla gli con una nel",
    "pt": "o de que da em do para com uma não os",
}


def language_of(text: str) -> str | None:
    """The code of the language; None for a text too short or in none of those known here."""
    letters = len(re.findall(r"[^\W\d_]", text))
    for language, signs in SCRIPTS.items():
        share = len(re.findall(signs, text))
        if share * 4 > letters > 0 or (language == "ja" and share > 20 and share * 8 > letters):
            return language
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {language: sum(words.count(word) for word in common.split()) for language, common in COMMON.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= 5 else None
