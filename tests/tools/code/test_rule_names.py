"""Rules use Python names (`cart_id`); the edge makes those of the API."""

import ast
import re
from collections.abc import Iterator

import pytest

from graph.errors import api_path
from settings import ROOT

CAMEL_CASE = re.compile(r"[a-z]+[a-z0-9]*[A-Z][A-Za-z0-9]*")
# Words of schema.org, and the names of mutations as `idempotency_key.mutation` has them.
ALLOWED = {"commerce/catalogue/structured_data.py", "commerce/core/idempotency.py"}


def camel_case(source: str) -> Iterator[str]:
    """Texts of a source that are one name in camel case."""
    for node in ast.walk(ast.parse(source)):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and CAMEL_CASE.fullmatch(value):
            yield value


def test_rules_use_no_api_names() -> None:
    found = {}
    for path in sorted((ROOT / "commerce").rglob("*.py")):
        place = str(path.relative_to(ROOT))
        if place not in ALLOWED and (names := set(camel_case(path.read_text()))):
            found[place] = names
    assert found == {}


@pytest.mark.parametrize("name", ["cartId", "addressLine1", "newPassword"])
def test_a_name_of_the_api_is_found(name: str) -> None:
    assert list(camel_case(f"refuse('{name}', 'other words', 'snake_case', 'NOT_FOUND')")) == [name]


def test_the_edge_translates_names() -> None:
    path = ("lines", "0", "variant_id", "line1", "cartId")
    assert api_path(*path) == ["lines", "0", "variantId", "line1", "cartId"]
