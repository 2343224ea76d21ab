"""Hostile texts that are stored without a form: headers, and texts of gateways."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from auth.sessions import sessions
from commerce.core.action_context import ActionContext
from commerce.payments.webhook_events import apply_webhook
from database.connect import fetch, fetch_value
from integrations.payments.razorpay import Razorpay, signed
from integrations.payments.sandbox.server import WEBHOOK_SECRET
from server.app import Mart
from server.requests.credentials import device_of
from server.requests.http_request import Head
from tests.hostile import shapes
from tests.hostile.texts import HOSTILE, MARK, without_halves
from tests.support.people.accounts import make_account

EVENT = {
    "event": "payment.failed",
    "payload": {
        "payment": {
            "entity": {
                "id": "pay_1", "order_id": "order_1", "amount": 100, "currency": "INR",
                "status": "failed", "method": "card", "amount_refunded": 0,
                "card": {"last4": "1111", "network": "Visa"}, "error_description": "declined",
                "fee": None, "tax": None,
            }
        },
        "refund": {
            "entity": {"id": "rfnd_1", "payment_id": "pay_1", "amount": 100,
                       "status": "processed", "receipt": "r"}
        },
        "transfer": {
            "entity": {"id": "trf_1", "amount": 100, "amount_reversed": 0, "status": "processed",
                       "notes": {"key": "k"}, "source": "pay_1"}
        },
        "dispute": {
            "entity": {"id": "disp_1", "payment_id": "pay_1", "amount": 100, "status": "open"}
        },
    },
}  # fmt: skip


OTHERS: list[Any] = [None, [], {}, "x" * 5_000, -1, 10**30, True]
# Each leaf takes some of the texts, all of them take all.
SHARE = 8


def leaves(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(value, dict):
        return [path]
    return [leaf for name, each in value.items() for leaf in leaves(each, (*path, name))]


def changed(path: tuple[str, ...], to: Any) -> bytes:
    event = json.loads(json.dumps(EVENT))
    inner = event
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = to
    return json.dumps(event).encode()


@pytest.mark.usefixtures("db")
async def test_gateway_texts_are_accepted_or_reported_unreadable(
    app: Mart, client: httpx.AsyncClient
) -> None:
    """Texts of banks and buyers come along with it: no job is tried for ever for one of them."""
    sent: set[bytes] = set()
    for leaf, path in enumerate(leaves(EVENT)):
        texts = list(HOSTILE.values())[leaf % SHARE :: SHARE]
        for value in (*texts, *OTHERS):
            # Half a pair is no JSON that the gateway could send.
            value = without_halves(value) + "\x00" if isinstance(value, str) else value
            body = changed(path, value)
            sent.add(body)
            headers = {"x-razorpay-signature": signed(WEBHOOK_SECRET, body)}
            answer = await client.post("/webhooks/sandbox", content=body, headers=headers)
            assert answer.status_code == 200
    ctx = ActionContext(now=datetime.now(UTC), gateway=app.adapters.gateway)
    rows = await fetch("SELECT id FROM webhook_event")
    assert len(rows) == len(sent)
    for row in rows:
        await apply_webhook(ctx, row["id"])
    assert await fetch_value("SELECT count(*) FROM webhook_event WHERE applied_at IS NULL") == 0
    for row in await fetch("SELECT kind, outcome FROM webhook_event"):
        assert not shapes.commands(row["kind"] + row["outcome"])


def test_a_refusal_of_the_gateway_is_one_line() -> None:
    told = Razorpay("k", "s", "w")
    for text in HOSTILE.values():
        body = changed(("event",), without_halves(text) + "\x00")
        assert not shapes.commands(told.event(body).kind)


@pytest.mark.usefixtures("db")
async def test_the_name_of_a_device_is_a_line() -> None:
    """Whoever looks at their sessions sees what a client calls itself."""
    account = await make_account()
    for text in HOSTILE.values():
        agent = text.encode("utf-8", "surrogatepass").replace(b"\0", b"")
        head = Head({"method": "POST", "headers": [(b"user-agent", agent)], "query_string": b""})
        await sessions.begin(
            account.id,
            datetime.now(UTC),
            device=device_of(head),
            is_cookie=False,
            is_factor_needed=False,
        )
    rows = await fetch("SELECT device FROM session")
    assert len(rows) == len(HOSTILE)
    for row in rows:
        assert MARK in row["device"]
        assert not shapes.commands(row["device"])
        assert len(row["device"]) <= 120
