"""How well articles are read: what is found in texts beside what their labels say is there.

A label is an entry for each meeting that its text tells of, with the fields below; `<field>_any` gives what else is
right (null: nothing). An optional entry may be found or not, and what fits an entry of `ignore` is no mistake.
"""

import json
import re
from collections import Counter
from dataclasses import replace

from meetings.folding import fold
from meetings.reading import parse_article, read

PARTNERS = {
    "CN": "china",
    "JP": "japan",
    "KR": "rok",
    "+3": "three",
    "US": "us",
    "EU": "eu",
    "CA": "canada",
    "NZ": "nz",
}
FIELDS = ("ordinal", "dates", "status", "host", "locality", "venue", "chair_country", "chair_person")


def labelled(folder, towns=()):
    """(name, what is read, label) of each article of a folder."""
    for path in sorted(folder.glob("[0-9]*.json")):
        article = parse_article(path.with_suffix(".txt").read_text(encoding="utf-8"))
        found = [flat(each.record) for each in read(replace(article, towns=towns)).meetings]
        yield path.stem, found, json.loads(path.read_text(encoding="utf-8"))


def flat(record):
    """A record with the fields of a label."""
    venue, chair = record.get("venue", {}), record.get("chair", {})
    return {
        "body": record["body"],
        "kind": record["kind"],
        "ordinal": record.get("ordinal"),
        "dates": record.get("dates"),
        "status": record.get("status"),
        "host": record.get("host"),
        "locality": venue.get("locality"),
        "venue": venue.get("name"),
        "chair_country": chair.get("country"),
        "chair_person": chair.get("person"),
    }


def group(entry):
    """(body, whether it is a special meeting) of an entry of a label or of what was read."""
    body, kind = entry["body"], entry.get("kind", "regular")
    if entry.get("partner"):
        return f"{body}-plus-{PARTNERS[entry['partner']]}", False
    return ("ammtc", True) if body == "sammrrve" else (body, kind in ("special", "preparatory"))


def accepted(entry, field):
    key = "status_at_publication" if field == "status" else field
    return [entry.get(key), *(entry.get(f"{key}_any") or entry.get(f"{field}_any") or [])]


def is_right(field, value, entry):
    return any(is_same(field, value, right) for right in accepted(entry, field))


def is_same(field, value, right):
    if value is None or right is None or field not in ("locality", "venue", "chair_person"):
        return value == right
    mine, other = (re.findall(r"\w+", fold(text)) for text in (value, right))
    return mine == other or (field != "locality" and (set(mine) <= set(other) or set(other) <= set(mine)))


def paired(found, entries):
    """[(what was read, its entry)]: each once, the likest first."""
    likeness = [
        (likeness_of(one, entry), -i, -j) for i, one in enumerate(found) for j, entry in enumerate(entries)
        if group(one) == group(entry)
    ]  # fmt: skip
    pairs, taken = [], set()
    for likeness_, i, j in sorted(likeness, reverse=True):
        if likeness_ >= 0 and not {("found", i), ("entry", j)} & taken:
            taken |= {("found", i), ("entry", j)}
            pairs.append((found[-i], entries[-j]))
    return pairs


def likeness_of(one, entry):
    if one["ordinal"] is not None and entry.get("ordinal") is not None:
        return 100 if is_right("ordinal", one["ordinal"], entry) else -1
    return sum(one[field] is not None and is_right(field, one[field], entry) for field in FIELDS)


def is_ignored(one, label):
    body, is_special = group(one)
    for each in label.get("ignore", []):
        is_kind = each.get("kind") is None or (each["kind"] == "consultation") == ("-plus-" in body)
        if body.partition("-plus-")[0] == each["body"] and is_kind and (each.get("kind") != "special" or is_special):
            return True
    return False


class Score:
    """What was found, missed and wrongly found, and of each field how many were given, right, and wanted."""

    def __init__(self):
        self.found = self.missed = self.false = 0
        self.given, self.right, self.wanted, self.met = Counter(), Counter(), Counter(), Counter()
        self.misses = []

    def add(self, name, found, label):
        pairs = paired(found, label["meetings"])
        required = [entry for entry in label["meetings"] if not entry.get("optional")]
        hits = [(one, entry) for one, entry in pairs if not entry.get("optional")]
        false = [one for one in found if all(one is not other for other, _ in pairs) and not is_ignored(one, label)]
        self.found, self.false = self.found + len(hits), self.false + len(false)
        self.missed += len(required) - len(hits)
        self.misses += [(name, "false", group(one), one["ordinal"]) for one in false]
        self.misses += [
            (name, "missed", group(entry), entry.get("ordinal"))
            for entry in required
            if all(entry is not other for _, other in hits)
        ]
        for one, entry in hits:
            self.compare(name, one, entry)

    def compare(self, name, one, entry):
        for field in FIELDS:
            is_given, is_wanted = one[field] is not None, None not in accepted(entry, field)
            right = is_right(field, one[field], entry)
            self.given[field] += is_given
            self.right[field] += is_given and right
            self.wanted[field] += is_wanted
            self.met[field] += is_wanted and right
            if not right:
                self.misses.append((name, field, one[field], accepted(entry, field)))

    @property
    def precision(self):
        return ratio(self.found, self.found + self.false)

    @property
    def recall(self):
        return ratio(self.found, self.found + self.missed)

    def of(self, field):
        """(precision over what was given, recall over what is labelled) of a field."""
        return ratio(self.right[field], self.given[field]), ratio(self.met[field], self.wanted[field])


def ratio(part, whole):
    return part / whole if whole else 1.0


def score(folder, towns=()):
    total = Score()
    for name, found, label in labelled(folder, towns):
        total.add(name, found, label)
    return total
