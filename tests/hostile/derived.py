"""What places there are, read from the code."""

import ast
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from graphql import GraphQLObjectType, get_named_type

from settings import ROOT

OURS = ("auth", "cli", "commerce", "database", "graph", "integrations", "models", "server")


def routes(app: Any) -> set[str]:
    """`GET /schema.graphql` and the like, of an application and those mounted in it."""
    return {"GET /graphql", "POST /graphql", *_routes(app._others.routes, "")}


def _routes(given: Any, before: str) -> Iterator[str]:
    for route in given:
        if getattr(route, "routes", None):
            yield from _routes(route.routes, before + route.path)
        else:
            for method in route.methods - {"HEAD"}:
                yield f"{method} {before}{route.path}"


@cache
def calls() -> tuple[tuple[str, str, ast.Call], ...]:
    """Each call in our files: the file, the last part of what is called, and the call."""
    return tuple(
        (str(file.relative_to(ROOT)), name, node)
        for folder in OURS
        for file in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and (name := _last_part(node.func))
    )


def _last_part(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def request_headers() -> set[str]:
    """The headers of a request that something of ours reads."""
    found: set[str] = set()
    for path, name, call in calls():
        if name not in ("header", "raw", "get") or not call.args:
            continue
        if not path.startswith(("server/", "integrations/payments/")):
            continue
        # Gateways are given the headers of their webhooks.
        if name == "get" and ast.unparse(call.func) not in ("request.headers.get", "headers.get"):
            continue
        value = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
        if isinstance(value, bytes | str):
            found.add(value.decode() if isinstance(value, bytes) else value)
    return found


def classes_with(method: str, package: str) -> set[str]:
    found: set[str] = set()
    for each in pkgutil.walk_packages([str(Path(ROOT, *package.split(".")))], f"{package}."):
        for name, kind in inspect.getmembers(import_module(each.name), inspect.isclass):
            if kind.__module__ == each.name and method in vars(kind):
                found.add(name)
    return found


def fields(schema: Any, names: tuple[str, ...], ends: tuple[str, ...]) -> set[str]:
    """Output fields of a text that are called so, or end so."""
    return {
        f"{kind.name}.{name}"
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for name, field in kind.fields.items()
        if str(get_named_type(field.type)) in ("String", "JSON", "URL")
        and (name in names or name.endswith(ends))
    }
