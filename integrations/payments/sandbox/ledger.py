"""The state of the sandbox: orders, payments, refunds, webhooks to send, and its switches.

It is kept in a schema of its own, so that it outlives the process and several can share it.
"""

import hashlib
import secrets
import string
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import orjson
from tortoise.transactions import in_transaction

from database.connect import execute, fetch, fetch_value
from database.locks import Lock, lock
from integrations.payments.sandbox import entities, switches
from settings import Misconfigured

TABLES = """
CREATE SCHEMA IF NOT EXISTS sandbox;
CREATE TABLE IF NOT EXISTS sandbox.orders (
  id text PRIMARY KEY, amount bigint NOT NULL, currency text NOT NULL, receipt text,
  status text NOT NULL DEFAULT 'created', attempts int NOT NULL DEFAULT 0,
  created_at bigint NOT NULL);
CREATE INDEX IF NOT EXISTS sandbox_orders_receipt ON sandbox.orders (receipt);
CREATE TABLE IF NOT EXISTS sandbox.payments (
  id text PRIMARY KEY, order_id text NOT NULL REFERENCES sandbox.orders, amount bigint NOT NULL,
  currency text NOT NULL, status text NOT NULL, method text NOT NULL,
  captured boolean NOT NULL DEFAULT false, amount_refunded bigint NOT NULL DEFAULT 0,
  error text, created_at bigint NOT NULL);
CREATE INDEX IF NOT EXISTS sandbox_payments_order ON sandbox.payments (order_id);
CREATE TABLE IF NOT EXISTS sandbox.refunds (
  id text PRIMARY KEY, payment_id text NOT NULL REFERENCES sandbox.payments,
  amount bigint NOT NULL, status text NOT NULL, receipt text, key text UNIQUE, digest bytea,
  created_at bigint NOT NULL);
CREATE TABLE IF NOT EXISTS sandbox.transfers (
  id text PRIMARY KEY, payment_id text NOT NULL REFERENCES sandbox.payments,
  account text NOT NULL, amount bigint NOT NULL, amount_reversed bigint NOT NULL DEFAULT 0,
  notes text NOT NULL, created_at bigint NOT NULL);
CREATE TABLE IF NOT EXISTS sandbox.disputes (
  id text PRIMARY KEY, payment_id text NOT NULL REFERENCES sandbox.payments,
  amount bigint NOT NULL, status text NOT NULL, created_at bigint NOT NULL);
CREATE TABLE IF NOT EXISTS sandbox.webhooks (
  id bigserial PRIMARY KEY, event_id text NOT NULL, body bytea NOT NULL,
  due_at timestamptz NOT NULL, tries int NOT NULL DEFAULT 0, done_at timestamptz);
CREATE INDEX IF NOT EXISTS sandbox_webhooks_due ON sandbox.webhooks (due_at)
  WHERE done_at IS NULL;
CREATE TABLE IF NOT EXISTS sandbox.switches (name text PRIMARY KEY, value int NOT NULL);
"""
# The most a gateway takes at once, as Razorpay's does unless it was agreed otherwise.
MAX_PAISE = 5_00_000_00
LETTERS = string.ascii_letters + string.digits


NOT_THE_OWNER = (
    "The payment sandbox needs tables of its own, and the role in DATABASE_URL cannot create them."
    " Set ODOP_OWNER_DATABASE_URL to the role that owns the database, or ODOP_RAZORPAY_KEY_ID and"
    " its secrets to use Razorpay instead."
)


async def prepare() -> None:
    """Create the sandbox's tables unless they exist; of several processes one does.

    Raises Misconfigured for a role that may not create them.
    """
    if await fetch_value("SELECT to_regclass('sandbox.disputes') IS NOT NULL"):
        return
    try:
        async with in_transaction():
            await lock(Lock.SANDBOX_LEDGER)
            await execute(TABLES)
    except asyncpg.InsufficientPrivilegeError as error:
        raise Misconfigured(NOT_THE_OWNER) from error


def new_id(kind: str) -> str:
    return f"{kind}_{''.join(secrets.choice(LETTERS) for _ in range(14))}"


async def make_order(amount: int, currency: str, receipt: str | None) -> Any:
    rows = await fetch(
        "INSERT INTO sandbox.orders (id, amount, currency, receipt, created_at)"
        " VALUES ($1, $2, $3, $4, $5) RETURNING *",
        new_id("order"),
        amount,
        currency,
        receipt,
        int(time.time()),
    )
    return rows[0]


