"""Odd answers of the gateway: none hides another, none is believed, none keeps pieces."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

import models
from commerce.core.action_context import ActionContext
from commerce.core.ports import GatewayDown, GatewayPayment, GatewayRefund, GatewayTransfer
from commerce.payments import order_expiry, payment_state, reconciliation, refund_progress
from database.connect import execute, fetch_value
from integrations.payments.sandbox.gateway import Sandbox
from models import PaymentStatus, RefundStatus
from server.app import Mart
from tests.conftest import Ask
from tests.support.shop.orders import events_of, ordered, stock_of
from tests.support.shop.paying import Counter
from tests.support.shop.payments import Order
from tests.support.shop.shopping import codes_of

pytestmark = pytest.mark.usefixtures("reference")
TOTAL = 2_040_00
Change = Callable[[str, str, Any], Any]


class Odd(Sandbox):
    """The sandbox, whose answers are changed on their way."""

    def __init__(self, gateway: Counter, change: Change) -> None:
        super().__init__(gateway.url, gateway.url)
        self._change = change

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        return self._change(method, path, await super()._ask(method, path, **more))


def ctx_of(gateway: Sandbox) -> ActionContext:
    return ActionContext(datetime.now(UTC), gateway=gateway, is_operator=True)


def instead(method: str, end: str, **fields: Any) -> Change:
    """A change of the fields of one kind of answer."""

    def change(asked_by: str, path: str, found: Any) -> Any:
        is_it = asked_by == method and path.endswith(end)
        return {**found, **fields} if is_it else found

    return change


async def gateway_order() -> str:
    found: str = await fetch_value("SELECT gateway_order_id FROM payment ORDER BY id LIMIT 1")
    return found


async def payment_id() -> int:
    found: int = await fetch_value("SELECT id FROM payment ORDER BY id LIMIT 1")
    return found


async def paid_silently(order: Order, gateway: Counter, outcome: str = "silently") -> None:
    await gateway.switch(webhooks_lost=1)
    await gateway.pay(order.pay_url, outcome)


async def expire(order: Order, ctx: ActionContext) -> dict[str, Any]:
    await execute("UPDATE orders SET pay_before = now() - interval '1 second'")
    row = await models.Order.get(number=order.number)
    await order_expiry.expire(replace(ctx, now=datetime.now(UTC)), row.id)
    return await order.seen()


@pytest.mark.parametrize(
    "odd",
    [
        {"amount": -5},
        {"amount": 2**70},
        {"amount": 100, "refunded": -1},
        {"amount": 100, "fee": 2**63},
        {"amount": 100, "order_id": "order_2"},
    ],
    ids=repr,
)
async def test_an_entry_the_database_cannot_hold_hides_no_other(
    order: Order, gateway: Counter, odd: dict[str, Any]
) -> None:
    """Whatever an adapter makes of its gateway's answer."""

    class Careless(Sandbox):
        async def payments_of(self, order_id: str) -> list[GatewayPayment]:
            entry = GatewayPayment("pay_ODD", order_id, 1, "INR", PaymentStatus.FAILED)
            return [replace(entry, **odd), *await super().payments_of(order_id)]

    await paid_silently(order, gateway)
    seen = await expire(order, ctx_of(Careless(gateway.url, gateway.url)))
    assert events_of(seen) == ["ORDERED", "PAID", "PLACED"]


@pytest.mark.parametrize(
    "odd", [{"amount": -5}, {"amount": 2.5}, {"currency": None}, {"status": "refunded"}], ids=repr
)
async def test_an_order_whose_only_payment_is_odd_expires(
    order: Order, gateway: Counter, odd: dict[str, Any]
) -> None:
    def change(method: str, path: str, found: Any) -> Any:
        if path.endswith("/payments"):
            found["items"][0] |= odd
        return found

    await paid_silently(order, gateway)
    seen = await expire(order, ctx_of(Odd(gateway, change)))
    assert events_of(seen) == ["ORDERED", "PAYMENT_EXPIRED"]
    assert await stock_of(order.product) == (5, 0)
    # It is asked for again, and understood.
    await reconciliation.reconcile(ctx_of(gateway.gateway), await payment_id(), 0)
    assert (await order.seen())["status"] == "PLACED"


