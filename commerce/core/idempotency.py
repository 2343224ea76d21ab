"""Idempotency keys: what creates an order or moves money or stock is done once per key.

A key is stored in the transaction that does the work, with its result. A request that repeats the
key waits for that transaction and gets the same response. After a refusal nothing was done, and the
key is free. Keys are kept for seven days.
"""

import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import orjson
from tortoise.transactions import in_transaction

from auth.crypto.keys import keys
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from database.connect import SOON_ON_DISK, execute, fetch
from database.named_parameters import NamedStatement

RETENTION = timedelta(days=7)
PATTERN = re.compile(r"[!-~]{8,64}")


class KeyedMutation(StrEnum):
    """Mutations that take a key, as `idempotency_key.mutation` names them."""

    CART_LINES_ADD = "cartLinesAdd"
    CHECKOUT_COMPLETE = "checkoutComplete"
    ORDER_ADDRESS_SET = "orderAddressSet"
    ORDER_CANCEL = "orderCancel"
    PAYMENT_CONFIRM = "paymentConfirm"
    REFUND_RETRY = "refundRetry"


@dataclass(slots=True)
class Claim:
    """A key of a request. The result is None until the request that does the work sets it."""

    id: int
    result: dict[str, Any] | None

    @property
    def is_new(self) -> bool:
        """Whether the work is still to be done."""
        return self.result is None


def check_key(key: str) -> None:
    """Raises Refusal for a malformed key."""
    if not PATTERN.fullmatch(key):
        raise Refusal(Reason.INVALID, "idempotency_key")


# Claims a key, in a statement with the named arguments of `claim_arguments` and `now`.
CLAIM = """
INSERT INTO idempotency_key (owner, mutation, key, input_hash, created_at, expires_at, result)
SELECT $key_owner, $key_mutation, $key, $key_input_hash::bytea, $now, $key_expires_at, %s
ON CONFLICT (owner, mutation, key) DO NOTHING RETURNING id"""


CLAIM_KEY = NamedStatement(CLAIM % "NULL::jsonb")


def claim_arguments(
    ctx: ActionContext, mutation: KeyedMutation, owner: str, key: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Arguments of CLAIM except `now`. Raises Refusal for a malformed key."""
    check_key(key)
    return {
        "key_owner": owner,
        "key_mutation": mutation.value,
        "key": key,
        "key_input_hash": _digest(body),
        "key_expires_at": ctx.now + RETENTION,
    }


def _digest(body: dict[str, Any]) -> bytes:
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).digest()


@asynccontextmanager
async def once(
    ctx: ActionContext, mutation: KeyedMutation, owner: str, key: str, body: dict[str, Any]
) -> AsyncIterator[Claim]:
    """A transaction for work that is done once per key:

        async with once(ctx, KeyedMutation.ORDER_CANCEL, f"order {order.id}", key, body) as claim:
            if claim.is_new:
                ...
                claim.result = {"order": order.id}

    A repeated key gets the first response. Raises as `key_claim` does.
    """
    async with in_transaction(), key_claim(ctx, mutation, owner, key, body) as claim:
        yield claim
    ctx.answer_key.id = claim.id


@asynccontextmanager
async def key_claim(
    ctx: ActionContext, mutation: KeyedMutation, owner: str, key: str, body: dict[str, Any]
) -> AsyncIterator[Claim]:
    """The same in the caller's transaction, for a response that is built anew each time.

    `owner` separates the keys of different clients. A repeated key waits for the transaction of the
    first and gets its result. Raises Refusal if the key is malformed or was used with another body,
    RuntimeError if the block leaves no result.
    """
    claim = await _claim(ctx, mutation, owner, key, body)
    is_new = claim.is_new
    yield claim
    if is_new:
        await _finish(claim)


async def _claim(
    ctx: ActionContext, mutation: KeyedMutation, owner: str, key: str, body: dict[str, Any]
) -> Claim:
    rows = await CLAIM_KEY.fetch(
        {**claim_arguments(ctx, mutation, owner, key, body), "now": ctx.now}
    )
    if rows:
        return Claim(rows[0]["id"], None)
    return await find_key(mutation, owner, key, body)


async def _finish(claim: Claim) -> None:
    if claim.result is None:
        raise RuntimeError("the work of an idempotency key has left no result")
    await execute(
        "UPDATE idempotency_key SET result = $2 WHERE id = $1",
        claim.id,
        orjson.dumps(claim.result).decode(),
    )


async def find_key(mutation: KeyedMutation, owner: str, key: str, body: dict[str, Any]) -> Claim:
    """A key that was used before. Raises Refusal if it was used with another body."""
    rows = await fetch(
        "SELECT id, input_hash, result FROM idempotency_key"
        " WHERE owner = $1 AND mutation = $2 AND key = $3",
        owner,
        mutation.value,
        key,
    )
    if not rows or rows[0]["input_hash"] != _digest(body):
        raise Refusal(Reason.IDEMPOTENCY_KEY_REUSED, "idempotency_key")
    return Claim(rows[0]["id"], orjson.loads(rows[0]["result"]))


async def stored_response(key_id: int, fingerprint: bytes, answer: bytes) -> bytes:
    """The response to a request with this fingerprint: the one that was stored first.

    The work is on disk already; if the response is lost with the database server, the next request
    gets a new one.
    """
    place = answer_place(key_id)
    sealed = keys().sealing.seal(answer.decode(), place)
    rows = await fetch(
        "UPDATE idempotency_key SET fingerprint = coalesce(fingerprint, $2),"
        " answer_sealed = coalesce(answer_sealed, $3) WHERE id = $1"
        f" RETURNING fingerprint, answer_sealed, {SOON_ON_DISK}",
        key_id,
        fingerprint,
        sealed,
    )
    if rows and rows[0]["answer_sealed"] == sealed:
        return answer
    if rows and rows[0]["fingerprint"] == fingerprint:
        return keys().sealing.open(rows[0]["answer_sealed"], place).encode()
    return answer


def answer_place(key_id: int) -> str:
    return f"idempotency_key:{key_id}:answer"
