"""A dataset of any size, of meetings as real ones are: several bodies, chains, officers, citations.

    python benchmarks/generate.py DIR COUNT

The same COUNT always gives the same files. Names and places are invented from short lists, each series is spread
over the same years; what is generated is for measuring and says nothing about the world.
"""

import random
import sys
from datetime import date, timedelta
from pathlib import Path

import yaml

SERIES, SITTINGS = 100, 3000
FIRST, LAST = date(1997, 1, 1), date(2026, 1, 1)
LEVELS = ("ministerial", "senior-officials", "working-group")
COUNTRIES = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN")
TOWNS = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett")
TOPICS = ("terrorism", "trafficking in persons", "money laundering", "arms smuggling", "cybercrime", "sea piracy")
ROLES = ("opening-speaker", "co-chair", "head-of-delegation", "secretary")
FACTS = ("ordinal", "dates", "host", "chair", "locality", "agenda")
# Words for searching: each stands in the notes of the first of so many sittings of a series.
WORDS = {"sitting": 1, "extradition": 100, "quarantine": 5000}


def main(folder, count):
    folder = Path(folder)
    (folder / "meetings").mkdir(parents=True, exist_ok=True)
    write(folder / "countries.yaml", ({"code": code, "name": f"Country {code}"} for code in COUNTRIES))
    series = max(3, min(SERIES, count // SITTINGS))
    write(folder / "bodies.yaml", map(body, range(series)))
    for number in range(series):
        size = count // series + (number < count % series)
        write(folder / "meetings" / f"{slug_of(number)}.yaml", meetings(number, size))


def write(path, entries):
    with path.open("w", encoding="utf-8") as file:
        for entry in entries:
            yaml.dump([entry], file, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=110)


def slug_of(number):
    return f"body-{number}"


def body(number):
    """Bodies come in threes: a ministers' meeting, the officials below it, a working group below them."""
    level = number % 3
    return {
        "slug": slug_of(number),
        "acronym": slug_of(number).upper(),
        "name": f"{slug_of(number).capitalize()} on {TOPICS[number % len(TOPICS)]}",
        "level": LEVELS[level],
        "reports_to": slug_of(number - 1) if level else None,
        "core": number < 3,
    }


def meetings(number, size):
    chance = random.Random(number)
    for ordinal in range(1, size + 1):
        yield meeting(number, ordinal, FIRST + (LAST - FIRST) * ordinal // size, chance)


def meeting(number, ordinal, day, chance):
    slug, host = f"{slug_of(number)}-{ordinal}", chance.choice(COUNTRIES)
    last = day + timedelta(days=chance.randint(0, 4))
    first, last = (min(moment, LAST).isoformat() for moment in (day, last))
    return {
        "slug": slug,
        "body": slug_of(number),
        "ordinal": ordinal,
        "kind": "regular",
        "status": "held",
        "dates": first if first == last else f"{first}/{last}",
        "format": chance.choice(("in-person", "virtual")),
        "host": host,
        "chair": {"country": host, "person": person(chance), "office": "Minister of the Interior"},
        "officers": [officer(chance) for _ in range(chance.randint(0, 2))],
        "venue": {"name": f"Hotel {chance.choice(TOWNS)}", "locality": chance.choice(TOWNS), "country": host},
        "reports_to": f"{slug_of(number - 1)}-{ordinal}" if number % 3 else None,
        "agenda": chance.sample(TOPICS, 3),
        "documents": [{"title": f"Joint statement of {slug}", "kind": "joint-statement"}],
        "notes": notes(ordinal, chance),
        "citations": [citation(slug, place, chance) for place in range(chance.randint(1, 4))],
    }


def notes(ordinal, chance):
    words = ", ".join(word for word, each in WORDS.items() if ordinal % each == 1 % each)
    return f"Number {ordinal} of its series ({words}); what was agreed concerned {chance.choice(TOPICS)}."


def person(chance):
    return f"Person {chance.randint(1, 2000)}"


def officer(chance):
    return {"role": chance.choice(ROLES), "person": person(chance), "country": chance.choice(COUNTRIES)}


def citation(slug, place, chance):
    source = {
        "url": f"https://press{place}.example/{slug}",
        "title": f"Report {place} on {slug}",
        "publisher": f"Press {place}",
        "language": chance.choice(("en", "id", "vi")),
    }
    cited = {"source": source, "supports": list(FACTS[: chance.randint(2, 6)])}
    return cited | ({"says": {"dates": "2011-07-26/"}} if chance.random() < 0.1 else {})


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[2].isdigit():
        sys.exit("usage: python benchmarks/generate.py DIR COUNT")
    main(sys.argv[1], int(sys.argv[2]))
