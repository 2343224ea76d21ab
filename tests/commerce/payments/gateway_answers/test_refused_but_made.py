"""What the gateway refuses may be made nevertheless: what it has just said of it counts."""

from typing import Any

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.core.ports import GatewayDown, GatewayRefund, GatewayRefuses, GatewayTransfer
from commerce.payments import reconciliation, refund_progress, refunds
from commerce.payouts import transfers
from database.connect import execute, fetch_value
from integrations.payments.sandbox.gateway import Sandbox
from models import RefundReason, TransferStatus
from tests.commerce.payments.gateway_answers.test_refused_by_gateway import refusing
from tests.commerce.payments.test_odd_answers import ctx_of, paid_silently, payment_id
from tests.conftest import Ask
from tests.support.shop.factories import make_vendor
from tests.support.shop.paying import Counter
from tests.support.shop.payments import Order
from tests.support.shop.transfers import sale

pytestmark = pytest.mark.usefixtures("reference")


class RefusesWhatItMakes(Sandbox):
    """The sandbox, which makes a refund and answers that it refuses it."""

    async def refund(self, payment_id: str, amount: int, key: str) -> GatewayRefund:
        await super().refund(payment_id, amount, key)
        await execute("UPDATE sandbox.refunds SET status = 'pending'")
        raise GatewayRefuses("BAD_REQUEST_ERROR: the refund is in progress")


async def requested(order: Order, gateway: Counter) -> int:
    """A refund of a part of a paid order."""
    await paid_silently(order, gateway)
    ctx = ctx_of(gateway.gateway)
    await reconciliation.reconcile(ctx, await payment_id(), 0)
    row, charge = await models.Order.get(), await models.Charge.get()
    async with in_transaction():
        return await refunds.request(ctx, row.id, charge.id, 500_00, RefundReason.STAFF)


async def refunded_paise() -> Any:
    return await fetch_value("SELECT sum(amount) FROM sandbox.refunds")


async def test_a_refused_refund_that_the_list_shows_is_under_way(
    order: Order, gateway: Counter
) -> None:
    refund_id = await requested(order, gateway)
    odd = RefusesWhatItMakes(gateway.url, gateway.url)
    await refund_progress.send(ctx_of(odd), refund_id)
    row = await models.Refund.get()
    assert (row.status, row.error) == ("pending", None)
    assert row.gateway_refund_id is not None
    assert await refunds.retriable([refund_id]) == [False]
    assert await refunded_paise() == 500_00


async def test_a_refused_list_fails_no_refund(order: Order, gateway: Counter) -> None:
    refund_id = await requested(order, gateway)
    with pytest.raises(GatewayDown, match="are refused"):
        await refund_progress.send(ctx_of(refusing(gateway, "refunds_of")), refund_id)
    assert (await models.Refund.get()).status == "requested"
    await refund_progress.send(ctx_of(gateway.gateway), refund_id)
    assert (await models.Refund.get()).status != "requested"
    assert await refunded_paise() == 500_00


async def test_a_refund_refused_while_the_list_is_refused_is_sent_again_with_its_key(
    order: Order, gateway: Counter
) -> None:
    class ThenRefuses(RefusesWhatItMakes):
        is_sent = False

        async def refund(self, payment_id: str, amount: int, key: str) -> GatewayRefund:
            self.is_sent = True
            return await super().refund(payment_id, amount, key)

        async def refunds_of(self, *args: Any, **more: Any) -> list[GatewayRefund]:
            if self.is_sent:
                raise GatewayRefuses("BAD_REQUEST_ERROR: no list")
            return await super().refunds_of(*args, **more)

    refund_id = await requested(order, gateway)
    with pytest.raises(GatewayDown):
        await refund_progress.send(ctx_of(ThenRefuses(gateway.url, gateway.url)), refund_id)
    await refund_progress.send(ctx_of(gateway.gateway), refund_id)
    assert (await models.Refund.get()).status == "pending"
    assert await refunded_paise() == 500_00


async def test_a_refused_transfer_that_a_webhook_told_of_is_under_way(
    ask: Ask, gateway: Counter
) -> None:
    ctx = ctx_of(gateway.gateway)
    done = await sale(ask, gateway, [await make_vendor()])
    await transfers.request(ctx, done.parts[0], "acc_TEST0000000001", 900_00)

    class TellsFirst(Sandbox):
        async def transfer(
            self, payment_id: str, account: str, amount: int, key: str, *, is_first: bool
        ) -> GatewayTransfer:
            made = GatewayTransfer("trf_1", amount, 0, TransferStatus.PENDING, key)
            await transfers.apply(ctx, made)
            raise GatewayRefuses("BAD_REQUEST_ERROR: the transfer is in progress")

    row = await models.Transfer.get()
    await transfers.execute_transfer(ctx_of(TellsFirst(gateway.url, gateway.url)), row.id)
    row = await models.Transfer.get()
    assert (row.status, row.gateway_transfer_id, row.error) == ("pending", "trf_1", None)
