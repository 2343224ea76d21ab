"""Money of a sale sent on, and what comes of it afterwards (`domain/payments.md`, 14 and 16)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

import models
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.ports import GatewayDispute, GatewayDown
from commerce.payments import disputes, reconciliation, refunds
from commerce.payouts import transfers, vendor_balance
from database.connect import fetch, fetch_value
from models import DisputeStatus, RefundReason, TransferStatus
from server.app import Mart
from server.processes.jobs import working
from tests.commerce.checkout.test_checkout import cancel, in_payment, key_of, ordered
from tests.commerce.payments.test_payments import taken
from tests.conftest import Ask
from tests.support.factories import make_artisan, make_product, make_vendor
from tests.support.paying import Counter, eventually, webhooks
from tests.support.people import Postbox
from tests.support.shopping import codes_of

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture(autouse=True)
async def worker(
    app: Mart, gateway: Counter, reference: str, postbox: Postbox
) -> AsyncIterator[None]:
    async with working(reference, postbox, gateway.gateway):
        yield


@pytest.fixture
def ctx(gateway: Counter) -> ActionContext:
    return ActionContext(now=datetime.now(UTC), gateway=gateway.gateway, is_operator=True)


class Sale:
    """A paid order of a kurta of one vendor and a toy of another, 1000 and 500 rupees and 30 each
    for the parcel.
    """

    def __init__(self, number: str, vendors: list[models.Vendor]) -> None:
        self.number, self.vendors = number, vendors
        self.charge = 0
        self.payment = ""
        self.parts: list[int] = []

    async def load(self) -> "Sale":
        self.charge = await fetch_value(
            "SELECT c.id FROM charge c JOIN payment p ON p.id = c.payment_id"
            " JOIN orders o ON o.id = p.order_id WHERE o.number = $1",
            self.number,
        )
        self.payment = (await models.Charge.get(id=self.charge)).gateway_payment_id
        order = await models.Order.get(number=self.number)
        for vendor in self.vendors:
            part = await models.Suborder.get(order_id=order.id, vendor_id=vendor.id)
            self.parts.append(part.id)
        return self


async def sale(ask: Ask, gateway: Counter, vendors: list[models.Vendor], **more: Any) -> Sale:
    products = {
        await make_product(price=price, stock=5, vendor_id=vendor.id, **more): 1
        for price, vendor in zip((1_000_00, 500_00), vendors, strict=False)
    }
    payload = await ordered(ask, products)
    told = await gateway.pay(payload["payment"]["gateway"]["payUrl"])
    found = await ask(
        "checkout",
        name="PaymentConfirm",
        input={
            "paymentId": payload["payment"]["id"],
            "gatewayPaymentId": told["razorpay_payment_id"],
            "signature": told["razorpay_signature"],
            "idempotencyKey": "confirm-01",
        },
    )
    assert found["paymentConfirm"]["errors"] == []
    return await Sale(payload["order"]["number"], vendors).load()


@pytest.fixture
async def vendors() -> list[models.Vendor]:
    return [await make_vendor(), await make_vendor()]


async def sent(ctx: ActionContext, part: int, due: int, **more: Any) -> int:
    amount = await transfers.request(ctx, part, "acc_TEST0000000001", due, **more)
    await eventually(nothing_waits)
    return amount


async def nothing_waits() -> bool:
    """Whatever was to be sent is, and nobody has a turn."""
    waits = models.Transfer.filter(Q(status=TransferStatus.REQUESTED) | Q(asked_at__isnull=False))
    return not await waits.exists()


@contextmanager
def refused(reason: Reason) -> Iterator[None]:
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.reason is reason


async def at_gateway() -> list[tuple[int, int]]:
    """Amount and what of it came back, of each transfer the gateway knows."""
    rows = await fetch(
        "SELECT amount, amount_reversed FROM sandbox.transfers ORDER BY created_at, amount DESC"
    )
    return [(row["amount"], row["amount_reversed"]) for row in rows]


async def refund(ctx: ActionContext, of: Sale, paise: int, lines: list[int] | None = None) -> None:
    async with in_transaction():
        order = await models.Order.filter(number=of.number).select_for_update().get()
        await refunds.request(ctx, order.id, of.charge, paise, RefundReason.STAFF, lines or [])


async def repaid() -> bool:
    return not await models.Refund.filter(status="requested").exists()


async def test_14_what_was_sent_on_comes_back_before_its_buyer_is_repaid(
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


async def test_14_a_part_takes_back_its_own_sellers_part(
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


async def test_14_what_a_seller_no_longer_has_is_taken_off_its_next_payouts(
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


async def test_14_an_artisan_keeps_what_was_paid(
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


async def test_answers_that_are_lost_send_nothing_twice(
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


async def test_the_turn_of_one_that_died_is_lost(
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


async def test_two_refunds_at_once_fetch_back_what_both_need(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    done = await sale(ask, gateway, vendors[:1])
    await sent(ctx, done.parts[0], 900_00)
    await asyncio.gather(*(refund(ctx, done, 103_00) for _ in range(10)))
    await eventually(repaid)
    assert await at_gateway() == [(900_00, 900_00)]
    assert await vendor_balance.standing(vendors[0].id) == 0


async def test_more_than_came_is_not_sent_on(
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


async def test_one_the_gateway_will_not_send_is_out_of_the_way(
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


async def bank(gateway: Counter, of: Sale, status: str, name: str, paise: int = 1_030_00) -> None:
    """The buyer's bank says something; the sandbox sends it on."""
    async with httpx.AsyncClient(auth=("rzp_sandbox", "sandbox_key_secret")) as client:
        answer = await client.post(
            f"{gateway.url}/v1/sandbox/disputes",
            json={"id": name, "payment_id": of.payment, "amount": paise, "status": status},
        )
    assert answer.is_success, answer.text


