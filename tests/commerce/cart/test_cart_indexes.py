"""The index by which PostgreSQL finds a guest's cart."""

from datetime import UTC, datetime

import pytest

from commerce.cart.cart_lines import CART_AND_VARIANTS
from commerce.cart.carts import CARTS
from database.connect import execute, fetch, fetch_value

MANY_CARTS = """
INSERT INTO cart (token_hash, token_sealed, status, created_at, updated_at, expires_at)
SELECT sha256(number::text::bytea), '', 'open', now(), now(), now() + number * interval '1 minute'
FROM generate_series(1, 3000) AS made (number)"""


@pytest.mark.usefixtures("owned_db")
async def test_a_guest_cart_is_found_by_its_key_index() -> None:
    """Not among all guests' carts, whether PostgreSQL expects few of them or knows of many.

    The database is a new one and the owner's: only the owner may count rows, and what other tests
    left in a table would count too.
    """
    for plan in await plans_of_a_guests_cart():
        assert "cart_one_open" not in plan
    await execute(MANY_CARTS)
    await execute("ANALYZE cart")
    assert await fetch_value("SELECT reltuples FROM pg_class WHERE relname = 'cart'") == 3000
    for plan in await plans_of_a_guests_cart():
        assert "cart_token_hash_once" in plan, plan
        assert "cart_one_open" not in plan, plan


async def plans_of_a_guests_cart() -> list[str]:
    found = []
    for statement, more in ((CARTS[True], ()), (CART_AND_VARIANTS, ([1],))):
        rows = await fetch(f"EXPLAIN {statement}", b"x" * 32, None, datetime.now(UTC), *more)
        found.append("\n".join(row[0] for row in rows))
    return found
