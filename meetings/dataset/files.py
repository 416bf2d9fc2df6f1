"""Files of entries: read one entry at a time with the line it stands on, so that memory does not grow.

Each file is a YAML list. An entry begins with a dash in the first column, which nothing else in a
block list can, so a file is cut there and each entry is parsed by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MOST_PROBLEMS = 50


@dataclass(frozen=True)
class Problem:
    """One thing wrong in the dataset: where it stands, and a sentence on what to do."""

    file: str
    line: int | None
    entry: str
    field: str
    message: str

    def __str__(self):
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(filter(None, [place, self.entry, self.field, self.message]))


class DatasetError(ValueError):
    """The dataset cannot be loaded; `problems` says why, and nothing was changed."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True)
class Entry:
    """One entry of a file, as parsed: `data` is whatever the YAML holds."""

    file: str
    line: int
    data: Any
    text: str

    def problem(self, name: str, path: str, message: str) -> Problem:
        return Problem(self.file, line_of(self, path), name, path, message)


class Loader(yaml.CSafeLoader):
    """YAML's safe loader, save that a day stays text and a key is one, and stands only once in a mapping."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key must be a text", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands here twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def entries(path: Path, name: str) -> Iterator[Entry]:
    """The entries of the YAML list in `path`, one by one; `name` is how problems call the file."""
    for line, text in pieces(path, name):
        yield from parsed(name, line, text)


def pieces(path: Path, name: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each entry; what precedes the first must be comments or nothing."""
    lines: list[str] = []
    begun, at = 0, 0
    for at, line in enumerate(readable(path, name), 1):
        if not line.startswith("- ") and line != "-\n":
            lines.append(line)
            continue
        if begun:
            yield begun, "".join(lines)
        else:
            refuse_preamble(lines, name)
        begun, lines = at, [line]
    if begun:
        yield begun, "".join(lines)
    elif "".join(lines).strip() not in ("", "[]"):
        refuse_preamble(lines, name)


def readable(path: Path, name: str) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from file
    except UnicodeDecodeError as error:
        raise DatasetError([Problem(name, None, "", "", f"The file is not UTF-8: {error}.")]) from error
    except OSError as error:
        raise DatasetError([Problem(name, None, "", "", f"The file cannot be read: {error.strerror}.")]) from error


def refuse_preamble(lines: list[str], name: str) -> None:
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith(("#", "---")):
            message = "The file must be a list of entries, each beginning with a dash in the first column."
            raise DatasetError([Problem(name, number, "", "", message)])


def parsed(name: str, line: int, text: str) -> Iterator[Entry]:
    try:
        found = yaml.load(text, Loader)  # noqa: S506 - it is a safe loader
    except (yaml.YAMLError, ValueError) as error:
        raise DatasetError([yaml_problem(name, line, text, error)]) from error
    if not isinstance(found, list):
        raise DatasetError([Problem(name, line, "", "", "An entry was expected here.")])
    for data in found:
        yield Entry(name, line, data, text)


def yaml_problem(name: str, line: int, text: str, error: yaml.YAMLError | ValueError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", None)
    if mark is not None:
        line += mark.line
    elif isinstance(position, int):
        line += text[:position].count("\n")
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "a number cannot be read"
    return Problem(name, line, "", "", f"The YAML is malformed: {what}.")


def line_of(entry: Entry, path: str) -> int:
    """The line on which the value at `path` ("citations.2.says.dates") stands, or its nearest holder's."""
    node = yaml.compose(entry.text, yaml.CSafeLoader).value[0]
    for step in path.split("."):
        below = below_node(node)
        if step not in below:
            break
        node = below[step]
    return entry.line + node.start_mark.line


def below_node(node: yaml.Node) -> dict[str, yaml.Node]:
    """The nodes right below `node`, by key or by position."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: value for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return {str(place): value for place, value in enumerate(node.value)}
    return {}