async def order(order_id: str) -> Any | None:
    rows = await fetch("SELECT * FROM sandbox.orders WHERE id = $1", order_id)
    return rows[0] if rows else None


async def payment(payment_id: str) -> Any | None:
    rows = await fetch("SELECT * FROM sandbox.payments WHERE id = $1", payment_id)
    return rows[0] if rows else None


async def pay(
    order_row: Any, method: str, *, fails: bool = False, amount: int | None = None
) -> Any:
    """A buyer pays, or tries to; webhooks go out."""
    by_hand = (await switches.all_values())["capture_by_hand"] > 0
    status = "failed" if fails else "authorized" if by_hand else "captured"
    async with in_transaction():
        rows = await fetch(
            "INSERT INTO sandbox.payments (id, order_id, amount, currency, status, method,"
            " captured, error, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            " RETURNING *",
            new_id("pay"),
            order_row["id"],
            amount or order_row["amount"],
            order_row["currency"],
            status,
            method,
            status == "captured",
            "Payment was declined" if fails else None,
            int(time.time()),
        )
        paid = "paid" if status == "captured" else "attempted"
        await execute(
            "UPDATE sandbox.orders SET attempts = attempts + 1,"
            " status = CASE WHEN status = 'paid' THEN status ELSE $2 END WHERE id = $1",
            order_row["id"],
            paid,
        )
        entity = entities.payment(rows[0])
        events: list[tuple[str, dict[str, Any]]] = []
        if fails:
            events.append(("payment.failed", {"payment": entity}))
        else:
            before = entity | {"status": "authorized", "captured": False}
            events.append(("payment.authorized", {"payment": before}))
        if status == "captured":
            events.append(("payment.captured", {"payment": entity}))
            paid_order = entities.order(order_row) | {"status": "paid"}
            events.append(("order.paid", {"payment": entity, "order": paid_order}))
        await enqueue_webhooks(events)
    return rows[0]


async def capture(payment_id: str) -> Any | None:
    """Take what was authorised; None when there is nothing to take."""
    async with in_transaction():
        rows = await fetch(
            "UPDATE sandbox.payments SET status = 'captured', captured = true"
            " WHERE id = $1 AND status = 'authorized' RETURNING *",
            payment_id,
        )
        if not rows:
            return None
        await execute(
            "UPDATE sandbox.orders SET status = 'paid' WHERE id = $1", rows[0]["order_id"]
        )
        await enqueue_webhooks([("payment.captured", {"payment": entities.payment(rows[0])})])
    return rows[0]


class KeyReused(Exception):  # noqa: N818 -- it says what happened
    """A refund's key came with another body."""


class TooMuch(Exception):  # noqa: N818 -- it says what happened
    """More would go back than came."""


class EmptyAccount(Exception):  # noqa: N818 -- it says what happened
    """There is nothing left in a linked account to fetch back."""


async def refund(payment_id: str, amount: int, receipt: str | None, key: str | None) -> Any:
    """Pay back; the same key and body again is the same refund. Raises KeyReused, TooMuch."""
    digest = hashlib.sha256(orjson.dumps([payment_id, amount, receipt])).digest()
    async with in_transaction():
        payments = await fetch(
            "SELECT * FROM sandbox.payments WHERE id = $1 FOR UPDATE", payment_id
        )
        if key is not None:
            known = await fetch("SELECT * FROM sandbox.refunds WHERE key = $1", key)
            if known:
                if known[0]["digest"] != digest:
                    raise KeyReused
                return known[0]
        paid = payments[0] if payments else None
        if paid is None or not paid["captured"]:
            raise TooMuch
        if paid["amount_refunded"] + amount > paid["amount"]:
            raise TooMuch
        fails = await switches.spend("refunds_fail")
        rows = await fetch(
            "INSERT INTO sandbox.refunds (id, payment_id, amount, status, receipt, key, digest,"
            " created_at) VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7) RETURNING *",
            new_id("rfnd"),
            payment_id,
            amount,
            receipt,
            key,
            digest,
            int(time.time()),
        )
        status = "failed" if fails else "processed"
        await execute("UPDATE sandbox.refunds SET status = $2 WHERE id = $1", rows[0]["id"], status)
        if not fails:
            paid = (
                await fetch(
                    "UPDATE sandbox.payments SET amount_refunded = amount_refunded + $2,"
                    " status = CASE WHEN amount_refunded + $2 = amount THEN 'refunded'"
                    " ELSE status END WHERE id = $1 RETURNING *",
                    payment_id,
                    amount,
                )
            )[0]
        ended = entities.refund({**rows[0], "status": status})
        entity = entities.payment(paid)
        await enqueue_webhooks(
            [
                ("refund.created", {"payment": entity, "refund": entities.refund(rows[0])}),
                (f"refund.{status}", {"payment": entity, "refund": ended}),
            ]
        )
    return rows[0]


