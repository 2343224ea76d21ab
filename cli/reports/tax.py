"""odop tax: the tariff of the mart's goods."""

import asyncio
import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from cli.output import done, err, out, refuse
from commerce.core.calendar import day
from commerce.reference.files import read_csv
from commerce.tax.tariff_table import Difference, TariffLine, differences, tariff_lines
from database.connect import connected
from database.embedded.embedded import database_server
from settings import settings

HEAD = (
    "category", "kind", "name", "name (hi)", "with", "code", "condition", "rates", "source",
    "drawing", "example",
)  # fmt: skip
# What a terminal has no room for; `--csv` has it.
ONLY_CSV = {"category", "name (hi)"}
# Columns that are not broken.
WHOLE = {"kind", "code"}
# Characters of a line in a file or a pipe.
FILE_WIDTH = 220

app = typer.Typer(no_args_is_help=True, help="Check the tax rates of the goods.")

AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, with all columns.")]


@app.callback()
def tax() -> None:
    """A callback, so that a single command keeps its name."""


@app.command()
def check(as_csv: AsCsv = False) -> None:
    """Print every kind of goods with its code, rates and source, and compare the rates with
    data/expected_rates.csv. Fails if a rate differs or a kind has none.
    """
    with database_server(settings()) as url:
        lines, wrong = asyncio.run(_read(url))
    if as_csv:
        typer.echo(_csv(lines), nl=False)
    else:
        _print(lines)
    without = [line for line in lines if not line.rates]
    for line in without:
        err.print(f"{line.kind.slug}: no rate for {line.kind.hsn}", style="red", highlight=False)
    for each in wrong:
        err.print(_difference(each), style="red", highlight=False)
    if without or wrong:
        refuse(f"{len(without)} kinds have no rate; {len(wrong)} rates are not as expected.")
    if not as_csv:
        done(f"{len(lines):,} codes of goods have rates, which are as expected.")


async def _read(url: str) -> tuple[list[TariffLine], list[Difference]]:
    today = day(datetime.now(UTC))
    async with connected(url):
        wrong = await differences(read_csv("expected_rates.csv"), today)
        return await tariff_lines(today), wrong


def _cells(line: TariffLine) -> tuple[str, ...]:
    kind = line.kind
    return (
        kind.category,
        kind.slug,
        kind.name_en,
        kind.name_hi,
        kind.choice,
        kind.hsn,
        kind.condition or "",
        line.rates,
        line.source,
        kind.drawing or "",
        kind.example or "",
    )


def _print(lines: Iterable[TariffLine]) -> None:
    """A table for each category."""
    tables: dict[str, Table] = {}
    for line in lines:
        category = line.kind.category
        if category not in tables:
            tables[category] = Table(title=category)
            for name in HEAD:
                if name not in ONLY_CSV:
                    tables[category].add_column(name, no_wrap=name in WHOLE)
        cells = zip(HEAD, _cells(line), strict=True)
        tables[category].add_row(*(cell for name, cell in cells if name not in ONLY_CSV))
    for table in tables.values():
        out.print(table, width=None if out.is_terminal else FILE_WIDTH)


def _csv(lines: Iterable[TariffLine]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([HEAD, *map(_cells, lines)])
    return text.getvalue()


def _difference(each: Difference) -> str:
    condition = f" ({each.condition})" if each.condition else ""
    return (
        f"{each.goods}, {each.hsn}{condition}, at {each.price}: {each.found}, but expected"
        f" {each.expected}"
    )
