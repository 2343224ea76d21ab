"""Disputes of payments that were already refunded."""

from datetime import UTC, datetime
from typing import Any

import pytest

import models
from commerce.core.action_context import ActionContext
from commerce.core.ports import GatewayDispute, GatewayRefund
from commerce.payments import disputes, refund_progress
from commerce.payouts import vendor_balance
from database.connect import fetch_value
from integrations.payments.sandbox import entities
from models import DisputeStatus, RefundStatus
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, make_staff
from tests.support.shop.factories import make_vendor
from tests.support.shop.paying import Counter, eventually
from tests.support.shop.payments import nothing_is_requested
from tests.support.shop.transfers import Sale, refund, sale, sent

pytestmark = pytest.mark.usefixtures("reference", "worker")
TOTAL = 1_030_00
EARNED = 900_00
SEEN = """query ($n: String!) { order(number: $n) {
  review timeline { event message } refunds { bankReference amount { amount } }
  disputes { gatewayReference status amount { amount } paidTwice { amount } } } }"""


@pytest.fixture
def ctx(gateway: Counter) -> ActionContext:
    return ActionContext(now=datetime.now(UTC), gateway=gateway.gateway, is_operator=True)


@pytest.fixture
async def vendor() -> models.Vendor:
    return await make_vendor()


@pytest.fixture
async def done(ask: Ask, gateway: Counter, ctx: ActionContext, vendor: models.Vendor) -> Sale:
    """A sale of ₹1,030 that earned its vendor ₹900, sent on."""
    made = await sale(ask, gateway, [vendor])
    await sent(ctx, made.parts[0], EARNED)
    return made


def asked(of: Sale, paise: int, name: str = "disp_1") -> Any:
    def told(status: DisputeStatus) -> GatewayDispute:
        return GatewayDispute(name, of.payment, paise, status)

    return told


async def given_back(vendor: models.Vendor) -> int:
    """What the vendor gave back: fetched of its transfers, and owed."""
    reversing: int = await fetch_value(
        "SELECT coalesce(sum(reversing_paise), 0)::bigint FROM transfer WHERE vendor_id = $1",
        vendor.id,
    )
    return reversing - await vendor_balance.standing(vendor.id)


async def twice() -> list[int]:
    return [row.paid_twice_paise for row in await models.Dispute.all().order_by("id")]


async def refunded(ctx: ActionContext, of: Sale, paise: int) -> None:
    await refund(ctx, of, paise)
    await eventually(nothing_is_requested)


@pytest.mark.parametrize("end", [DisputeStatus.LOST, DisputeStatus.WON])
async def test_a_dispute_of_a_refunded_payment_is_reported_and_borne_by_the_mart(
    ask: Ask,
    ctx: ActionContext,
    done: Sale,
    vendor: models.Vendor,
    postbox: Postbox,
    end: DisputeStatus,
) -> None:
    finance, _ = await make_staff("finance"), await make_staff("catalogue")
    await refunded(ctx, done, TOTAL)
    assert await given_back(vendor) == EARNED
    postbox.messages.clear()
    told = asked(done, TOTAL)
    await disputes.apply(ctx, told(DisputeStatus.OPEN))
    await disputes.apply(ctx, told(DisputeStatus.OPEN))
    assert (await given_back(vendor), await twice()) == (EARNED, [TOTAL])

    await eventually(lambda: _written(postbox))
    # The gateway is asked for the bank's number of a refund that it still had in hand.
    row = await models.Refund.get()
    assert row.arn
    seen = (await ask(SEEN, token=finance.token, n=done.number))["order"]
    assert row.gateway_refund_id in seen["review"]
    assert row.arn in seen["review"]
    assert "contest" in seen["review"]
    assert seen["refunds"] == [{"bankReference": row.arn, "amount": {"amount": "1030.00"}}]
    assert seen["disputes"] == [
        {
            "gatewayReference": "disp_1",
            "status": "OPEN",
            "amount": {"amount": "1030.00"},
            "paidTwice": {"amount": "1030.00"},
        }
    ]
    events = {each["event"]: each["message"] for each in seen["timeline"]}
    assert "PAYMENT_DISPUTED" in events
    assert row.gateway_refund_id in events["REFUND_DISPUTED"]
    (message,) = (each for each in postbox.messages if each.kind == "disputed")
    assert message.to in (finance.account.email, finance.account.phone)
    assert row.arn in message.values["references"]

    await disputes.apply(ctx, told(end))
    is_lost = end is DisputeStatus.LOST
    assert (await given_back(vendor), await twice()) == (EARNED, [TOTAL if is_lost else 0])
    seen = (await ask(SEEN, token=finance.token, n=done.number))["order"]
    assert seen["disputes"][0]["paidTwice"]["amount"] == ("1030.00" if is_lost else "0.00")
    if is_lost:
        assert seen["review"].startswith("payment charged back: ₹1,030.00 paid twice")
    else:
        assert seen["review"] is None
    last = {each["event"] for each in seen["timeline"]}
    assert ("CHARGED_BACK" in last, "DISPUTE_WON" in last) == (is_lost, not is_lost)


