"""Who is in the chair of a meeting, as a sentence says it: a person, an office, a state."""

import re
from dataclasses import dataclass

PARTICLES = {"bin", "binti", "al", "de", "da", "van", "von", "bt", "haji", "dos", "del", "la"}
_TITLES = """
    general gen jenderal jendral jeneral komjen irjen brigjen kombes akbp pol polisi polis dr dr. prof prof. mr
    mrs ms sir dato dato' dato’ datuk tan sri seri tun tuan ybhg yab yb dyp pehin awang pengiran haji hj
    laksamana marsekal letjen mayjen lt lieutenant lieutenant-general colonel col major maj brigadier senior
    first second police chief of the and h.e h.e. he excellency his her ông bà đại tướng thượng trung thiếu tá
    gs ts minister ministers deputy prime national secretary permanent acting vice president head commissioner
    commissioner-general director director-general inspector inspector-general public security home affairs
    interior internal justice menteri wakil timbalan perdana ketua kepala kapolri kabareskrim polri bộ trưởng
    thứ công an phó thủ chủ tịch général ministre vice-ministre vice-premier ministro generale capo chairman
    chair chairperson leader president’s republic ministry department crime criminal investigation division
    attorney law coordinating undersecretary state political legal asean ammtc somtc lao pdr laos indonesian
    malaysian vietnamese philippine cambodian thai singaporean brunei darussalam indonesia malaysia vietnam
    kingdom royal army navy sicurezza pubblica dipartimento sécurité publique under over at in on with yang
    mulia dan rakyat negeri dalam keselamatan
"""
# Behind these alone one word is no name: "Police Sulu", "Senior Meeting".
_OFFICES = """
    police chief of the and head national public security home affairs interior internal justice vice deputy
    prime secretary permanent acting senior first second lao pdr laos asean ammtc somtc indonesia malaysia
    vietnam republic kingdom royal at in on with over under dan dalam negeri rakyat keselamatan department crime
    criminal investigation division law coordinating state political legal ministry his her yang mulia army navy
    brunei darussalam
"""
TITLES, OFFICES = frozenset(_TITLES.split()), frozenset(_OFFICES.split())
NAME = r"[A-ZÀ-ÞĐ][\w’'.-]*"
BY = "|".join((
    r"(?<!opening )(?:was |is |be |itself |being |are |been )?chaired by",
    r"under the (?:presidency|chairmanship|chair) of",
    r"(?:meeting|forum|session|plenary|talks)[^.,;]{0,20} (?:is|was|will be|to be) (?:led|presided over) by",
    r"(?:di)?(?:pimpin|ketuai)(?: langsung)? oleh|dipimpin langsung|dipengerusikan oleh|diketuai",
    r"(?:yang|akan) (?:memimpin|mengetuai|mempengerusikan) (?:pertemuan|sidang|mesyuarat)\w* (?:ialah|adalah)",
    r"dưới sự (?:chủ trì|điều hành) của|do(?= [^.,;]{3,80} (?:chủ trì|làm chủ tịch))",
    r"(?:is|was) (?:being )?conducted by|ketuanya adalah|dengan ketua|led by(?= [^.,;]{5,60} as chair)",
    r"présidée? par|sous la présidence de|presiedut[oa] da|sotto la presidenza di",
    r"with the chair held by|the chair was|in the chair was|chairing (?:the (?:meeting|session) )?(?:was|is)",
    r"bertindak sebagai (?:ketua|ketua/chair|pengerusi)[^.]{0,60}?(?:yakni|ialah|adalah|yaitu)",
    r"through the Chair(?:man|person)? of the (?:AMMTC|SOMTC), who is",
))  # fmt: skip
CHAIRS = "|".join((
    r"(?:has |had |also |then |will |is to |who |is )?(?:chaired|chairs|chair|chairing|presid(?:ed|e|es) over)"
    r"(?!\w| by\b| (?:the )?(?:opening|a |an |asean\b|its delegation))",
    r"(?:as|acting as|in the) chair(?:man|person)?\b|presiding\b(?! over the opening)",
    r"(?:akan |selaku Ketua[^,.]{0,30}, akan )?(?:memimpin|mengetuai|mempengerusikan)(?: langsung| jalannya)?"
    r" (?:AMMTC|SOMTC|pertemuan|sidang|mesyuarat)",
    r"(?:đã |sẽ )?chủ trì (?:hội nghị|phiên)|làm chủ tịch",
    r"(?:a présidé|ha presieduto|preside\b|présidera)",
    r"sebagai Ketua (?:AMMTC|SOMTC)|selaku Ketua (?:AMMTC|SOMTC)",
))  # fmt: skip
STATES = "|".join((
    r"(?:sebagai|menjadi|bertindak sebagai|selaku) (?:Ketua|Pengerusi)(?! (?:di )?ASEAN)",
    r"chaired\b|(?:as|is|was) (?:the )?chair\b|is in the chair|holds the chair(?:manship)? of|in the chair",
    r"làm chủ tịch|là chủ tịch|giữ vai trò chủ trì",
    r"が議長|議長国|议长国|担任主席|의장을 맡은|เป็นประธาน",
))  # fmt: skip
STATES_AFTER = (
    r"(?:議長は(?:主催国)?|議長国の?|轮值主席国|主席国|under the chairmanship of|chaired by|kepemimpinan|pimpinan"
    r"|keketuaan|pengerusi kepada)\s?(?:the )?"
)
PRONOUN = re.compile(r"\b(?:he|she|beliau|ia|dia|ông|bà|il|elle)\b", re.IGNORECASE)
BY_RE, CHAIRS_RE = re.compile(BY, re.IGNORECASE), re.compile(CHAIRS, re.IGNORECASE)
OF_ASEAN = re.compile(
    r"chair(?:man|manship|ing)? (?:of|in) asean(?! (?:minist|senior))|ketua asean|keketuaan(?: indonesia)? di asean"
    r"|asean(?:'s)? chair",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Chair:
    """Who is in the chair, and where the sentence says so."""

    at: int
    person: str | None = None
    office: str | None = None
    words: str = ""


def chairs_in(sentence: str, previous: str = "") -> list[Chair]:
    """Persons and offices that a sentence puts in the chair of a meeting; "he" is who was named in the one before."""
    found = []
    for cue in BY_RE.finditer(sentence):
        words = re.split(
            r"[;()]|(?<=\w{4})\. |(?:,? (?:and|dan) (?:was|took|held|digelar))", sentence[cue.end() : cue.end() + 150]
        )[0]
        person = person_in(words)
        office = None if person else _office(words)
        if person or office:
            found.append(Chair(cue.start(), person, office, words))
    for cue in CHAIRS_RE.finditer(sentence):
        words = re.split(r"[;]|(?<=\w{4})\. ", sentence[max(0, cue.start() - 130) : cue.start()])[-1]
        person = person_in(words, is_last=True)
        if PRONOUN.search(words[-40:]):
            person = person_in(previous)
        if person:
            found.append(Chair(cue.start(), person, None, words))
    return found


def person_in(words: str, *, is_last: bool = False) -> str | None:
    """The name of a person in words, without titles and offices; the last one or the first."""
    names = [name for chunk in re.split(r",", words) if (name := _name(chunk))]
    return (names[-1] if is_last else names[0]) if names else None


def _name(chunk: str) -> str | None:
    """The last run of names in a chunk that no title and no office breaks: of two, or of one behind a title."""
    runs: list[list[str]] = [[]]
    titled: set[int] = set()
    for word in chunk.split():
        bare = word.strip(".,:;\"“”’'").casefold()
        if bare in PARTICLES and runs[-1]:
            runs[-1].append(word)
        elif bare in TITLES or not re.fullmatch(NAME, word.strip('"“”')):
            runs.append([])
            titled |= {len(runs) - 1} if bare in TITLES - OFFICES else set()
        else:
            runs[-1].append(word.strip('"“”,'))
    for number, run in reversed(list(enumerate(runs))):
        while run and run[-1].casefold() in PARTICLES:
            run.pop()
        if len(run) >= 2 or (run and number in titled and len(run[0]) > 2):
            return " ".join(run).rstrip(".,'’")
    return None


def whole_name(person: str, text: str) -> str:
    """The name as the article first gives it whole: "Listyo Sigit Prabowo" of "Sigit"."""
    longer = re.compile(rf"(?:{NAME} ){{0,3}}{re.escape(person)}(?: {NAME}){{0,3}}")
    names = [name for found in longer.finditer(text) if (name := _name(found.group())) and person in name]
    return max(names, key=lambda name: len(name.split()), default=person)


def _office(words: str) -> str | None:
    """An office named without its holder: "Kabareskrim Polri", "the Head of the Criminal Investigation Division"."""
    words = re.split(r"[.,]| (?:didampingi|serta|and the)\b", words)[0].strip()
    first = re.sub("^(?:the|kepada|oleh) ", "", words).split()
    is_office = any(word.strip(".,").casefold() in TITLES for word in first[:3])
    return " ".join(first) if is_office and first and first[0][:1].isupper() and len(first) <= 12 else None


def states_in_chair(sentence: str, starts: list[tuple[int, int, str]]) -> list[str]:
    """The codes of the states, of those that stand at the given places, that a sentence puts in the chair."""
    found = []
    for start, end, code in starts:
        after, before = sentence[end : end + 45], sentence[max(0, start - 40) : start]
        told = re.match(rf"[^.;,]{{0,25}}?(?:{STATES})", after, re.IGNORECASE) or re.search(
            STATES_AFTER + "$", before, re.IGNORECASE
        )
        if told and not OF_ASEAN.search(sentence[max(0, start - 25) : end + 60]):
            found.append(code)
    return found
