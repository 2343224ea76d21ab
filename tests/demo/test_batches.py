"""Products made by several processes, and rows as texts for COPY."""

from contextlib import aclosing
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tortoise.transactions import in_transaction

import models
from database.bulk import copy_text, copy_texts
from database.connect import execute, fetch
from demo import batches as making
from demo.batches import Batch, batch, batches
from demo.offline import population
from demo.people.population import Population

NUMBER = 260
STAGES: list[str] = []


def report(stage: str, done: int, total: int) -> None:
    STAGES.append(stage)


async def made(cast: Population, number: int) -> list[Batch]:
    async with aclosing(batches(cast, number, report)) as found:
        return [each async for each in found]


async def test_several_processes_make_what_one_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    population.cache_clear()
    cast = population()
    whole = batch(cast, 1, NUMBER)
    monkeypatch.setattr(making, "BATCH", 100)
    monkeypatch.setattr(making, "MANY", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    STAGES.clear()
    parts = await made(cast, NUMBER)
    assert [part.last for part in parts] == [100, 200, 260]
    for table in whole.texts:
        variants, texts = 0, []
        for part in parts:
            texts.append(part.text(table, variants))
            variants += part.variants
        assert b"".join(texts) == whole.text(table, 0), table
        assert variants == whole.variants
    assert STAGES.index("Names") < STAGES.index("Products")


async def test_a_few_products_are_made_without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "ProcessPoolExecutor", None)
    (only,) = await made(population(), 20)
    assert only.last == 20


async def test_making_ends_with_the_first_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "BATCH", 10)
    monkeypatch.setattr(making, "goods", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await made(population(), 100)


async def test_rows_as_texts_are_the_rows(db: str) -> None:
    at = datetime(2026, 11, 20, 3, 30, 0, 5, tzinfo=UTC)
    rows = [
        (1, "a\tb\\n\nसाड़ी\r\\N\\", True, Decimal("1.50"), date(2026, 1, 2), at),
        (2, models.ProductStatus.DRAFT, False, None, None, None),
        (3, "", None, Decimal(7), None, None),
    ]
    names = ("id", "said", "is_so", "net", "day", "at")
    async with in_transaction():
        await execute(
            "CREATE TEMP TABLE copied (id int, said text, is_so boolean, net numeric, day date,"
            " at timestamptz) ON COMMIT DROP"
        )
        await copy_texts("copied", names, copy_text(rows))
        assert [tuple(row) for row in await fetch("SELECT * FROM copied ORDER BY id")] == rows


def test_a_value_without_a_text_is_refused() -> None:
    with pytest.raises(TypeError, match="no text"):
        copy_text([(object(),)])