async def transfer(payment_id: str, wanted: list[dict[str, Any]]) -> list[Any]:
    """Send money of a payment on. Raises TooMuch, also once any of it has gone back."""
    async with in_transaction():
        rows = await fetch(
            "SELECT captured, amount - (SELECT coalesce(sum(t.amount), 0)::bigint"
            " FROM sandbox.transfers t WHERE t.payment_id = p.id) AS left_over,"
            " EXISTS (SELECT FROM sandbox.refunds r WHERE r.payment_id = p.id) AS is_going_back"
            " FROM sandbox.payments p WHERE id = $1 FOR UPDATE",
            payment_id,
        )
        amounts = [int(each["amount"]) for each in wanted]
        if not rows or not rows[0]["captured"] or rows[0]["is_going_back"]:
            raise TooMuch
        if min(amounts) < 1 or sum(amounts) > rows[0]["left_over"]:
            raise TooMuch
        made = [
            (
                await fetch(
                    "INSERT INTO sandbox.transfers (id, payment_id, account, amount, notes,"
                    " created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *",
                    new_id("trf"),
                    payment_id,
                    str(each["account"]),
                    amount,
                    orjson.dumps(each.get("notes") or {}).decode(),
                    int(time.time()),
                )
            )[0]
            for each, amount in zip(wanted, amounts, strict=True)
        ]
        await enqueue_webhooks(
            [("transfer.processed", {"transfer": entities.transfer(row)}) for row in made]
        )
    return made


async def reverse(transfer_id: str, amount: int) -> Any:
    """Fetch money back from a linked account. Raises TooMuch, EmptyAccount."""
    if await switches.spend("reversals_fail"):
        raise EmptyAccount
    rows = await fetch(
        "UPDATE sandbox.transfers SET amount_reversed = amount_reversed + $2"
        " WHERE id = $1 AND $2 > 0 AND amount_reversed + $2 <= amount RETURNING *",
        transfer_id,
        amount,
    )
    if not rows:
        raise TooMuch
    return rows[0]


async def dispute(payment_id: str, amount: int, status: str, dispute_id: str | None) -> Any:
    """The buyer's bank disputes a payment, or decides; webhooks go out."""
    async with in_transaction():
        rows = await fetch(
            "INSERT INTO sandbox.disputes (id, payment_id, amount, status, created_at)"
            " VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (id) DO UPDATE SET status = excluded.status RETURNING *",
            dispute_id or new_id("disp"),
            payment_id,
            amount,
            status,
            int(time.time()),
        )
        kind = "created" if status == "open" else status
        event = {
            "payment": entities.payment(await payment(payment_id)),
            "dispute": entities.dispute(rows[0]),
        }
        await enqueue_webhooks([(f"payment.dispute.{kind}", event)])
    return rows[0]


async def enqueue_webhooks(events: list[tuple[str, dict[str, Any]]]) -> None:
    """Put webhooks down to be sent, as the switches say."""
    on = await switches.all_values()
    if on["webhooks_lost"]:
        return
    if on["webhooks_backwards"]:
        events = events[::-1]
    due = datetime.now(UTC) + timedelta(seconds=on["webhooks_late"])
    for place, (kind, payload) in enumerate(events):
        body = orjson.dumps(
            {
                "entity": "event",
                "account_id": "acc_sandbox",
                "event": kind,
                "contains": list(payload),
                "payload": {name: {"entity": entity} for name, entity in payload.items()},
                "created_at": int(time.time()),
            }
        )
        event_id = new_id("evt")
        for _ in range(1 + on["webhooks_again"]):
            await execute(
                "INSERT INTO sandbox.webhooks (event_id, body, due_at) VALUES ($1, $2, $3)",
                event_id,
                body,
                due + timedelta(milliseconds=place),
            )
    await execute("NOTIFY odop_sandbox")
