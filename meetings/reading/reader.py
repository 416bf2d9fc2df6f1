"""From an article to the meetings it tells of: which are named, what is said of each, and what of it is meant."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from meetings.dates import DateError, parse
from meetings.reading import cues
from meetings.reading.article import Article
from meetings.reading.claims import Claim, Sentence, claims_of, owners
from meetings.reading.language import language_of
from meetings.reading.mentions import Mention, mentions_in, numbered_alone
from meetings.reading.places import DATELINE, Gazetteer
from meetings.reading.record import record_of
from meetings.reading.series import gathered
from meetings.reading.text import sentences

FOLLOWING = 5
HEADING = re.compile(r"\W*[0-9]{1,2}[ .、)]{1,2}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Found:
    """A meeting that the article tells of: its record in the one shape, keys without a value left out, and the
    sentence of the article that each fact was read from, by JSON pointer into the record ("/dates", "/chair/person").
    """

    record: dict
    quotes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article says: the language it is in (None where none is made out), and the meetings it tells of."""

    language: str | None
    meetings: list[Found]


def read(article: Article) -> Reading:
    """The meetings that the article tells of, in the order in which it first names them.

    `article.published`, where given, must be a day in EDTF (DateError): it tells the years of dates that have none.
    """
    _check_published(article.published)
    text = "\n\n".join(filter(None, (article.title, article.text)))
    said = _named(sentences(text))
    language = article.language or language_of(text)
    gazetteer = Gazetteer(article.towns)
    series = gathered(said, _claims(said, article.published, gazetteer))
    return Reading(language, [Found(*record_of(one, article, gazetteer, language)) for one in series])


def _check_published(published: str | None) -> None:
    if published and parse(published).precision != "day":
        raise DateError("The day of publication is not a day; write it like 2023-05-18.")


def _named(texts: list[str]) -> list[Sentence]:
    said: list[Sentence] = []
    before: list[Mention] = []
    for number, text in enumerate(texts):
        mentions = tuple(mentions_in(text, number) or numbered_alone(text, number, before))
        before += mentions
        said.append(Sentence(number, text, mentions, owners(text, mentions), said[-1].text if said else ""))
    return said


def _claims(said: list[Sentence], published: str | None, gazetteer: Gazetteer) -> dict[Mention, list[Claim]]:
    """What is said of each mention, in its own sentence and in those that follow without naming a meeting; what is said
    before the first is of the first."""
    claims: dict[Mention, list[Claim]] = defaultdict(list)
    following = (
        FOLLOWING if len({mention.body for sentence in said for mention in sentence.mentions}) > 1 else len(said)
    )
    last = _headed(said)
    since = 0
    for holder in last:
        claims[holder] += _datelined(said, gazetteer)
    for sentence in said:
        last, since = (sentence.owners, 0) if sentence.mentions else (last, since + 1)
        for mention, claim in claims_of(sentence, published, gazetteer):
            for holder in [mention] if mention else last if since <= following else []:
                claims[holder].append(claim)
    return claims


def _datelined(said: list[Sentence], gazetteer: Gazetteer) -> list[Claim]:
    """The town of the dateline, where the meeting may be; it is, where the article says "here"."""
    name = "place" if any(cues.HERE.search(sentence.text) for sentence in said) else "dateline"
    line = next((sentence for sentence in said if DATELINE.match(sentence.text)), None)
    towns = [place for place in gazetteer.places(line.text) if place.is_dateline] if line else []
    return [Claim(name, str(it.locality), 1.6, line.text, it.country) for it in towns[:1] if line and it.locality]


def _headed(said: list[Sentence]) -> tuple[Mention, ...]:
    """The meetings that the beginning of an article is of: those that it names first, and in numbered headings."""
    naming = [sentence for sentence in said if sentence.mentions]
    headings = [sentence for sentence in naming[1:] if HEADING.match(sentence.text)]
    return tuple(mention for sentence in [*naming[:1], *headings] for mention in sentence.owners)
