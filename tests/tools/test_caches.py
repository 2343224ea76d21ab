"""docs/caches.md lists every cache, and nothing else."""

import ast
import re
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path

import pytest

from settings import ROOT

PAGE = ROOT / "docs" / "caches.md"
PACKAGES = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {
    "benchmarks",
    "tests",
    "tools",
}
DECORATORS = {"cache", "lru_cache", "alru_cache", "cached"}
CALLS = {
    "cache",
    "lru_cache",
    "OrderedDict",
    "Cache",
    "FIFOCache",
    "LFUCache",
    "LRUCache",
    "RRCache",
}
CALLS |= {"TLRUCache", "TTLCache"}
# Made by one of these, and no cache.
OTHERWISE = {
    ("server/time_limits/long_work.py", "LongWork._waiting"),  # clients in turn
}
ROW = re.compile(r"^\| `([\w/]+\.py)` \| `([\w.]+)` \| (.+) \|$", re.MULTILINE)


def maker(node: ast.expr) -> str:
    """What a decorator or a call is called: `lru_cache` of `functools.lru_cache(maxsize=9)`."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def made_in(node: ast.AST, scope: str = "", calls: Set[str] = CALLS) -> Iterator[str]:
    """The names of the caches made here: of a function, a module's name, or a class's attribute."""
    for each in ast.iter_child_nodes(node):
        inner = scope
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            if calls is CALLS and DECORATORS & set(map(maker, each.decorator_list)):
                yield scope + each.name
        elif isinstance(each, ast.ClassDef):
            inner = f"{each.name}."
        elif isinstance(each, ast.Assign | ast.AnnAssign) and each.value is not None:
            made = (sub for sub in ast.walk(each.value) if isinstance(sub, ast.Call))
            if any(maker(call) in calls for call in made):
                target = each.targets[0] if isinstance(each, ast.Assign) else each.target
                yield scope + maker(target)
        yield from made_in(each, inner, calls)


def files() -> list[Path]:
    return [
        ROOT / "settings.py",
        *(file for name in sorted(PACKAGES) for file in (ROOT / name).rglob("*.py")),
    ]


@cache
def found() -> set[tuple[str, str]]:
    return {
        (file.relative_to(ROOT).as_posix(), name)
        for file in files()
        for name in made_in(ast.parse(file.read_text(encoding="utf-8")))
    }


def listed() -> list[tuple[str, str]]:
    return [(file, name) for file, name, _ in ROW.findall(PAGE.read_text(encoding="utf-8"))]


def test_every_cache_is_listed() -> None:
    assert sorted(found() - OTHERWISE - set(listed())) == []
    assert found() >= OTHERWISE


def test_every_cache_that_is_listed_is_there_once() -> None:
    assert len(listed()) == len(set(listed()))
    gone = []
    for file, name in sorted(set(listed()) - found()):
        # A plain dict: its class and its name stand in the file.
        code = (ROOT / file).read_text(encoding="utf-8") if (ROOT / file).exists() else ""
        if not all(re.search(rf"\b{part}\b", code) for part in name.split(".")):
            gone.append((file, name))
    assert gone == []


def test_every_cache_without_a_library_says_why() -> None:
    page = PAGE.read_text(encoding="utf-8")
    section = page.partition("## Without a library")[2].partition("\n## ")[0]
    reasons = dict(re.findall(r"^\| (`.+`) \| (.+) \|$", section, re.MULTILINE))
    explained = {name for names in reasons for name in re.findall(r"`([\w.]+)`", names)}
    own = {
        name
        for file in files()
        for name in made_in(ast.parse(file.read_text(encoding="utf-8")), calls={"OrderedDict"})
    }
    assert own - {name for _, name in OTHERWISE} <= explained
    assert explained <= {name for _, name in listed()}
    assert all(reason.strip() for reason in reasons.values())


def test_every_row_says_a_bound() -> None:
    for _, name, rest in ROW.findall(PAGE.read_text(encoding="utf-8")):
        assert all(cell.strip() for cell in rest.split(" | ")), name


KEPT = """
class Kept:
    def __init__(self):
        self._by: {type} = {value}
"""


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("@cache\ndef one(): ...", ["one"]),
        ("@functools.lru_cache(maxsize=9)\nasync def two(): ...", ["two"]),
        (KEPT.format(type="OrderedDict[str, int]", value="OrderedDict()"), ["Kept._by"]),
        (KEPT.format(type="Any", value="cachetools.TTLCache(9, 60)"), ["Kept._by"]),
        ("quick = lru_cache(9)(slow)", ["quick"]),
        ("plain = dict()\n@property\ndef three(): ...", []),
    ],
)
def test_caches_are_found_however_they_are_made(code: str, names: list[str]) -> None:
    assert list(made_in(ast.parse(code))) == names
