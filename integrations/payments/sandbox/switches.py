"""Faults of the sandbox that can be switched on."""

from database.connect import execute, fetch

# What can be switched on, and what each does; the value is how often, or for how many seconds.
SWITCHES = {
    "orders_fail": "so many calls that make an order are answered 500",
    "orders_lost": "so many orders are made, and the answer is lost",
    "payments_fail": "so many questions about payments are answered 500",
    "refunds_lost": "so many refunds are made, and the answer is lost",
    "refunds_fail": "so many refunds end as failed",
    "transfers_lost": "so many transfers are made, and the answer is lost",
    "reversals_lost": "so many reversals are made, and the answer is lost",
    "reversals_fail": "so many reversals are refused: the linked account is empty",
    "webhooks_late": "webhooks come so many seconds later",
    "webhooks_again": "each webhook comes so many times more",
    "webhooks_backwards": "webhooks of one payment come in the wrong order",
    "webhooks_lost": "no webhook comes",
    "capture_by_hand": "payments wait as authorized until they are captured",
}


async def turn(name: str, value: int) -> None:
    """Set a switch. Raises KeyError for an unknown one."""
    if name not in SWITCHES:
        raise KeyError(name)
    await execute(
        "INSERT INTO sandbox.switches VALUES ($1, $2)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value,
    )


async def all_values() -> dict[str, int]:
    rows = await fetch("SELECT name, value FROM sandbox.switches")
    return dict.fromkeys(SWITCHES, 0) | {row["name"]: row["value"] for row in rows}


async def spend(name: str) -> bool:
    """Whether a switch that counts was on; it now has one less to go."""
    rows = await fetch(
        "UPDATE sandbox.switches SET value = value - 1 WHERE name = $1 AND value > 0"
        " RETURNING value",
        name,
    )
    return bool(rows)