@pytest.mark.parametrize("end", ["won", "lost"])
async def test_16_a_dispute_holds_what_its_sellers_got(
    ask: Ask,
    app: Mart,
    gateway: Counter,
    ctx: ActionContext,
    vendors: list[models.Vendor],
    end: str,
) -> None:
    disputed = await sale(ask, gateway, vendors[:1])
    await sent(ctx, disputed.parts[0], 900_00)
    async with webhooks(app):
        await bank(gateway, disputed, "open", "disp_1")
        await eventually(lambda: in_payment(ask, disputed.number, "DISPUTED"))
        vendor = vendors[0].id
        assert await vendor_balance.standing(vendor) == -900_00
        assert (await models.Order.get(number=disputed.number)).review == "payment disputed"
        # The bank gives the money back: the mart does not do so too.
        refused = await cancel_refused(ask, disputed.number)
        assert refused == ["TOO_LATE"]
        # What falls due meanwhile is held.
        other = await sale(ask, gateway, vendors[:1])
        assert await sent(ctx, other.parts[0], 600_00) == 0
        await bank(gateway, disputed, end, "disp_1")
        status = "CAPTURED" if end == "won" else "CHARGED_BACK"
        await eventually(lambda: in_payment(ask, disputed.number, status))
        # It comes late, and twice: that changes nothing.
        await bank(gateway, disputed, "under_review", "disp_1")
        await bank(gateway, disputed, end, "disp_1")
        await eventually(taken)
    assert await in_payment(ask, disputed.number, status)
    third = await sale(ask, gateway, vendors[:1])
    if end == "won":
        assert await vendor_balance.standing(vendor) == 600_00
        # Nothing beyond what its buyer paid goes by that payment; the rest by the next.
        assert await sent(ctx, third.parts[0], 900_00) == 1_030_00
        assert await vendor_balance.standing(vendor) == 470_00
        assert (await models.Order.get(number=disputed.number)).review is None
    else:
        assert await vendor_balance.standing(vendor) == -300_00
        assert await sent(ctx, third.parts[0], 900_00) == 600_00


