"""A dataset of any size, of meetings as real ones are: several bodies, chains, officers, citations.

    python benchmarks/generate.py DIR COUNT

The same COUNT always gives the same files. Names and places are invented from short lists, dates run
on for as long as it takes; what is generated is for measuring and says nothing about the world.
"""

import random
import sys
from datetime import date, timedelta
from pathlib import Path

import yaml

SERIES = 100
LEVELS = ("ministerial", "senior-officials", "working-group")
COUNTRIES = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN")
TOWNS = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett")
TOPICS = ("terrorism", "trafficking in persons", "money laundering", "arms smuggling", "cybercrime", "sea piracy")
ROLES = ("opening-speaker", "co-chair", "head-of-delegation", "secretary")
FACTS = ("ordinal", "dates", "host", "chair", "locality", "agenda")


def main(folder, count):
    folder = Path(folder)
    (folder / "meetings").mkdir(parents=True, exist_ok=True)
    write(folder / "countries.yaml", ({"code": code, "name": f"Country {code}"} for code in COUNTRIES))
    series = max(3, min(SERIES, count // 1000))
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
        "acronym": f"B{number}",
        "name": f"Body {number} on {TOPICS[number % len(TOPICS)]}",
        "level": LEVELS[level],
        "reports_to": slug_of(number - 1) if level else None,
        "core": number < 3,
    }


def meetings(number, size):
    chance = random.Random(number)
    day = date(1997, 1, 1)
    for ordinal in range(1, size + 1):
        day += timedelta(days=chance.randint(1, 3))
        yield meeting(number, ordinal, day, chance)


def meeting(number, ordinal, day, chance):
    slug, host = f"{slug_of(number)}-{ordinal}", chance.choice(COUNTRIES)
    last = day + timedelta(days=chance.randint(0, 4))
    first, last = (min(moment, date(2026, 1, 1)).isoformat() for moment in (day, last))
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
        "notes": f"The {ordinal}th sitting of its series; what was agreed concerned {chance.choice(TOPICS)}.",
        "citations": [citation(slug, place, chance) for place in range(chance.randint(1, 4))],
    }


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
