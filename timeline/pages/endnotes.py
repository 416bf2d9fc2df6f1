"""Endnotes of a page that tells of several meetings: each source once, numbered in the order in which it is named."""

from timeline.pages.telling import source


class Endnotes:
    """`number(citation)` answers the number of its source; `sources` are all that were numbered so far."""

    def __init__(self):
        self.sources = []
        self.numbers = {}

    def number(self, citation):
        said = citation["source"]
        key = said["url"] or (said["publisher"], said["title"], said["published"])
        if key not in self.numbers:
            self.numbers[key] = len(self.sources) + 1
            # What is noted beside a citation speaks of one meeting only.
            self.sources.append(source(self.numbers[key], citation | {"note": None}))
        return self.numbers[key]
