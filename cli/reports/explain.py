"""odop explain: how an operation is answered."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from graphql import GraphQLError, OperationDefinitionNode, parse, validate
from rich.panel import Panel
from rich.syntax import Syntax

from cli.arguments import BoundedText
from cli.output import out, read, refuse
from commerce.catalogue.index.product_index import INDEX
from database.caches.table_cache import TABLE_CACHE
from database.connect import WATCHED, connected, fetch_value
from database.embedded.embedded import database_server
from database.schema.pending import outdated
from server.command_bounds import MAX_FILE_BYTES, MAX_JSON_ARGUMENT_CHARACTERS
from settings import settings

if TYPE_CHECKING:
    from graph.plan import Plan

File = Annotated[Path, typer.Argument(help="A document with one operation.", exists=True)]
Variables = Annotated[
    str,
    typer.Option(
        help="The operation's variables, as JSON.",
        parser=BoundedText(MAX_JSON_ARGUMENT_CHARACTERS),
    ),
]
Analyse = Annotated[bool, typer.Option(help="Run each statement with EXPLAIN ANALYZE.")]


def explain(file: File, variables: Variables = "{}", analyse: Analyse = False) -> None:
    """Print the compiled plan of an operation and the SQL of a query."""
    try:
        given = json.loads(variables)
    except (ValueError, RecursionError) as error:
        refuse(f'--variables is not JSON: {error}. Write it like \'{{"slug": "agra"}}\'.')
    if not isinstance(given, dict):
        refuse('--variables is not a JSON object. Write it like \'{"slug": "agra"}\'.')
    text = read(file, MAX_FILE_BYTES)
    with database_server(settings()) as url:
        asyncio.run(_explain(url, text, given, analyse))


async def _explain(url: str, text: str, variables: dict[str, Any], analyse: bool) -> None:
    plan, arguments = compiled(text, variables)
    out.print(Panel(Syntax(plan.source, "python", word_wrap=True), title="The plan"))
    if plan.is_mutation:
        out.print("Mutations are not executed here, so there are no statements to show.")
        return
    async with connected(url):
        if problem := await outdated():
            refuse(problem)
        await _explain_statements(url, plan, arguments, analyse)


async def _explain_statements(
    url: str, plan: "Plan", arguments: list[dict[str, Any]], analyse: bool
) -> None:
    async with TABLE_CACHE.running(url), INDEX.running():
        await INDEX.wait()
        for number, (sql, given) in enumerate(await statements(plan, arguments), start=1):
            out.print(Panel(Syntax(sql, "sql", word_wrap=True), title=f"Statement {number}"))
            out.print(f"{given!r:.400}", style="dim")
            if analyse:
                one = await analysed(sql, given)
                indexes = ", ".join(one.indexes) or "none"
                out.print(f"{one.kind}: {one.milliseconds:.2f} ms; indexes: {indexes}")


def compiled(text: str, variables: dict[str, Any]) -> tuple["Plan", list[dict[str, Any]]]:
    """The plan of a document with one operation, and its arguments.

    Ends the program where there is none, and says why.
    """
    # Building the schema takes a second, which other commands do without.
    from commerce.core.texts.language import DEFAULT
    from graph.limits.query_limits import MAX_TOKENS
    from graph.plan import Unsupported, planned
    from graph.schema import schema

    try:
        node = parse(text, max_tokens=MAX_TOKENS)
    except GraphQLError as error:
        refuse(str(error))
    except RecursionError:
        refuse("The document's fields are nested too deeply.")
    if errors := validate(schema.core, node):
        refuse("\n".join(error.message for error in errors))
    operations = [d for d in node.definitions if isinstance(d, OperationDefinitionNode)]
    if len(operations) != 1:
        refuse("The document must have exactly one operation.")
    try:
        return planned(schema, node, operations[0], variables, DEFAULT)
    except Unsupported as why:
        refuse(f"This operation has no plan ({why}); the ordinary executor answers it.")
    except GraphQLError as error:
        refuse(str(error))


async def statements(
    plan: "Plan", arguments: list[dict[str, Any]]
) -> list[tuple[str, tuple[Any, ...]]]:
    """The statements of `plan` with their arguments, once caches are filled."""
    from commerce.core.texts.language import DEFAULT
    from graph.context import Context
    from server.adapters import image_urls, own_images

    current = settings()
    images = image_urls(current, own_images(current))
    await plan.run(arguments, Context(images, language=DEFAULT))
    found: list[tuple[str, tuple[Any, ...]]] = []
    WATCHED.set(found)
    await plan.run(arguments, Context(images, language=DEFAULT))
    WATCHED.set(None)
    return found


@dataclass(frozen=True, slots=True)
class Analysed:
    """How PostgreSQL ran a statement."""

    kind: str
    milliseconds: float
    indexes: list[str]


async def analysed(sql: str, arguments: tuple[Any, ...]) -> Analysed:
    found = await fetch_value(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", *arguments)
    plan = json.loads(found)[0]
    return Analysed(
        plan["Plan"]["Node Type"], plan["Execution Time"], sorted(_indexes(plan["Plan"]))
    )


def _indexes(node: dict[str, Any]) -> set[str]:
    own = {node["Index Name"]} if "Index Name" in node else set()
    return own.union(*(_indexes(below) for below in node.get("Plans", ())))
