"""odop search: what shoppers find."""

import asyncio

import typer

from cli.output import out
from commerce.catalogue import catalogue
from commerce.search.measure import measure_search
from commerce.search.query import understand
from commerce.search.search_keys import refresh_vocabulary, reindex
from commerce.search.suggest import refresh_entries
from database.connect import connected, fetch
from database.embedded.embedded import database_server
from database.keyset import Window
from database.pool.transactions import run_write
from settings import settings

FIRST_HITS = 5

app = typer.Typer(no_args_is_help=True, help="Measure search quality, rebuild the search index.")


@app.command()
def measure() -> None:
    """Run the queries of data/search_queries.csv and report which hits were right and how fast."""
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
        return await measure_search(districts_found, out)


async def districts_found(text: str) -> list[str]:
    """The districts of the first hits, as a storefront's page of results has them."""
    select = catalogue.products(search=await understand(text))
    page = await select.page(Window(FIRST_HITS))
    rows = await fetch("SELECT id, slug FROM district")
    slugs = {row["id"]: row["slug"] for row in rows}
    return [slugs[product.district_id] for product in page.rows]


async def _rebuild(url: str) -> None:
    async with connected(url):
        await reindex(None)
        await refresh_vocabulary()
        # A statement that changes several artisans locks them in no order.
        await run_write(None, refresh_entries)