class NoAnswer(Sandbox):
    """The sandbox with another payment first, which cannot be captured."""

    amount = 1_00

    async def payments_of(self, order_id: str) -> list[GatewayPayment]:
        first = GatewayPayment(
            "pay_1", order_id, self.amount, "INR", status=PaymentStatus.AUTHORIZED
        )
        return [first, *await super().payments_of(order_id)]

    async def capture(self, payment_id: str, amount: int, currency: str) -> GatewayPayment:
        raise GatewayDown("no answer")


async def test_a_capture_without_an_answer_hides_no_other_payment(
    order: Order, gateway: Counter
) -> None:
    await paid_silently(order, gateway)
    ctx = ctx_of(NoAnswer(gateway.url, gateway.url))
    # The job is tried again for the other one.
    with pytest.raises(GatewayDown, match="no answer"):
        await reconciliation.reconcile(ctx, await payment_id(), 0)
    assert (await order.seen())["status"] == "PLACED"


async def test_a_capture_without_an_answer_is_known_at_expiry(
    order: Order, gateway: Counter
) -> None:
    await paid_silently(order, gateway)
    assert (await expire(order, ctx_of(NoAnswer(gateway.url, gateway.url))))["status"] == "PLACED"


async def test_a_corrected_amount_counts_until_it_is_captured(
    order: Order, gateway: Counter
) -> None:
    ctx, number = ctx_of(gateway.gateway), await gateway_order()
    held = GatewayPayment("pay_1", number, 20_40, "INR", PaymentStatus.AUTHORIZED)
    assert await payment_state.apply(ctx, held) == "authorized"
    assert (await order.seen())["paymentStatus"] == "CREATED"
    for amount, status in ((20_41, "CREATED"), (TOTAL, "AUTHORIZED"), (TOTAL, "AUTHORIZED")):
        await payment_state.apply(ctx, replace(held, amount=amount))
        assert (await order.seen())["paymentStatus"] == status
    await payment_state.apply(ctx, replace(held, amount=TOTAL, currency="USD"))
    assert (await order.seen())["paymentStatus"] == "CREATED"
    await payment_state.apply(ctx, replace(held, amount=TOTAL))
    # An earlier state does not come back.
    earlier = replace(held, amount=20_40, status=PaymentStatus.FAILED)
    assert await payment_state.apply(ctx, earlier) == "known"
    await payment_state.apply(ctx, replace(held, status=PaymentStatus.CAPTURED, amount=TOTAL))
    assert (await order.seen())["status"] == "PLACED"


async def test_what_a_captured_payment_turns_out_to_be_more_is_refunded_too(
    order: Order, gateway: Counter
) -> None:
    ctx, number = ctx_of(gateway.gateway), await gateway_order()
    paid = GatewayPayment("pay_1", number, 20_40, "INR", PaymentStatus.CAPTURED)
    await payment_state.apply(ctx, paid)
    await payment_state.apply(ctx, replace(paid, amount=TOTAL))
    assert await payment_state.apply(ctx, replace(paid, amount=TOTAL)) == "known"
    refunds = await models.Refund.all().order_by("id").values_list("reason", "amount_paise")
    assert refunds == [("wrong_amount", 20_40), ("wrong_amount", TOTAL - 20_40)]
    assert not (await models.Charge.get()).is_settling
    assert (await order.seen())["status"] == "AWAITING_PAYMENT"


@pytest.mark.parametrize("said", [{"amount": 1_00}, {"amount": TOTAL + 1}, {"currency": "USD"}])
async def test_a_payment_that_placed_an_order_keeps_its_amount(
    order: Order, gateway: Counter, said: dict[str, Any]
) -> None:
    ctx, number = ctx_of(gateway.gateway), await gateway_order()
    paid = GatewayPayment("pay_1", number, TOTAL, "INR", PaymentStatus.CAPTURED)
    await payment_state.apply(ctx, paid)
    assert await payment_state.apply(ctx, replace(paid, **said)) == "known"
    charge = await models.Charge.get()
    assert (charge.amount_paise, charge.currency) == (TOTAL, "INR")
    review = (await models.Order.get(number=order.number)).review
    assert review is not None
    assert review.startswith("the gateway's amount of pay_1 has changed to ")
    assert not await models.Refund.exists()


async def wrong_amount(order: Order, gateway: Counter) -> models.Refund:
    """A refund that is requested and not sent."""
    await paid_silently(order, gateway, "wrong")
    await reconciliation.reconcile(ctx_of(gateway.gateway), await payment_id(), 0)
    return await models.Refund.get()


