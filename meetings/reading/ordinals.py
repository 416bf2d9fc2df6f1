"""The number of a meeting, as articles in many languages write it."""

import re

_ENGLISH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third"
    " twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth"
)
_MALAY = (
    "pertama|kedua|ketiga|keempat|kelima|keenam|ketujuh|kedelapan|kesembilan|kesepuluh|kesebelas|kedua belas"
    "|ketiga belas|keempat belas|kelima belas|keenam belas|ketujuh belas|kedelapan belas|kesembilan belas"
    "|kedua puluh"
)
_VIETNAMESE = "nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|mười một|mười hai|mười ba|mười bốn|mười lăm|mười sáu"
_FRENCH = (
    "premi[eè]re?|deuxième|troisième|quatrième|cinquième|sixième|septième|huitième|neuvième|dixième|onzième"
    "|douzième|treizième|quatorzième|quinzième|seizième|dix-septième|dix-huitième|dix-neuvième|vingtième"
)
ENGLISH, MALAY = _ENGLISH.split(), _MALAY.split("|")
VIETNAMESE, FRENCH = _VIETNAMESE.split("|"), _FRENCH.split("|")
HAN = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}

WORDS = {word: number for number, word in enumerate(ENGLISH, start=1)}
WORDS |= {word.replace("-", " "): number for word, number in list(WORDS.items())}
WORDS |= {word: number for number, word in enumerate(MALAY, start=1)}
WORDS |= {word.replace(" ", ""): number for number, word in enumerate(MALAY, start=1)}
WORDS |= {"kelapan": 8, "kedua belas": 12, "première": 1, "premier": 1}
WORDS |= {f"lần thứ {word}": number for number, word in enumerate(VIETNAMESE, start=1)}
WORDS |= {word: number for number, word in enumerate(FRENCH, start=1) if "[" not in word}

_WORDS = "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
ORDINAL = (
    r"[0-9]{1,2} ?(?:st|nd|rd|th)(?![a-z])|(?:yang )?(?:kali )?ke ?[-–]? ?[0-9]{1,2}(?![0-9])"
    r"|(?:lần )?thứ [0-9]{1,2}(?![0-9])|lần [0-9]{1,2}(?![0-9/])|(?<![0-9])[0-9]{1,2}(?:e|ème|er|re|ª|º"
    r"|°)(?![a-zà-ɏ])|第 ?[0-9一二三四五六七八九十]{1,4} ?[届屆次回]|首[届屆次]|제 ?[0-9]{1,2} ?[차회]"
    r"|ครั้งที่ ?[0-9๐-๙]{1,2}|ຄັ້ງທີ ?[0-9໐-໙]{1,2}|លើកទី ?[0-9០-៩]{1,2}"
    rf"|(?<![\w])(?<!hari )(?<!day )(?:{_WORDS})(?![\w-])"
)
# Behind an acronym: "AMMTC 10", "AMMTC12", "AMMTC-8", "(AMMTC) 18"; no year, no day of a month and no "+3".
SUFFIX = (
    r"(?<=[TC)])[- ]?(?<![+])[0-9]{1,2}(?![0-9+]|[./:][0-9]|\s?[-–]\s?[0-9]|\s?%|\s+[A-Z]?[a-zà-ɏ]+ (?:19"
    r"|20)[0-9]{2})"
)


def ordinal(words: str) -> int | None:
    """The number that an ordinal's words mean."""
    folded = " ".join(words.casefold().split())
    if folded in WORDS:
        return WORDS[folded]
    if folded[:1] == "首":
        return 1
    digits = re.search(r"[0-9]+", "".join(str(int(sign)) if sign.isdecimal() else sign for sign in folded))
    return int(digits.group()) if digits else _han(folded)


def _han(words: str) -> int | None:
    signs = re.sub("[^一二三四五六七八九十]", "", words)
    if not signs:
        return None
    tens, ten, ones = signs.partition("十")
    return (HAN.get(tens, 1) if ten else 0) * 10 + HAN.get(ones if ten else tens, 0)
