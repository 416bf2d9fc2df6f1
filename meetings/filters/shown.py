"""Which keys an answer shows: dotted paths through its shape, of which every part must exist.

A tree stands for paths: each key leads to the tree of what is wanted inside it, an empty one means all of it.
"""

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from meetings.filters.parameters import Parameter
from meetings.filters.problems import Problem, Refusal
from meetings.filters.query import Query
from meetings.serializers.fields import shorten
from meetings.suggestions import closest, hint

Tree = dict[str, Any]
Path = tuple[str, ...]


def tree_of(shape: Any) -> Tree:
    """The keys of a serializer, or of what a list holds, with the keys inside them."""
    fields = getattr(getattr(shape, "child", shape), "fields", {})
    return {name: tree_of(inner) for name, inner in fields.items()}


def paths_of(tree: Tree) -> list[str]:
    """Every dotted path of a tree."""
    paths = []
    for name, inner in tree.items():
        paths += [name, *(f"{name}.{path}" for path in paths_of(inner))]
    return paths


def grown(paths: list[Path]) -> Tree:
    """The tree of these paths; a whole key takes in its parts."""
    tree: Tree = {}
    for path in sorted(paths, key=len):
        grow(tree, path)
    return tree


def grow(tree: Tree, path: Path) -> None:
    first, *rest = path
    if first in tree and not tree[first]:
        return
    inner = tree.setdefault(first, {})
    if rest:
        grow(inner, tuple(rest))


def only(value: Any, tree: Tree) -> Any:
    """Of `value` what `tree` names, in the order of `value`; a list is taken item by item."""
    if isinstance(value, list) and tree:
        return [only(item, tree) for item in value]
    if isinstance(value, dict) and tree:
        return {key: only(item, tree[key]) for key, item in value.items() if key in tree}
    return value


def without(value: Any, tree: Tree) -> Any:
    """`value` less what `tree` names."""
    if isinstance(value, list):
        return [without(item, tree) for item in value]
    if isinstance(value, dict):
        kept = ((key, item) for key, item in value.items() if tree.get(key) != {})
        return {key: without(item, tree[key]) if key in tree else item for key, item in kept}
    return value


@dataclass(frozen=True)
class Names(Parameter):
    """Names from a known list, with commas between them; its value is all of them."""

    narrows: bool = False
    longest: int | None = 1000
    noun: str = "key"
    names: tuple[str, ...] = field(default=())

    def read(self, text, codes):
        return [self.checked(name.strip()) for name in text.split(",")]

    def checked(self, name):
        if name in self.names:
            return name
        if not name:
            raise Refusal(f"{self.name} has a comma with no name beside it.")
        close = closest(name, self.names)
        raise Refusal(f"{self.name} names no {self.noun}: {shorten(name)}.{hint(close, self.names)}", close)

    def schema(self):
        one = f"(?:{'|'.join(re.escape(name) for name in self.names)})"
        return super().schema() | {"pattern": f"^{one}(?:,{one})*$", "examples": [",".join(self.names[:2])]}


def showing(shape, expanded):
    """The parameters that choose keys of the serializer `shape`, and of those that `expanded` puts in it by key."""
    trees = [tree_of(shape()), {key: tree_of(each()) for key, each in expanded.items()}]
    names = tuple(dict.fromkeys(path for tree in trees for path in paths_of(tree)))
    parameters = [
        Names("fields", "Only these keys, with commas between them; `when.edtf` looks inside.", names=names),
        Names("omit", "All keys but these.", names=names),
    ]
    if expanded:
        about = "Keys whose object is put in place of its code."
        parameters.append(Names("expand", about, noun="key with an object behind it", names=tuple(expanded)))
    return parameters


class ShownQuery(Query):
    """A query that also says which keys of each result are shown, and which of them hold an object for a code."""

    # The serializer of a result, and by key the serializer of what `expand` puts there.
    shape: Any = None
    expands: dict[str, Any] = {}

    @classmethod
    @cache
    def known(cls):
        return super().known() | {parameter.name: parameter for parameter in showing(cls.shape, cls.expands)}

    @classmethod
    @cache
    def plain(cls):
        """The paths that are there without `expand`."""
        return frozenset(paths_of(tree_of(cls.shape())))

    @property
    def is_plain(self):
        """Whether whole records are wanted, as they are."""
        return not {"fields", "omit", "expand", "as_of"} & self.values.keys()

    def names(self, parameter):
        """All names that a parameter lists."""
        return [name for names in self.values.get(parameter, []) for name in names]

    def contradictions(self):
        if self.names("fields") and self.names("omit"):
            return [*super().contradictions(), Problem("omit", "Give fields or omit, not both.")]
        return [*super().contradictions(), *self.unexpanded("fields"), *self.unexpanded("omit")]

    def unexpanded(self, parameter):
        for name in self.names(parameter):
            key = name.partition(".")[0]
            if name not in self.plain() and key not in self.names("expand"):
                yield Problem(parameter, f"{name} is there only with expand={key}.")

    def shown(self, result):
        """What of `result` is asked for."""
        chosen, omitted = self.trees
        return only(result, chosen) if chosen else without(result, omitted) if omitted else result

    @cached_property
    def trees(self):
        """What `fields` and what `omit` names."""
        return [grown([tuple(name.split(".")) for name in self.names(parameter)]) for parameter in ("fields", "omit")]
