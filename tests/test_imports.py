"""The floors of the house, held over the syntax tree: who may import whom, and how large anything may grow."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("meetings", "timeline")
LONGEST_FILE, LONGEST_FUNCTION = 400, 40
JUNK = {"utils", "util", "helpers", "common", "services", "core", "mixins", "lib", "misc"}

# From the lowest floor up: a module imports from its own floor and from lower ones.
FLOORS = {
    "meetings": [
        {"dates", "folding", "reading", "suggestions", "languages", "reconciling", "rotation", "fetching", "addresses"},
        {"models", "search", "claims", "corrections", "snapshot", "articles"},
        {"filters", "serializers", "tables", "events"},
        {"answers"},
        {"history"},
        {"merging", "restoring", "checking", "doubles", "deciding"},
        {"dataset", "api", "admin", "apps", "templatetags", "importing"},
        {"management"},
    ],
    "timeline": [
        {"axis"},
        {"density"},
        {
            "facts",
            "linked",
            "pictures",
            "unchanged",
            "files",
            "series",
            "outlines",
            "replica",
            "log",
            "security",
            "languages",
            "errors",
            "health",
            "templatetags",
            "sessions",
            "settings",
            "at_once",
        },
        {"feeds", "exports", "notices", "pages", "management", "models", "admin", "apps", "sitemaps"},
        {"urls"},
        {"wsgi"},
    ],
}
# Pure: no Django, no clock, no network, and nothing of ours but each other.
PURE = ["meetings.dates", "meetings.reading", "timeline.axis", "timeline.density"]
IMPURE = {"django", "rest_framework", "time", "socket", "urllib.request", "http", "requests"}


@cache
def modules():
    """Each module of ours by its dotted name, as its path."""
    found = {}
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def names_imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def imports(module):
    """The dotted names that `module` imports."""
    return {name for node in ast.walk(tree(modules()[module])) for name in names_imported(node)}


def module_of(name):
    """The module of ours that importing `name` reads: itself, or the one that holds it."""
    while name and name not in modules():
        name = name.rpartition(".")[0]
    return name


def floor(module):
    package, _, rest = module.partition(".")
    name = rest.split(".")[0]
    return next((number for number, names in enumerate(FLOORS[package]) if name in names), None)


def is_migration(module):
    return ".migrations" in module


def sources():
    folders = (*PACKAGES, "benchmarks", "scripts", "tests")
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def test_every_module_stands_on_a_floor():
    homeless = [
        module for module in modules() if module not in PACKAGES and not is_migration(module) and floor(module) is None
    ]

    assert homeless == []


@pytest.mark.parametrize("package", PACKAGES)
def test_modules_import_only_from_their_floor_and_lower_ones(package):
    upwards = {
        f"{module} imports {target}"
        for module in modules()
        if module.startswith(f"{package}.") and not is_migration(module)
        for target in {module_of(name) for name in imports(module)}
        if target.startswith(f"{package}.") and (floor(target) or 0) > (floor(module) or 0)
    }

    assert upwards == set()


def test_the_record_knows_nothing_of_the_site():
    known = {
        f"{module} imports {name}"
        for module in modules()
        if module.startswith("meetings")
        for name in imports(module)
        if name.split(".")[0] in ("timeline", "tests")
    }

    assert known == set()


def test_addresses_are_known_to_none_but_the_server():
    known = {module for module in modules() for name in imports(module) if module_of(name) == "timeline.urls"}

    assert known <= {"timeline.wsgi"}


@pytest.mark.parametrize("pure", PURE)
def test_pure_modules_import_neither_django_nor_a_clock(pure):
    impure = {
        f"{module} imports {name}"
        for module in modules()
        if module == pure or module.startswith(f"{pure}.")
        for name in imports(module)
        if any(name == other or name.startswith(f"{other}.") for other in IMPURE)
        or (name.split(".")[0] in PACKAGES and not name.startswith(tuple(PURE)))
    }

    assert impure == set()


def test_modules_import_one_another_in_no_circle():
    edges = {
        module: {target for name in imports(module) if (target := module_of(name)) and target != module}
        for module in modules()
    }
    while leaves := {module for module, targets in edges.items() if not targets & edges.keys()}:
        edges = {module: targets for module, targets in edges.items() if module not in leaves}

    assert edges == {}


def test_nothing_is_imported_within_a_function():
    inside = {
        f"{module}:{node.lineno}"
        for module, path in modules().items()
        for function in ast.walk(tree(path))
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }

    assert inside == set()


def test_nothing_is_imported_by_a_relative_path():
    relative = {
        f"{module}:{node.lineno}"
        for module, path in modules().items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    }

    assert relative == set()


def test_settings_are_read_through_django_alone():
    around = {
        f"{module} imports {name}"
        for module in modules()
        if module != "timeline.settings"
        for name in imports(module)
        if module_of(name) == "timeline.settings" or name == "os.environ"
    }
    environ = {
        module
        for module, path in modules().items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }

    assert around == set()
    assert environ <= {"timeline.settings", "timeline.wsgi"}


def test_migrations_import_nothing_of_ours():
    ours = {
        f"{module} imports {name}"
        for module in modules()
        if is_migration(module)
        for name in imports(module)
        if name.split(".")[0] in PACKAGES
    }

    assert ours == set()


def test_no_module_is_named_after_nothing():
    assert [module for module in modules() if JUNK & set(module.split("."))] == []


def test_no_file_is_longer_than_one_subject():
    # A migration is written by a program, and as long as the tables that it makes.
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources()
        if path.parent.name != "migrations"
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen():
    lengths = {
        f"{path.relative_to(ROOT)}: {node.name}": node.end_lineno - node.lineno + 1
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not is_migration(str(path).replace("/", "."))
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
