"""odop search: what shoppers find."""

import asyncio
from collections.abc import Sequence
from typing import Any

import typer

from cli.output import out
from commerce.catalogue import catalogue
from commerce.search.measure import SHOWN, measure_search
from commerce.search.query import understand
from commerce.search.search_keys import refresh_vocabulary, reindex
from commerce.search.suggest import refresh_entries
from database.connect import connected, fetch
from database.embedded.embedded import database_server
from database.keyset import Window
from database.pool.transactions import run_write
from settings import settings

app = typer.Typer(no_args_is_help=True, help="Measure search quality, rebuild the search index.")


@app.command()
def measure() -> None:
    """Run the queries about places and things, and report which hits were right and how fast."""
    with database_server(settings()) as url:
        code = asyncio.run(_measure(url))
    raise typer.Exit(code)


@app.command()
def rebuild() -> None:
    """Rebuild the search index, after changes of the folding rules or synonyms."""
    with database_server(settings()) as url, out.status("Rebuilding the search index…"):
        asyncio.run(_rebuild(url))


async def _measure(url: str) -> int:
    async with connected(url):
        return await measure_search(districts_found, kinds_found, out)


async def districts_found(text: str) -> list[str]:
    """The districts of the first hits, as a storefront's page of results has them."""
    rows = await fetch("SELECT id, slug FROM district")
    slugs = {row["id"]: row["slug"] for row in rows}
    return [slugs[product.district_id] for product in await _found(text)]


async def kinds_found(text: str) -> list[str]:
    """The kinds of the first hits; empty for one that has none."""
    rows = await fetch("SELECT id, slug FROM kind")
    slugs = {row["id"]: row["slug"] for row in rows}
    return [slugs.get(product.kind_id, "") for product in await _found(text)]


async def _found(text: str) -> Sequence[Any]:
    select = catalogue.products(search=await understand(text))
    return (await select.page(Window(SHOWN))).rows


async def _rebuild(url: str) -> None:
    async with connected(url):
        await reindex(None)
        await refresh_vocabulary()
        # A statement that changes several artisans locks them in no order.
        await run_write(None, refresh_entries)
