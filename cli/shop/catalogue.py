"""odop catalogue: what products on sale lack."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from cli.output import done, err, out
from commerce.catalogue.publishing import ProductProblem, problems
from database.connect import connected, fetch, fetch_value
from database.embedded.embedded import database_server
from settings import settings

# Products that are read together.
BATCH = 500
NUMBER = "SELECT count(*) FROM product WHERE status = 'published'"
PUBLISHED = (
    "SELECT id, slug FROM product WHERE status = 'published' AND id > $1 ORDER BY id LIMIT $2"
)

app = typer.Typer(no_args_is_help=True, help="Check the products on sale.")


@app.callback()
def catalogue() -> None:
    """A callback, so that a single command keeps its name."""


@app.command()
def check() -> None:
    """Print what published products lack; fail if there is anything."""
    with database_server(settings()) as url:
        counts = asyncio.run(_check(url))
    if not counts:
        done("All published products are complete.")
        return
    table = Table("Problem", "Number")
    for code, number in counts.most_common():
        table.add_row(code, f"{number:,}")
    out.print(table)
    raise typer.Exit(1)


async def _check(url: str) -> Counter[str]:
    """Print the problems of each product, and count them by code."""
    counts: Counter[str] = Counter()
    columns = (TextColumn("Published products"), BarColumn(), MofNCompleteColumn())
    async with connected(url):
        with Progress(*columns, console=err) as progress:
            task = progress.add_task("", total=await fetch_value(NUMBER))
            last = 0
            while rows := await fetch(PUBLISHED, last, BATCH):
                found = await problems([row["id"] for row in rows], datetime.now(UTC))
                for row in rows:
                    for each in found.get(row["id"], ()):
                        counts[each.code] += 1
                        out.print(_line(row["slug"], each), soft_wrap=True, highlight=False)
                last = rows[-1]["id"]
                progress.advance(task, len(rows))
    return counts


def _line(slug: str, found: ProductProblem) -> str:
    return f"{slug}  {'.'.join(found.path)}  {found.code}  {found.text[0]}"
