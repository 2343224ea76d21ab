"""odop explain: how an operation is answered."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from graphql import GraphQLError, OperationDefinitionNode, parse, validate
from rich.panel import Panel
from rich.syntax import Syntax

from cli.output import out, refuse
from commerce.index.index import INDEX
from database.connect import WATCHED, connected, fetch_value
from database.embedded import database_server
from database.held import HELD
from settings import settings

File = Annotated[Path, typer.Argument(help="A document with one query.", exists=True)]
Variables = Annotated[str, typer.Option(help="The operation's variables, as JSON.")]
Analyse = Annotated[bool, typer.Option(help="Let PostgreSQL run each statement and say how.")]


def explain(file: File, variables: Variables = "{}", analyse: Analyse = False) -> None:
    """Print the plan of a query and the SQL it sends."""
    try:
        given = json.loads(variables)
    except ValueError as error:
        refuse(f'--variables is no JSON: {error}. Write it as in \'{{"slug": "agra"}}\'.')
    with database_server(settings()) as url:
        asyncio.run(_explain(url, file.read_text(encoding="utf-8"), given, analyse))


async def _explain(url: str, text: str, variables: dict[str, Any], analyse: bool) -> None:
    # Building the schema takes a second, which other commands do without.
    from commerce.language import DEFAULT
    from graph.context import Context
    from graph.plan import compile_plan
    from graph.schema import schema
    from server.media import image_urls, own_images

    try:
        node = parse(text)
    except GraphQLError as error:
        refuse(str(error))
    if errors := validate(schema.core, node):
        refuse("\n".join(error.message for error in errors))
    operations = [d for d in node.definitions if isinstance(d, OperationDefinitionNode)]
    if len(operations) != 1:
        refuse("The document has to have one operation.")
    plan = compile_plan(schema, node, operations[0], variables, DEFAULT)
    if plan is None:
        refuse("There is no plan for this: the ordinary executor answers it.")
    out.print(Panel(Syntax(plan.source, "python", word_wrap=True), title="The plan"))
    current = settings()
    context = Context(
        images=image_urls(current, own_images(current)), site_url=current.site, language=DEFAULT
    )
    async with connected(url), HELD.kept_current(url), INDEX.kept_current():
        # Once for what is read only the first time.
        await INDEX.wait()
        await plan.run(variables, context)
        statements: list[tuple[str, tuple[Any, ...]]] = []
        WATCHED.set(statements)
        await plan.run(variables, context)
        WATCHED.set(None)
        for number, (sql, arguments) in enumerate(statements, start=1):
            out.print(Panel(Syntax(sql, "sql", word_wrap=True), title=f"Statement {number}"))
            out.print(f"[dim]{arguments!r:.400}[/dim]")
            if analyse:
                out.print(await _analysed(sql, arguments))


async def _analysed(sql: str, arguments: tuple[Any, ...]) -> str:
    found = await fetch_value(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", *arguments)
    plan = json.loads(found)[0]
    return (
        f"{plan['Plan']['Node Type']}: {plan['Execution Time']:.2f} ms;"
        f" indexes: {', '.join(sorted(_indexes(plan['Plan']))) or 'none'}"
    )


def _indexes(node: dict[str, Any]) -> set[str]:
    own = {node["Index Name"]} if "Index Name" in node else set()
    return own.union(*(_indexes(below) for below in node.get("Plans", ())))