@pytest.mark.parametrize("end", ["won", "lost"])
async def test_16_a_dispute_no_webhook_told_of_is_found(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor], end: str
) -> None:
    disputed, other = [await sale(ask, gateway, vendors[:1]) for _ in range(2)]
    await gateway.switch(webhooks_lost=1_000)
    await bank(gateway, disputed, "open", "disp_1")
    for found in (disputed, other):
        await reconciliation.reconcile(ctx, await payment_id_of(found.number), 9)
    assert await in_payment(ask, disputed.number, "DISPUTED")
    assert await in_payment(ask, other.number, "CAPTURED")
    assert await cancel_refused(ask, disputed.number) == ["TOO_LATE"]
    offered = await allowed_of(ask, disputed.number)
    assert "CANCEL" not in offered
    await bank(gateway, disputed, end, "disp_1")
    for _ in range(2):
        await reconciliation.reconcile(ctx, await payment_id_of(disputed.number), 9)
    assert await in_payment(ask, disputed.number, "CAPTURED" if end == "won" else "CHARGED_BACK")
    assert await models.Dispute.all().count() == 1
    assert ("CANCEL" in await allowed_of(ask, disputed.number)) == (end == "won")


async def payment_id_of(number: str) -> int:
    return (await models.Payment.get(order__number=number)).id


async def allowed_of(ask: Ask, number: str) -> list[str]:
    text = "query ($n: String!, $k: String) { order(number: $n, accessKey: $k) { allowedActions } }"
    found = await ask(text, n=number, k=await key_of(number))
    actions: list[str] = found["order"]["allowedActions"]
    return actions


async def cancel_refused(ask: Ask, number: str) -> list[str]:
    found = await ask(
        "mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { errors { code } } }",
        input={
            "number": number,
            "accessKey": await key_of(number),
            "idempotencyKey": "cancel-0009",
        },
    )
    return codes_of(found["orderCancel"])


async def test_16_nothing_is_sent_on_of_a_payment_in_dispute(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    done = await sale(ask, gateway, vendors)
    told = GatewayDispute("disp_2", done.payment, 300_00, DisputeStatus.OPEN)
    assert await disputes.apply(ctx, told) == "dispute open"
    assert await disputes.apply(ctx, told) == "known"
    assert await vendor_balance.standing(vendors[0].id) == 0
    with refused(Reason.TOO_LATE):
        await transfers.request(ctx, done.parts[0], "acc_A", 900_00)
    # Of what the bank asks back no more goes back than is left.
    with refused(Reason.INVALID):
        await refund(ctx, done, 1_260_01)
    nobody = GatewayDispute("disp_3", "pay_unknown", 300_00, DisputeStatus.OPEN)
    assert await disputes.apply(ctx, nobody) == "of no order"


async def test_16_a_dispute_that_was_lost_first_holds_as_well(
    ask: Ask, gateway: Counter, ctx: ActionContext, vendors: list[models.Vendor]
) -> None:
    done = await sale(ask, gateway, vendors)
    await sent(ctx, done.parts[0], 900_00)
    await sent(ctx, done.parts[1], 450_00)
    for status in (DisputeStatus.LOST, DisputeStatus.OPEN, DisputeStatus.WON):
        await disputes.apply(ctx, GatewayDispute("disp_4", done.payment, 780_00, status))
    # Half of what the buyer paid: half of what each was sent.
    assert [await vendor_balance.standing(each.id) for each in vendors] == [-450_00, -225_00]
    assert await fetch_value("SELECT status FROM payment") == "charged_back"


async def test_nothing_is_sent_for_72_hours_after_a_payees_details_changed(
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


async def test_what_was_requested_before_a_change_waits_as_well(
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