async def _written(postbox: Postbox) -> bool:
    return any(each.kind == "disputed" for each in postbox.messages)


@pytest.mark.parametrize(
    ("back", "bank", "borne", "seller"),
    [
        # Beyond what came: the mart's. Of it the seller gives its part once.
        (TOTAL // 2, TOTAL, TOTAL // 2, EARNED),
        (TOTAL // 2, TOTAL // 2, 0, EARNED),
        (TOTAL // 10, TOTAL // 2, 0, EARNED * 6 // 10),
        (TOTAL, TOTAL // 2, TOTAL // 2, EARNED),
    ],
)
async def test_only_the_excess_over_the_payment_was_paid_twice(
    ctx: ActionContext,
    done: Sale,
    vendor: models.Vendor,
    back: int,
    bank: int,
    borne: int,
    seller: int,
) -> None:
    await refunded(ctx, done, back)
    told = asked(done, bank)
    await disputes.apply(ctx, told(DisputeStatus.OPEN))
    await disputes.apply(ctx, told(DisputeStatus.LOST))
    assert (await twice(), await given_back(vendor)) == ([borne], seller)


async def test_several_disputes_are_counted_together(
    ctx: ActionContext, done: Sale, vendor: models.Vendor
) -> None:
    await refunded(ctx, done, 430_00)
    for name in ("disp_1", "disp_2", "disp_3"):
        await disputes.apply(ctx, asked(done, 400_00, name)(DisputeStatus.OPEN))
    assert await twice() == [0, 200_00, 400_00]
    await disputes.apply(ctx, asked(done, 400_00, "disp_1")(DisputeStatus.WON))
    assert await twice() == [0, 0, 200_00]
    assert await given_back(vendor) == EARNED


@pytest.mark.parametrize("end", [DisputeStatus.LOST, DisputeStatus.WON])
async def test_a_seller_returns_its_share_once_for_refund_and_dispute(
    ctx: ActionContext, done: Sale, vendor: models.Vendor, end: DisputeStatus
) -> None:
    """Won because it was refunded, the seller got its part back although the buyer had it."""
    told = asked(done, TOTAL)
    await disputes.apply(ctx, told(DisputeStatus.OPEN))
    assert (await given_back(vendor), await twice()) == (EARNED, [0])
    made = GatewayRefund("rfnd_9", done.payment, TOTAL, RefundStatus.PENDING)
    await refund_progress.apply(ctx, made)
    assert (await given_back(vendor), await twice()) == (EARNED, [TOTAL])
    order = await models.Order.get(number=done.number)
    assert order.review is not None
    assert "rfnd_9" in order.review
    await disputes.apply(ctx, told(end))
    is_lost = end is DisputeStatus.LOST
    assert (await given_back(vendor), await twice()) == (EARNED, [TOTAL if is_lost else 0])
    # The bank's number comes with a later word of the same refund.
    made = GatewayRefund("rfnd_9", done.payment, TOTAL, RefundStatus.PROCESSED, arn="74000123")
    await refund_progress.apply(ctx, made)
    assert (await models.Refund.get()).arn == "74000123"
    assert await given_back(vendor) == EARNED


async def test_a_finally_failed_refund_was_not_paid_twice(
    ctx: ActionContext, done: Sale, vendor: models.Vendor
) -> None:
    made = GatewayRefund("rfnd_9", done.payment, TOTAL, RefundStatus.PENDING)
    await refund_progress.apply(ctx, made)
    await disputes.apply(ctx, asked(done, TOTAL)(DisputeStatus.OPEN))
    assert await twice() == [TOTAL]
    failed = GatewayRefund("rfnd_9", done.payment, TOTAL, RefundStatus.FAILED)
    await refund_progress.apply(ctx, failed)
    assert await twice() == [0]
    order = await models.Order.get(number=done.number)
    assert order.review == "payment disputed"
    await disputes.apply(ctx, asked(done, TOTAL)(DisputeStatus.LOST))
    assert (await given_back(vendor), await twice()) == (EARNED, [0])


async def test_sandbox_refunds_get_a_bank_reference(gateway: Counter) -> None:
    row = {"id": "rfnd_1", "status": "processed"}
    assert entities.refund(row | {"payment_id": "pay_1"})["acquirer_data"]["arn"].isdecimal()
    row["status"] = "pending"
    assert entities.refund(row)["acquirer_data"] == {"arn": None}
