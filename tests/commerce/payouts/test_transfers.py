"""Transfers of a sale's money to sellers, and their reversal for refunds."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

import models
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason
from commerce.core.ports import GatewayDown, GatewayTransfer
from commerce.payouts import transfers, vendor_balance
from database.connect import fetch, fetch_value
from models import TransferStatus
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.shop.factories import make_artisan
from tests.support.shop.orders import cancel
from tests.support.shop.paying import Counter, eventually
from tests.support.shop.transfers import at_gateway, nothing_waits, refund, refused, sale, sent

pytestmark = pytest.mark.usefixtures("reference", "worker")


async def repaid() -> bool:
    return not await models.Refund.filter(status="requested").exists()


async def test_transfers_are_reversed_before_the_refund(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    done = await sale(ask, gateway, vendors)
    assert await sent(ctx, done.parts[0], 900_00) == 900_00
    assert await sent(ctx, done.parts[1], 450_00) == 450_00
    await cancel(ask, done.number)
    await eventually(repaid)
    assert await at_gateway() == [(900_00, 900_00), (450_00, 450_00)]
    assert [await vendor_balance.standing(each.id) for each in vendors] == [0, 0]
    assert await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments") == 1_560_00


async def test_a_part_refund_reverses_its_own_sellers_transfer(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    maker = await make_artisan()
    done = await sale(ask, gateway, vendors, artisan_id=maker.id)
    await sent(ctx, done.parts[0], 900_00)
    await sent(ctx, done.parts[1], 450_00)
    line = await models.OrderLine.get(suborder_id=done.parts[0])
    for paise, back in ((515_00, 450_00), (206_00, 630_00), (309_00, 900_00)):
        await refund(ctx, done, paise, [line.id])
        await eventually(repaid)
        assert await at_gateway() == [(900_00, back), (450_00, 0)]
    # Once money goes back the gateway sends nothing on.
    with refused(Reason.TOO_LATE):
        await transfers.request(ctx, done.parts[1], "acc_X", 10_00, maker.id)


async def test_a_refund_counts_a_reversal_at_the_gateway_that_it_waited_for(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    done = await sale(ask, gateway, vendors[:1])
    await sent(ctx, done.parts[0], 900_00)
    transfer = await models.Transfer.get()
    assert transfer.gateway_transfer_id is not None
    reported = GatewayTransfer(
        transfer.gateway_transfer_id, 900_00, 400_00, TransferStatus.PROCESSED
    )
    await overlapped(lambda: transfers.apply(ctx, reported), lambda: refund(ctx, done, 1_030_00))
    await eventually(repaid)
    assert (await models.Transfer.get()).reversing_paise == 900_00
    assert await vendor_balance.standing(vendors[0].id) == 0


async def test_missing_seller_funds_become_an_adjustment(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    first = await sale(ask, gateway, vendors[:1])
    await sent(ctx, first.parts[0], 900_00)
    await gateway.switch(reversals_fail=1)
    await cancel(ask, first.number)
    await eventually(repaid)
    assert await at_gateway() == [(900_00, 0)]
    assert await vendor_balance.standing(vendors[0].id) == -900_00
    assert await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments") == 1_030_00
    # No payout is below nought: the next one pays off what it can, the one after that the rest.
    second = await sale(ask, gateway, vendors[:1])
    assert await sent(ctx, second.parts[0], 800_00) == 0
    assert await sent(ctx, second.parts[0], 800_00) == 0
    assert await vendor_balance.standing(vendors[0].id) == -100_00
    third = await sale(ask, gateway, vendors[:1])
    assert await sent(ctx, third.parts[0], 900_00) == 800_00
    assert await vendor_balance.standing(vendors[0].id) == 0
    assert await at_gateway() == [(900_00, 0), (800_00, 0)]


async def test_an_artisan_keeps_paid_transfers(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    artisan, other = await make_artisan(), await make_artisan()
    done = await sale(ask, gateway, vendors[:1], artisan_id=artisan.id)
    with refused(Reason.NOT_FOUND):
        await transfers.request(ctx, done.parts[0], "acc_A", 300_00, other.id)
    await sent(ctx, done.parts[0], 600_00)
    await sent(ctx, done.parts[0], 300_00, artisan_id=artisan.id)
    await cancel(ask, done.number)
    await eventually(repaid)
    assert await at_gateway() == [(600_00, 600_00), (300_00, 0)]
    assert await vendor_balance.standing(vendors[0].id) == -300_00


async def test_lost_gateway_responses_transfer_nothing_twice(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    done = await sale(ask, gateway, vendors[:1])
    await gateway.switch(transfers_lost=1, reversals_lost=1)
    await asyncio.gather(
        *(transfers.request(ctx, done.parts[0], "acc_A", 900_00) for _ in range(5))
    )
    await eventually(nothing_waits)
    assert await at_gateway() == [(900_00, 0)]
    await refund(ctx, done, 515_00)
    await eventually(repaid)
    assert await at_gateway() == [(900_00, 450_00)]
    assert await models.Transfer.all().count() == 1


async def test_a_dead_process_loses_its_turn(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    done = await sale(ask, gateway, vendors[:1])
    await sent(ctx, done.parts[0], 900_00)
    # Its answer never came here, and the turn is somebody's.
    await models.Transfer.all().update(
        status=TransferStatus.REQUESTED, gateway_transfer_id=None, asked_at=datetime.now(UTC)
    )
    transfer = await models.Transfer.get()
    with pytest.raises(GatewayDown):
        await transfers.execute_transfer(ctx, transfer.id)
    long_ago = datetime.now(UTC) - timedelta(seconds=transfers.TURN_SECONDS + 1)
    await models.Transfer.all().update(asked_at=long_ago)
    await transfers.execute_transfer(ctx, transfer.id)
    (known,) = await fetch("SELECT id FROM sandbox.transfers")
    assert (await models.Transfer.get()).gateway_transfer_id == known["id"]


async def test_concurrent_refunds_reverse_what_both_need(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    done = await sale(ask, gateway, vendors[:1])
    await sent(ctx, done.parts[0], 900_00)
    await asyncio.gather(*(refund(ctx, done, 103_00) for _ in range(10)))
    await eventually(repaid)
    assert await at_gateway() == [(900_00, 900_00)]
    assert await vendor_balance.standing(vendors[0].id) == 0


async def test_transfers_never_exceed_the_payment(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    done = await sale(ask, gateway, vendors)
    await sent(ctx, done.parts[0], 1_000_00)
    for due in (560_01, 0, -1):
        with refused(Reason.INVALID):
            await transfers.request(ctx, done.parts[1], "acc_A", due)
    with refused(Reason.NOT_FOUND):
        await transfers.request(ctx, 999_999, "acc_A", 1_00)
    stranger = ActionContext(now=ctx.now, gateway=ctx.gateway)
    with refused(Reason.NOT_FOUND):
        await transfers.request(stranger, done.parts[1], "acc_A", 1_00)
    assert await sent(ctx, done.parts[1], 560_00) == 560_00


async def test_a_permanently_refused_transfer_fails(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    done = await sale(ask, gateway, vendors[:1])
    paid = (await models.Charge.get()).gateway_payment_id
    await models.Charge.all().update(gateway_payment_id="pay_unknown")
    await sent(ctx, done.parts[0], 900_00)
    failed = await models.Transfer.get()
    assert (failed.status, failed.error is not None) == (TransferStatus.FAILED, True)
    await models.Charge.all().update(gateway_payment_id=paid)
    assert await sent(ctx, done.parts[0], 900_00) == 900_00
    assert await at_gateway() == [(900_00, 0)]
