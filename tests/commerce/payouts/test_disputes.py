"""Payouts of disputed payments."""

import httpx
import pytest

import models
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason
from commerce.core.ports import GatewayDispute
from commerce.payments import disputes, reconciliation
from commerce.payouts import transfers, vendor_balance
from database.connect import fetch_value
from models import DisputeStatus
from server.app import Mart
from tests.conftest import Ask
from tests.support.shop.orders import in_payment, key_of
from tests.support.shop.paying import Counter, eventually, webhooks
from tests.support.shop.payments import taken
from tests.support.shop.shopping import codes_of
from tests.support.shop.transfers import (
    Sale,
    refund,
    refused,
    sale,
    sent,
)

pytestmark = pytest.mark.usefixtures("reference", "worker")


async def bank(gateway: Counter, of: Sale, status: str, name: str, paise: int = 1_030_00) -> None:
    """The buyer's bank says something; the sandbox sends it on."""
    async with httpx.AsyncClient(auth=("rzp_sandbox", "sandbox_key_secret")) as client:
        answer = await client.post(
            f"{gateway.url}/v1/sandbox/disputes",
            json={"id": name, "payment_id": of.payment, "amount": paise, "status": status},
        )
    assert answer.is_success, answer.text


@pytest.mark.parametrize("end", ["won", "lost"])
async def test_a_dispute_holds_the_sellers_share(
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
async def test_a_dispute_without_a_webhook_is_found(
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


async def test_disputed_payments_are_not_transferred(
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


async def test_a_dispute_first_seen_as_lost_holds_the_share(
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
