"""make golden: write the generated code of five pages, which a test compares."""

import subprocess
import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from types import MethodType
from typing import Any

from graphql import OperationDefinitionNode, parse

from commerce.core.texts.language import Language
from database.sql import Sql
from graph.fields.field_kinds import Computed, ToMany, ToOne
from graph.plan import planned
from graph.schema import schema

ROOT = Path(__file__).parents[1]
OPERATIONS = ROOT / "benchmarks" / "operations"
GOLDEN = ROOT / "graph" / "plan" / "golden"
PAGES = ("listing", "product", "district", "search", "home")
# Values for the variables of the pages; the code is the same for all others.
VARIABLES = {"slug": "agra", "term": "lamp", "category": "lighting"}
FORMAT = (
    sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=100",
    "--config=format.skip-magic-trailing-comma=true", "-",
)  # fmt: skip
# Objects whose `repr` says all there is to them.
LITERALS = (str, tuple, Enum, Sql)
HEAD = "# Generated code of benchmarks/operations/{page}.graphql in English: `make golden`.\n#\n"


def golden_text(page: str) -> str:
    """The generated code of a page, formatted, after what each name in it stands for."""
    node = parse((OPERATIONS / f"{page}.graphql").read_text(encoding="utf-8"))
    (operation,) = (each for each in node.definitions if isinstance(each, OperationDefinitionNode))
    plan, _ = planned(schema, node, operation, VARIABLES, Language.EN)
    code = HEAD.format(page=page) + _legend(plan.named) + "\n" + plan.source
    done = subprocess.run(FORMAT, input=code, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout


def _legend(named: Mapping[str, Any]) -> str:
    return "".join(f"# {name}: {_title(value)}\n" for name, value in named.items())


def _title(value: Any) -> str:
    if isinstance(value, ToOne):
        return f"{value.type_name} whose {value.by} is {value.key}"
    if isinstance(value, ToMany):
        return f"every {value.type_name} whose {value.key} is id"
    if isinstance(value, Computed):
        return _title(value.compute)
    if isinstance(value, MethodType):
        return f"{_title(value.__self__)}.{value.__name__}"
    if hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    return repr(value) if isinstance(value, LITERALS) else type(value).__name__


def main() -> None:
    for page in PAGES:
        (GOLDEN / f"{page}.py.txt").write_text(golden_text(page), encoding="utf-8")


if __name__ == "__main__":
    main()
