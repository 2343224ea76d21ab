"""What the source of a migration imports."""

import ast
import sys
from collections.abc import Iterator

# The library whose steps they are, and what migrations share.
ALLOWED = {"tortoise", "migrations"} | sys.stdlib_module_names


def foreign_imports(source: str) -> Iterator[str]:
    """What else a migration's source imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        elif isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] not in ALLOWED)
