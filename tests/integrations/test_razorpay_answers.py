"""Answers of the gateway: what is believed, what is a refusal, and what hides nothing."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from commerce.core.ports import GatewayDown, GatewayPayment, GatewayRefuses
from integrations.payments import razorpay_answers as answers
from integrations.payments.razorpay import MAX_PAGES, PAGE, Razorpay
from models import DisputeStatus, PaymentStatus, RefundStatus, TransferStatus
from tests.support.servers.fixed_gateway import answering

PAYMENT: dict[str, Any] = {
    "id": "pay_1",
    "order_id": "order_1",
    "amount": 2_040_00,
    "currency": "INR",
    "status": "captured",
    "captured": True,
    "amount_refunded": 0,
}
REFUND = {"id": "rfnd_1", "payment_id": "pay_1", "amount": 100, "status": "processed"}
TRANSFER = {
    "id": "trf_1",
    "source": "pay_1",
    "amount": 100,
    "amount_reversed": 0,
    "status": "processed",
    "notes": {"key": "key"},
}
DISPUTE = {"id": "disp_1", "payment_id": "pay_1", "amount": 100, "status": "open"}
ORDER = {"id": "order_1", "amount": 100, "currency": "INR", "receipt": "OM-1"}
AMOUNTS = [-5, 0, 2**53, 2**70, 2040.0, 2040.99, True, "204000", "२०४०००", "204_000", None, [1]]


@pytest.mark.parametrize("amount", AMOUNTS, ids=repr)
@pytest.mark.parametrize(
    ("make", "entity"),
    [
        (answers.payment, PAYMENT),
        (answers.refund, REFUND),
        (answers.transfer, TRANSFER),
        (answers.dispute, DISPUTE),
        (answers.order, ORDER),
    ],
    ids=["payment", "refund", "transfer", "dispute", "order"],
)
def test_an_amount_is_a_whole_number_of_paise(
    make: Callable[[dict[str, Any]], Any], entity: dict[str, Any], amount: object
) -> None:
    assert answers.read(make, entity)
    with pytest.raises(answers.NotUnderstood):
        answers.read(make, entity | {"amount": amount})


@pytest.mark.parametrize("currency", [None, 356, "INRX", "inr", " INR", "₹₹₹", "IN", ["INR"]])
@pytest.mark.parametrize(
    ("make", "entity"), [(answers.payment, PAYMENT), (answers.order, ORDER)], ids=["pay", "order"]
)
def test_a_currency_is_three_capital_letters(
    make: Callable[[dict[str, Any]], Any], entity: dict[str, Any], currency: object
) -> None:
    with pytest.raises(answers.NotUnderstood):
        answers.read(make, entity | {"currency": currency})


@pytest.mark.parametrize(
    "change",
    [
        {"amount_refunded": -1},
        {"amount_refunded": 1.0},
        {"amount_refunded": 2_040_01},
        {"status": "refunded"},
        {"status": "refunded", "amount_refunded": None},
        {"status": "refunded", "amount_refunded": 100},
        {"status": "refunded", "amount_refunded": 2_040_00, "captured": "perhaps"},
        {"status": "authorized", "amount_refunded": 5},
        {"status": "failed", "captured": False, "amount_refunded": 5},
        {"fee": 2**63},
        {"fee": -1},
        {"tax": 1.5},
        {"order_id": 5},
        {"order_id": "o" * 41},
        {"status": []},
    ],
    ids=repr,
)
def test_a_payment_whose_figures_contradict_is_not_understood(change: dict[str, Any]) -> None:
    with pytest.raises(answers.NotUnderstood):
        answers.read(answers.payment, PAYMENT | change)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"amount_refunded": None}, PaymentStatus.CAPTURED),
        ({"amount_refunded": 100, "fee": 0, "order_id": None}, PaymentStatus.CAPTURED),
        ({"status": "refunded", "amount_refunded": 2_040_00}, PaymentStatus.CAPTURED),
        (
            {"status": "refunded", "amount_refunded": 2_040_00, "captured": False},
            PaymentStatus.AUTO_REFUNDED,
        ),
        (
            {"status": "refunded", "amount_refunded": 2_040_00, "captured": "0"},
            PaymentStatus.AUTO_REFUNDED,
        ),
        ({"status": "authorized", "captured": False}, PaymentStatus.AUTHORIZED),
        # As in the samples of webhooks.
        ({"status": "authorized", "captured": True}, PaymentStatus.AUTHORIZED),
        ({"status": "failed", "captured": True}, PaymentStatus.FAILED),
        ({"captured": "1"}, PaymentStatus.CAPTURED),
        ({"captured": False}, PaymentStatus.CAPTURED),
        ({"card": "Visa"}, PaymentStatus.CAPTURED),
    ],
)
def test_a_payment_as_it_is_documented_is_read(
    change: dict[str, Any], status: PaymentStatus
) -> None:
    assert answers.read(answers.payment, PAYMENT | change).status is status


@pytest.mark.parametrize(
    "change",
    [
        {"amount_reversed": 101},
        {"amount_reversed": -1},
        {"status": "reversed", "amount_reversed": 50},
        {"status": "partially_reversed"},
        {"status": "failed", "amount_reversed": 50},
    ],
    ids=repr,
)
def test_a_transfer_whose_figures_contradict_is_not_understood(change: dict[str, Any]) -> None:
    with pytest.raises(answers.NotUnderstood):
        answers.read(answers.transfer, TRANSFER | change)


def test_a_dispute_closed_without_a_figure_is_not_understood() -> None:
    with pytest.raises(answers.NotUnderstood):
        answers.read(answers.dispute, DISPUTE | {"status": "closed"})


def test_a_state_that_is_missing_or_not_documented_is_undecided() -> None:
    assert answers.refund(REFUND | {"status": "initiated"}).status is RefundStatus.PENDING
    assert answers.transfer(TRANSFER | {"status": "queued"}).status is TransferStatus.PENDING
    assert answers.dispute(DISPUTE | {"status": "appealed"}).status is DisputeStatus.OPEN
    for make, entity, undecided in (
        (answers.refund, REFUND, RefundStatus.PENDING),
        (answers.transfer, TRANSFER, TransferStatus.PENDING),
        (answers.dispute, DISPUTE, DisputeStatus.OPEN),
    ):
        without = {name: value for name, value in entity.items() if name != "status"}
        assert make(without).status is undecided
        with pytest.raises(answers.NotUnderstood):
            answers.read(make, entity | {"status": 7})
    over = answers.transfer(TRANSFER | {"status": None, "amount_reversed": 50})
    assert (over.status, over.reversed) == (TransferStatus.PROCESSED, 50)


NOW = datetime.now(UTC)
LISTS: dict[str, tuple[Callable[[Razorpay], Awaitable[list[Any]]], dict[str, Any]]] = {
    "payments": (lambda it: it.payments_of("order_1"), PAYMENT),
    "refunds": (lambda it: it.refunds_of("pay_1"), REFUND),
    "transfers": (lambda it: it.transfers_of("pay_1"), TRANSFER),
    "disputes": (lambda it: it.disputes_of("pay_1", NOW), DISPUTE),
}


@pytest.mark.parametrize("kind", LISTS)
async def test_one_odd_entry_of_a_list_hides_no_other(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    call, good = LISTS[kind]
    odd = [good | {"amount": "100"}, 7, None, good | {"id": None}, good | {"notes": "a text"}]
    async with answering(200, json.dumps({"items": [*odd, good]}).encode()) as adapter:
        found = await call(adapter)
    # Notes are a text: nothing is read of them.
    assert [each.id for each in found] == [good["id"]] * 2
    assert caplog.text.count("left out") == 1
    assert "4 entries of" in caplog.text


@pytest.mark.parametrize("kind", LISTS)
async def test_a_list_of_more_entries_than_any_gateway_gives_is_not_read(kind: str) -> None:
    call, good = LISTS[kind]
    too_many = [{"id": None}] * answers.MAX_ENTRIES + [good]
    async with answering(200, json.dumps({"items": too_many}).encode()) as adapter:
        with pytest.raises(GatewayDown, match="1001 entries"):
            await call(adapter)


SEARCHES: dict[str, tuple[Callable[[Razorpay], Awaitable[Any]], dict[str, Any]]] = {
    "order": (lambda it: it.order("OM-1", 100, "INR", is_first=False), ORDER),
    "transfer": (lambda it: it.transfer("pay_1", "acc_1", 100, "key", is_first=False), TRANSFER),
    "refunds": (lambda it: it.refunds_of("pay_1", is_complete=True), REFUND),
}


@pytest.mark.parametrize("kind", SEARCHES)
async def test_nothing_is_made_again_that_may_be_in_an_entry_left_out(kind: str) -> None:
    call, good = SEARCHES[kind]
    entries = [good | {"amount": "100"}]
    asked = []

    class Listing(Razorpay):
        async def _ask(self, method: str, path: str, **more: Any) -> Any:
            asked.append(method)
            return {"items": entries}

    adapter = Listing("key", "secret", "secret")
    with pytest.raises(GatewayDown, match="left out"):
        await call(adapter)
    entries.append(good)
    if kind != "refunds":
        # It is there.
        await call(adapter)
    assert set(asked) == {"GET"}


async def test_payments_and_refunds_of_another_are_left_out() -> None:
    entries = [PAYMENT | {"order_id": each} for each in ("order_2", None, "order_1")]
    async with answering(200, json.dumps({"items": entries}).encode()) as adapter:
        assert len(await adapter.payments_of("order_1")) == 1
    entries = [REFUND, REFUND | {"payment_id": "pay_2"}]
    async with answering(200, json.dumps({"items": entries}).encode()) as adapter:
        assert len(await adapter.refunds_of("pay_1")) == 1


async def test_a_list_without_an_end_is_no_answer() -> None:
    asked = 0

    class Endless(Razorpay):
        async def _ask(self, method: str, path: str, **more: Any) -> Any:
            nonlocal asked
            asked += 1
            return {"items": [REFUND] * PAGE}

    with pytest.raises(GatewayDown, match="pages"):
        await Endless("key", "secret", "secret").refunds_of("pay_1")
    assert asked == MAX_PAGES


OTHERS: dict[str, tuple[Callable[[Razorpay], Awaitable[Any]], dict[str, Any], dict[str, Any]]] = {
    **{
        f"order with {name}": (
            lambda it: it.order("OM-1", 100, "INR", is_first=True),
            ORDER,
            {name: value},
        )
        for name, value in (("amount", 101), ("currency", "USD"), ("receipt", "OM-2"))
    },
    **{
        f"refund with {name}": (lambda it: it.refund("pay_1", 100, "key"), REFUND, {name: value})
        for name, value in (("amount", 101), ("payment_id", "pay_2"), ("receipt", "other"))
    },
    **{
        f"capture with {name}": (
            lambda it: it.capture("pay_1", 2_040_00, "INR"),
            PAYMENT,
            {name: value},
        )
        for name, value in (("id", "pay_2"), ("amount", 2_040_01), ("currency", "USD"))
    },
    **{
        f"refunded with {name}": (
            lambda it: it.refunded("pay_1", "rfnd_1"),
            REFUND,
            {name: value},
        )
        for name, value in (("id", "rfnd_2"), ("payment_id", "pay_2"))
    },
    "payment": (lambda it: it.payment("pay_1"), PAYMENT, {"id": "pay_2"}),
    "reverse": (lambda it: it.reverse("trf_1", 0), TRANSFER, {"id": "trf_2"}),
}


@pytest.mark.parametrize("name", OTHERS)
async def test_an_answer_about_something_else_is_no_answer(name: str) -> None:
    call, entity, change = OTHERS[name]
    async with answering(200, orjson.dumps(entity)) as adapter:
        assert await call(adapter)
    async with answering(200, orjson.dumps(entity | change)) as adapter:
        with pytest.raises(GatewayDown):
            await call(adapter)


@pytest.mark.parametrize("change", [{"amount": 101}, {"notes": []}, {"source": "pay_2"}])
@pytest.mark.parametrize("is_first", [True, False])
async def test_another_transfer_is_no_answer(change: dict[str, Any], *, is_first: bool) -> None:
    async def send(entity: dict[str, Any]) -> Any:
        async with answering(200, orjson.dumps({"items": [entity]})) as adapter:
            return await adapter.transfer("pay_1", "acc_1", 100, "key", is_first=is_first)

    assert (await send(TRANSFER)).id == "trf_1"
    with pytest.raises(GatewayDown):
        await send(TRANSFER | change)


@pytest.mark.parametrize("answer", [{}, {"transfer_id": "trf_2", "amount": 100}])
async def test_a_reversal_of_something_else_is_no_answer(answer: dict[str, Any]) -> None:
    class Odd(Razorpay):
        async def _ask(self, method: str, path: str, **more: Any) -> Any:
            return TRANSFER if method == "GET" else answer

    with pytest.raises(GatewayDown):
        await Odd("key", "secret", "secret").reverse("trf_1", 100)


OTHER_REQUEST = orjson.dumps(
    {
        "error": {
            "code": "BAD_REQUEST_ERROR",
            "description": "Different request with the same idempotency key has already been"
            " processed",
        }
    }
)
REFUSAL = b'{"error": {"code": "BAD_REQUEST_ERROR", "description": "The id does not exist"}}'


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, REFUSAL, GatewayRefuses),
        (404, REFUSAL, GatewayRefuses),
        (401, REFUSAL, GatewayDown),
        (408, REFUSAL, GatewayDown),
        (425, REFUSAL, GatewayDown),
        (429, REFUSAL, GatewayDown),
        (409, REFUSAL, GatewayDown),
        (409, OTHER_REQUEST, GatewayRefuses),
        (502, REFUSAL, GatewayDown),
        (302, REFUSAL, GatewayDown),
        (302, orjson.dumps(PAYMENT), GatewayDown),
        *((status, b'{"message": "x"}', GatewayDown) for status in (400, 404, 405, 408, 425, 429)),
        (400, b'{"error": {}}', GatewayDown),
        (400, b'{"error": null}', GatewayDown),
        (400, b'{"error": {"code": 5}}', GatewayDown),
        (400, b'{"error": {"code": "GATEWAY_ERROR"}}', GatewayDown),
        (400, b'{"error": 3}', GatewayDown),
        (400, b"[]", GatewayDown),
    ],
)
async def test_only_the_gateways_own_error_is_a_refusal(
    status: int, body: bytes, expected: type[Exception]
) -> None:
    async with answering(status, body) as adapter:
        with pytest.raises(expected):
            await adapter.payment("pay_1")


def test_one_odd_part_of_a_webhook_hides_no_other() -> None:
    def event(**entities: Any) -> Any:
        payload = {name: {"entity": each} for name, each in entities.items()}
        body = orjson.dumps({"event": "refund.processed", "payload": payload})
        return Razorpay("key", "secret", "secret").event(body)

    found = event(payment=PAYMENT, refund=REFUND | {"amount": -1})
    assert isinstance(found.payment, GatewayPayment)
    assert found.refund is None
    with pytest.raises(ValueError, match="not understood"):
        event(payment=PAYMENT | {"amount": 1.0}, refund={})