@pytest.mark.parametrize(
    "odd",
    [{"amount": 1_00}, {"amount": -5}, {"payment_id": "pay_2"}, {"receipt": "refund-other"}],
    ids=repr,
)
async def test_a_refund_answered_with_something_else_is_sent_again(
    order: Order, gateway: Counter, odd: dict[str, Any]
) -> None:
    refund = await wrong_amount(order, gateway)
    with pytest.raises(GatewayDown):
        await refund_progress.send(
            ctx_of(Odd(gateway, instead("POST", "/refund", **odd))), refund.id
        )
    await refund.refresh_from_db()
    assert (refund.status, refund.gateway_refund_id) == ("requested", None)
    await refund_progress.send(ctx_of(gateway.gateway), refund.id)
    await refund.refresh_from_db()
    assert refund.status == "processed"
    back = await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments")
    assert back == refund.amount_paise


async def test_a_refund_in_an_unknown_state_is_followed_and_blocks_no_other(
    order: Order, gateway: Counter
) -> None:
    refund = await wrong_amount(order, gateway)
    paid = await fetch_value("SELECT gateway_payment_id FROM charge")

    def change(method: str, path: str, found: Any) -> Any:
        if method == "GET" and path.endswith("/refunds"):
            new = {"id": "rfnd_NEW", "payment_id": paid, "amount": 5_00, "status": "initiated"}
            found["items"] += [new, *left_out]
        return found

    left_out: list[Any] = [{"id": None}]
    with pytest.raises(GatewayDown, match="left out"):
        # It may be this refund.
        await refund_progress.send(ctx_of(Odd(gateway, change)), refund.id)
    left_out.clear()
    await refund_progress.send(ctx_of(Odd(gateway, change)), refund.id)
    rows = await models.Refund.all().order_by("id").values_list("gateway_refund_id", "status")
    assert rows[1] == ("rfnd_NEW", "pending")
    assert rows[0][1] == "pending"
    follows = await fetch_value(
        "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'refund.follow' AND execute_after > now()"
    )
    assert follows


@pytest.mark.parametrize("change", [{"amount": 1_00}, {"amount": 9_999_999}])
async def test_reports_of_refunds_of_another_amount_change_nothing(
    order: Order, gateway: Counter, change: dict[str, Any]
) -> None:
    refund = await wrong_amount(order, gateway)
    ctx, paid = ctx_of(gateway.gateway), await fetch_value("SELECT gateway_payment_id FROM charge")
    ours = GatewayRefund("rfnd_1", paid, **change, status=RefundStatus.PROCESSED)
    assert (
        await refund_progress.apply(ctx, replace(ours, receipt=refund.key)) == "of another amount"
    )
    if change["amount"] > refund.amount_paise:
        assert await refund_progress.apply(ctx, ours) == "of another amount"
    assert [row.status for row in await models.Refund.all()] == ["requested"]


async def test_one_list_without_an_answer_hides_no_other(order: Order, gateway: Counter) -> None:
    class NoTransfers(Sandbox):
        async def transfers_of(self, payment_id: str) -> list[GatewayTransfer]:
            raise GatewayDown("no transfers")

    await paid_silently(order, gateway)
    await reconciliation.reconcile(ctx_of(gateway.gateway), await payment_id(), 0)
    paid = await fetch_value("SELECT gateway_payment_id FROM charge")
    await execute(
        "INSERT INTO sandbox.disputes (id, payment_id, amount, status, created_at)"
        " VALUES ('disp_1', $1, 4000, 'open', extract(epoch FROM now())::bigint)",
        paid,
    )
    with pytest.raises(GatewayDown, match="no transfers"):
        await reconciliation.reconcile(
            ctx_of(NoTransfers(gateway.url, gateway.url)), await payment_id(), 0
        )
    assert await models.Dispute.exists()


async def test_a_payment_of_another_order_confirms_nothing(
    ask: Ask, app: Mart, order: Order, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Order(ask, order.product, await ordered(ask, {order.product: 1}, phone="60000 99999"))
    back = await gateway.pay(other.pay_url, "pay")
    theirs = await fetch_value(
        "SELECT gateway_order_id FROM payment WHERE id <> $1", await payment_id()
    )
    odd = Odd(gateway, instead("GET", back["razorpay_payment_id"], order_id=await gateway_order()))
    monkeypatch.setattr(app.adapters, "gateway", odd)
    assert theirs == back["razorpay_order_id"]
    assert codes_of(await other.confirm(back)) == ["PAYMENT_GATEWAY_UNAVAILABLE"]
    assert not await models.Charge.exists()
