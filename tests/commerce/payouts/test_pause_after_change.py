"""Payouts wait after a change of bank details."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason
from commerce.core.ports import GatewayDown
from commerce.payouts import transfers
from tests.conftest import Ask
from tests.support.shop.paying import Counter, eventually
from tests.support.shop.transfers import (
    at_gateway,
    nothing_waits,
    refused,
    sale,
    sent,
)

pytestmark = pytest.mark.usefixtures("reference", "worker")


async def test_payouts_pause_72_hours_after_a_change_of_bank_details(
    ask: Ask, gateway: Counter, worker: None, vendors: list[models.Vendor]
) -> None:
    ctx = ActionContext(datetime.now(UTC), is_operator=True, gateway=gateway.gateway)
    done = await sale(ask, gateway, vendors)
    await models.Payee.create(
        vendor_id=vendors[0].id,
        holder="Ram Lal",
        updated_at=ctx.now,
        held_until=ctx.now + timedelta(hours=72),
    )
    with refused(Reason.PAYEE_ON_HOLD):
        await transfers.request(ctx, done.parts[0], "acc_A", 900_00)
    assert await at_gateway() == []
    # The other vendor's goes, and the first one's when the time has passed.
    await sent(ctx, done.parts[1], 400_00)
    await models.Payee.all().update(held_until=ctx.now - timedelta(seconds=1))
    await sent(ctx, done.parts[0], 900_00)
    assert [amount for amount, _ in await at_gateway()] in ([400_00, 900_00], [900_00, 400_00])


async def test_transfers_requested_before_a_change_pause_too(
    ask: Ask, gateway: Counter, vendors: list[models.Vendor]
) -> None:
    ctx = ActionContext(datetime.now(UTC), is_operator=True, gateway=gateway.gateway)
    done = await sale(ask, gateway, vendors)
    # The job that sends it does not begin before the change.
    async with in_transaction():
        await transfers.request(ctx, done.parts[0], "acc_A", 900_00)
        transfer = await models.Transfer.get()
        await models.Payee.create(
            vendor_id=vendors[0].id,
            holder="Ram Lal",
            updated_at=ctx.now,
            held_until=ctx.now + timedelta(hours=72),
        )
    await transfers.send(ctx, transfer.id)
    assert await at_gateway() == []
    await models.Payee.all().update(held_until=ctx.now)
    # The worker may be at its job only now, and ask first.
    with suppress(GatewayDown):
        await transfers.send(ctx, transfer.id)
    await eventually(nothing_waits)
    assert await at_gateway() == [(900_00, 0)]
