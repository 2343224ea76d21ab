"""All encrypted columns, and their encryption with the newest key."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from auth.crypto.encryption import BadSeal
from auth.crypto.keys import keys
from commerce.core.access_keys import cart_place, order_place
from commerce.core.idempotency import answer_place
from database.connect import execute, fetch

BATCH = 500


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """An encrypted column; `place` binds a value to its row, from the columns `columns`."""

    table: str
    column: str
    place: Callable[[Any], str]
    columns: str
    key: str = "id"


def _payee_place(row: Any) -> str:
    return f"vendor:{row['vendor_id']}" if row["vendor_id"] else f"artisan:{row['artisan_id']}"


SEALED = (
    SealedColumn(
        "second_factor",
        "secret",
        lambda row: f"second_factor:{row['account_id']}",
        "account_id",
        "account_id",
    ),
    SealedColumn("payee", "pan", lambda row: f"{_payee_place(row)}:pan", "vendor_id, artisan_id"),
    SealedColumn(
        "payee",
        "bank_account",
        lambda row: f"{_payee_place(row)}:bank_account",
        "vendor_id, artisan_id",
    ),
    SealedColumn(
        "payee_proposal", "pan", lambda row: f"artisan:{row['artisan_id']}:pan", "artisan_id"
    ),
    SealedColumn(
        "payee_proposal",
        "bank_account",
        lambda row: f"artisan:{row['artisan_id']}:bank_account",
        "artisan_id",
    ),
    SealedColumn("orders", "access_key_sealed", lambda row: order_place(row["number"]), "number"),
    SealedColumn("cart", "token_sealed", lambda row: cart_place(row["token_hash"]), "token_hash"),
    SealedColumn(
        "idempotency_key", "answer_sealed", lambda row: answer_place(row["row_key"]), "owner"
    ),
)


async def reseal() -> AsyncIterator[tuple[SealedColumn, int, int]]:
    """Encrypt values of older keys again, in batches.

    Yields after each batch how many were encrypted, and how many no key can decrypt; those stay. It
    can be interrupted and repeated. Rows that are written meanwhile are skipped.
    """
    sealing = keys().sealing
    for each in SEALED:
        after: int = -1
        while True:
            rows = await fetch(
                f"SELECT {each.key} AS row_key, {each.column} AS sealed, {each.columns}"
                f" FROM {each.table} WHERE {each.column} IS NOT NULL"
                f" AND get_byte({each.column}, 0) <> $1 AND {each.key} > $2"
                f" ORDER BY {each.key} LIMIT $3",
                sealing.newest,
                after,
                BATCH,
            )
            if not rows:
                break
            lost = 0
            for row in rows:
                place = each.place(row)
                try:
                    fresh = sealing.seal(sealing.open(row["sealed"], place), place)
                except BadSeal:
                    lost += 1
                    continue
                await execute(
                    f"UPDATE {each.table} SET {each.column} = $2"
                    f" WHERE {each.key} = $1 AND {each.column} = $3",
                    row["row_key"],
                    fresh,
                    row["sealed"],
                )
            after = rows[-1]["row_key"]
            yield each, len(rows) - lost, lost


async def keys_in_use() -> set[int]:
    """The keys with which values in the database are encrypted."""
    parts = " UNION ".join(
        f"SELECT get_byte({each.column}, 0) AS key FROM {each.table}"
        f" WHERE {each.column} IS NOT NULL"
        for each in SEALED
    )
    return {row["key"] for row in await fetch(parts)}
