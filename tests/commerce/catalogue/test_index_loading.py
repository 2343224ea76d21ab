"""Loading the whole product index at a start."""

from array import array
from itertools import chain
from random import Random
from typing import Any

import pytest
from pyroaring import BitMap
from tortoise.transactions import in_transaction

from commerce.catalogue.facet_specs import Copied
from commerce.catalogue.index.facet_bitmaps import (
    MAX_SHORT_RUNS,
    NONE,
    Columns,
    Ordinals,
    Values,
)
from commerce.catalogue.index.loading import (
    ATTRIBUTE,
    ATTRIBUTES,
    HEAD,
    PRODUCTS,
    ROWS,
    Rows,
    read_values,
)
from commerce.catalogue.index.prices import MAX_DIFFERENT, Prices
from commerce.catalogue.index.product_index import SOME
from database.connect import copied, execute, fetch, snapshot
from tests.support.shop.factories import make_product


def said(values: Values) -> dict[str, Any]:
    """Everything an index has, in a form to compare."""
    return {
        "all": values.all.copy(),
        "ids": values.ids[:],
        "ranks": values.ranks[:],
        "prices": values.prices.some(0, len(values.prices)),
        "facets": {
            (facet, key): members.copy()
            for facet, sets in values.facets.items()
            for key, members in sets.items()
            if members
        },
        "bands": {
            column: ([members.copy() for members in bands.sets()], bands._lowest)
            for column, bands in values.bands.items()
        },
    }


@pytest.mark.slow
@pytest.mark.usefixtures("shop")
async def test_bulk_loading_equals_loading_one_by_one() -> None:
    values = await read_values()
    read = said(values)
    assert len(read["ids"]) > ROWS
    assert all(len(bands) > 2 for bands, _ in read["bands"].values())
    for row in await fetch(SOME, read["ids"].tolist()):
        values.put(row)
        values.has_attributes(row["id"], row["attribute_values"])
    assert said(values) == read


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("statement", "index"),
    [(PRODUCTS, "product_indexed"), (ATTRIBUTES, "product_attribute_value")],
)
async def test_loading_uses_index_only_scans_without_sorting(statement: str, index: str) -> None:
    """A column more that the index lacks, or another order, would be seconds of a large shop."""
    async with in_transaction():
        # Whatever the planner takes of a shop this small: what matters is what it could.
        await execute("SET LOCAL enable_seqscan = off")
        await execute("SET LOCAL enable_bitmapscan = off")
        plan = "\n".join(row[0] for row in await fetch(f"EXPLAIN {statement}"))
    assert f"Index Only Scan using {index}" in plan
    assert "Sort" not in plan


@pytest.mark.usefixtures("reference")
async def test_products_of_all_kinds_are_read() -> None:
    plain = await make_product()
    workshop = await make_product()
    await execute("UPDATE product SET artisan_id = NULL WHERE id = $1", workshop.id)
    await execute(
        "UPDATE product SET rating_sum = 9, rating_count = 2, country_of_origin = 'NP'"
        " WHERE id = $1",
        plain.id,
    )
    hidden = await make_product()
    await execute("UPDATE product SET status = 'paused' WHERE id = $1", hidden.id)
    read, one_by_one = await read_values(), Values()
    for row in await fetch(SOME + " ORDER BY t.id", [plain.id, workshop.id, hidden.id]):
        one_by_one.put(row)
        one_by_one.has_attributes(row["id"], row["attribute_values"])
    both = [by_ids(read), by_ids(one_by_one)]
    assert both[0] == both[1]
    assert both[0]


def by_ids(values: Values) -> dict[tuple[str, str], set[int]]:
    return {
        (facet, key): {values.ids[place] for place in members}
        for facet, sets in values.facets.items()
        for key, members in sets.items()
        if members
    }


@pytest.mark.usefixtures("db")
async def test_an_empty_shop_is_read() -> None:
    assert (await read_values()).all == BitMap()


async def test_packed_prices_round_trip() -> None:
    prices, expected = Prices(), list[int]()
    random = Random(6)
    for highest in (300, 2 * MAX_DIFFERENT, 1 << 34):
        some = [random.randrange(highest) for _ in range(MAX_DIFFERENT)]
        prices.extend(some)
        expected += some
        at = random.randrange(len(expected))
        prices[at] = expected[at] = highest + 1
        prices.append(highest)
        expected.append(highest)
        assert [prices[at] for at in range(len(prices))] == expected
        assert prices.some(7, 900) == expected[7:900]
        assert prices.of(range(0, len(expected), 5)) == expected[::5]


async def test_copied_rows_are_split_at_any_boundary() -> None:
    taken: list[tuple[list[int], list[int]]] = []

    def take(columns: Columns) -> None:
        taken.append((list(columns["small"]), list(columns["large"])))

    rows = Rows((Copied("small", "", "H"), Copied("large", "", "q")), take)
    sent = bytes(HEAD) + b"".join(
        b"\0\2"
        + b"\0\0\0\2"
        + at.to_bytes(2, "big")
        + b"\0\0\0\x08"
        + (at << 33).to_bytes(8, "big")
        for at in range(ROWS + 3)
    )
    for at in range(0, len(sent), 1_001):
        await rows.feed(sent[at : at + 1_001])
    await rows.feed(b"\xff")
    await rows.feed(b"\xff")
    rows.end()
    assert [at for small, _ in taken for at in small] == list(range(ROWS + 3))
    assert [at >> 33 for _, large in taken for at in large] == list(range(ROWS + 3))


@pytest.mark.usefixtures("db")
async def test_null_is_never_mistaken_for_a_value() -> None:
    rows = Rows(ATTRIBUTE, lambda columns: None)
    async with snapshot() as connection:
        await copied(connection, "SELECT 1, nullif(n, 2) FROM generate_series(1, 3) n", rows.feed)
    with pytest.raises(ValueError, match="not as long"):
        rows.end()


def test_ordinals_are_found_by_id_in_any_order() -> None:
    random = Random(7)
    runs = [sorted(random.sample(range(each, 400_000, 7), 40)) for each in range(7)]
    # Later products come one by one, older ones that were published late among them.
    ids = [*chain(*runs), 400_007, 400_001, 400_009]
    ordinals = ordinals_of(ids)
    assert [ordinals.of(each) for each in ids] == list(range(len(ids)))
    absent = set(range(400_020)).difference(ids)
    assert {ordinals.of(each) for each in absent} == {NONE}


def test_ordinals_are_found_when_nothing_ascends() -> None:
    """More runs than two bytes can count."""
    ids = list(range(MAX_SHORT_RUNS + 10, 0, -1))
    ordinals = ordinals_of(ids)
    assert [ordinals.of(each) for each in ids] == list(range(len(ids)))


def ordinals_of(ids: list[int]) -> Ordinals:
    known = array("i")
    ordinals = Ordinals(known)
    for place, each in enumerate(ids):
        ordinals.extend(each + 1)
        ordinals.put(each, place)
        known.append(each)
    return ordinals
