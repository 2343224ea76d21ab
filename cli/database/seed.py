"""odop seed: the demo catalogue."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.output import done, out, refuse
from commerce.reference import load_reference
from database.connect import connected
from database.embedded.embedded import database_server
from database.schema import migrate
from demo import catalogue, orders
from server.command_bounds import MAX_SEED_PRODUCTS
from settings import settings

Products = Annotated[
    int, typer.Option(min=1, max=MAX_SEED_PRODUCTS, help="Number of products to create.")
]


Facts = Annotated[
    bool,
    typer.Option(
        "--facts", help="Only districts, crafts, categories, GI registrations and PIN codes."
    ),
]


def seed(products: Products = catalogue.PRODUCTS, facts: Facts = False) -> None:
    """Load the demo catalogue into an empty database, or with --facts only reference data."""
    if facts:
        with database_server(settings()) as url:
            asyncio.run(_facts(url))
        done("Districts, crafts, categories, GI registrations and PIN codes are up to date.")
        return
    with database_server(settings()) as url:
        filled = asyncio.run(_seed(url, products))
    if not filled:
        refuse("The database already has a catalogue. Run `odop db reset` to empty it.")
    done("The demo catalogue is loaded.")


async def load_if_empty(products: int = catalogue.PRODUCTS) -> bool:
    """Load the demo catalogue unless there is one. Call it inside `connected`.

    One of an earlier version gets what it lacks.
    """
    if not await catalogue.is_empty():
        await catalogue.load_missing()
        await orders.load_orders()
        return False
    with _progress() as report:
        await catalogue.load(products, report)
        await orders.load_orders(report)
    return True


async def _facts(url: str) -> None:
    async with connected(url):
        await migrate.apply()
        await load_reference()


async def _seed(url: str, products: int) -> bool:
    async with connected(url):
        await migrate.apply()
        return await load_if_empty(products)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage of the load: its name, how much is done, how much there is."""
    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=out) as progress:
        stages = {}

        def report(stage: str, complete: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = progress.add_task(stage)
            progress.update(stages[stage], completed=complete, total=total)

        yield report
