"""Things are named by what they are, not by what happened to them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = (
    "auth", "benchmarks", "cli", "commerce", "database", "demo", "graph", "integrations", "models",
    "server", "tools",
)  # fmt: skip
# A part of a name that is one of these words, and bounds that are not called MAX_ or MIN_.
WRONG = re.compile(
    r"(^|_)(told|asked|held|brought|beside)(_|$)"
    r"|(?-i:(^|_)(MOST_|((LONGEST|LARGEST|SHORTEST|SMALLEST|LEAST)(_|$))))",
    re.IGNORECASE,
)
# Packages whose local names are clean too: none of these words by itself.
CLEAN = ("auth", "benchmarks", "demo", "models", "commerce/accounts", "commerce/core",
         "commerce/operations", "commerce/privacy", "commerce/reference", "commerce/roles",
         "commerce/search", "commerce/sign_in", "database/caches", "database/embedded",
         "database/pool", "database/schema")  # fmt: skip
WHAT_HAPPENED = {
    "asked", "beside", "brought", "given", "held", "kept", "known", "made", "meant", "said", "told",
    "wanted",
}  # fmt: skip
ALLOWED = {
    # Columns of the database and values that stand in them.
    ("models/payments/payment.py", "asked_at"),
    ("models/payouts/transfer.py", "asked_at"),
    ("models/payouts/payee.py", "held_until"),
    ("models/orders/reservation.py", "HELD"),
    # The GraphQL field heldUntil.
    ("graph/types/payouts/payee.py", "held_until"),
}


def definitions(tree: ast.Module) -> Iterator[str]:
    """Functions, classes, parameters, fields of classes, attributes of self, module constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        if isinstance(node, ast.arg):
            yield node.arg
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self":
            yield node.attr
        if isinstance(node, ast.Module | ast.ClassDef):
            for statement in node.body:
                yield from assigned(statement)


def assigned(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    else:
        targets = [statement.target] if isinstance(statement, ast.AnnAssign) else []
    for target in targets:
        yield from (each.id for each in ast.walk(target) if isinstance(each, ast.Name))


@pytest.mark.parametrize("package", PACKAGES)
def test_names_say_what_a_thing_is(package: str) -> None:
    found = set()
    for path in sorted((ROOT / package).rglob("*.py")):
        place = str(path.relative_to(ROOT))
        names = {path.stem, *definitions(ast.parse(path.read_text(encoding="utf-8")))}
        found |= {(place, name) for name in names if WRONG.search(name)}
    here = {(place, name) for place, name in ALLOWED if place.startswith(f"{package}/")}
    assert found == here


def every_name(tree: ast.Module) -> Iterator[str]:
    """Everything that gets a name: as `definitions`, and local variables."""
    yield from definitions(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


@pytest.mark.parametrize("folder", CLEAN)
def test_locals_are_not_named_after_what_happened(folder: str) -> None:
    paths = sorted((ROOT / folder).rglob("*.py"))
    assert paths
    found = {
        (str(path.relative_to(ROOT)), name)
        for path in paths
        for name in every_name(ast.parse(path.read_text(encoding="utf-8")))
        if name.strip("_") in WHAT_HAPPENED
    }
    assert found == set()


def test_a_local_name_is_found() -> None:
    tree = ast.parse("def f():\n    for said in ():\n        (known := said)")
    assert {"said", "known"} <= set(every_name(tree))


@pytest.mark.parametrize(
    "name", ["_told", "held_rows", "is_asked", "MOST_ROWS", "_LONGEST", "TEXT_LEAST"]
)
def test_a_name_of_what_happened_is_found(name: str) -> None:
    assert WRONG.search(name)


@pytest.mark.parametrize("name", ["MAX_ROWS", "most_paise", "shareholder", "besides", "withheld"])
def test_other_names_are_not(name: str) -> None:
    assert not WRONG.search(name)
