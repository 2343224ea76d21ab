"""Idempotency keys: work is done once, and its response is stored."""

from datetime import UTC, datetime
from typing import Any

import pytest

from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.idempotency import KeyedMutation, key_claim, once
from database.connect import fetch_value

pytestmark = pytest.mark.usefixtures("db")

CANCEL, OWNER, KEY = KeyedMutation.ORDER_CANCEL, "order 1", "key-of-a-test"
BODY = {"suborder": 2}


def context() -> ActionContext:
    return ActionContext(datetime.now(UTC))


async def cancel(ctx: ActionContext, result: dict[str, Any], using: Any = once) -> bool:
    """Whether the work was done now, and not by an earlier request."""
    async with using(ctx, CANCEL, OWNER, KEY, BODY) as claim:
        if not claim.is_new:
            assert claim.result == {"order": 1}
            return False
        claim.result = result
    return True


async def test_work_with_a_key_is_done_once_with_one_response() -> None:
    first, second = context(), context()
    assert await cancel(first, {"order": 1})
    assert not await cancel(second, {"order": 9})
    assert first.answer_key.id == second.answer_key.id is not None


async def test_a_key_of_another_body_is_refused() -> None:
    ctx = context()
    await cancel(ctx, {"order": 1})
    with pytest.raises(Refusal) as refused:
        async with once(context(), CANCEL, OWNER, KEY, {"suborder": None}):
            raise AssertionError("the work is not begun")
    assert refused.value.reason is Reason.IDEMPOTENCY_KEY_REUSED


async def test_a_refusal_frees_its_key() -> None:
    ctx = context()
    with pytest.raises(Refusal):
        async with once(ctx, CANCEL, OWNER, KEY, BODY):
            raise Refusal(Reason.TOO_LATE, "number")
    assert ctx.answer_key.id is None
    assert await cancel(ctx, {"order": 1})


async def test_work_without_a_result_is_rolled_back() -> None:
    ctx = context()
    with pytest.raises(RuntimeError, match="no result"):
        async with once(ctx, CANCEL, OWNER, KEY, BODY):
            pass
    assert await fetch_value("SELECT count(*) FROM idempotency_key") == 0
    assert ctx.answer_key.id is None


async def test_time_dependent_responses_are_not_stored() -> None:
    ctx = context()
    assert await cancel(ctx, {"order": 1}, using=key_claim)
    assert not await cancel(ctx, {"order": 1}, using=key_claim)
    assert ctx.answer_key.id is None
