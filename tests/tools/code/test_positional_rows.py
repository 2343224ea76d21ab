"""No row is read by the position of its columns (`database.rows`)."""

import ast
from collections.abc import Iterator

import pytest

from settings import ROOT

PACKAGES = ("auth", "cli", "commerce", "graph", "integrations", "server")
ROWS = {"row", "record"}
# Rows of a table on a terminal, and the names of columns that a row of ours has.
OTHERS = {"cli/shop/staff.py: table.add_row(*row)", "commerce/reference/upsert.py: list(rows[0])"}


def _is_row(node: ast.AST | None) -> bool:
    """A name of a row, or one of `rows` by its number."""
    if isinstance(node, ast.Subscript):
        is_numbered = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int)
        return is_numbered and isinstance(node.value, ast.Name) and node.value.id == "rows"
    return isinstance(node, ast.Name) and node.id in ROWS


def taken_apart(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=func, args=args):
                by_place = isinstance(func, ast.Name) and func.id in ("tuple", "list")
                starred = any(
                    isinstance(each, ast.Starred) and _is_row(each.value) for each in args
                )
                if starred or (by_place and any(_is_row(each) for each in args)):
                    yield ast.unparse(node)
            case ast.Assign(targets=[ast.Tuple()], value=value) if _is_row(value):
                yield ast.unparse(node)


def test_no_row_is_taken_apart_by_position() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for text in taken_apart(path.read_text(encoding="utf-8"))
    }
    assert found - OTHERS == set()


@pytest.mark.parametrize(
    "source", ["Item(*row)", "Item(*rows[0])", "a, *b = row", "tuple(row)[3:]", "a, b = rows[0]"]
)
def test_rows_taken_apart_are_seen(source: str) -> None:
    assert list(taken_apart(source))


@pytest.mark.parametrize("source", ["f(*row['marks'])", "a, b = found", "row['a'], row['b']"])
def test_values_by_name_are_not(source: str) -> None:
    assert not list(taken_apart(source))
