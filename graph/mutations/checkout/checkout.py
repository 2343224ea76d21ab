"""Checkout and payment."""

import strawberry

import models
from commerce.checkout import complete
from commerce.core.money import to_paise
from commerce.payments import confirming
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, mutation, payload_field, to_user_error
from graph.types.orders.order import Order
from graph.types.payments.payment import Payment, PaymentMethod
from graph.types.scalars import Decimal, enum_value

KEY = (
    "Idempotency key: 8 to 64 visible ASCII characters, new for each action."
    " For seven days, repeating the request with the same key returns the"
    " first response and has no further effect."
)


@strawberry.input(description="The cart to order.")
class CheckoutCompleteInput:
    cart_id: strawberry.ID = strawberry.field(description="Id of the cart.")
    payment_method: PaymentMethod = strawberry.field(description="Payment method.")
    phone: str = strawberry.field(description="Phone number for messages about the order.")
    email: str | None = strawberry.field(
        default=None, description="E-mail address for messages about the order. Optional."
    )
    idempotency_key: str = strawberry.field(description=KEY)
    phone_proof: str | None = strawberry.field(
        default=None,
        description="Proof from `contactProve` for this phone number. Required for"
        " CASH_ON_DELIVERY unless the signed-in user has a verified phone number.",
    )
    expected_total: Decimal | None = strawberry.field(
        default=None,
        description="Total shown to the buyer, in rupees. The order is rejected if the actual"
        " total differs.",
    )
    accepted_terms_version: str | None = strawberry.field(
        default=None,
        description="Version of the terms accepted by the buyer. Stored with the order.",
    )


@strawberry.type(description="The new order and its payment.")
class CheckoutCompletePayload:
    order: Order | None = payload_field(
        "The order. Null if the mutation failed. If the payment gateway is"
        " unavailable, the order is placed but unpaid, and `errors` contains"
        " PAYMENT_GATEWAY_UNAVAILABLE."
    )
    payment: Payment | None = payload_field("The payment. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Place an order from a cart. Safe to repeat with the same idempotency key.")
async def checkout_complete(info: Info, input: CheckoutCompleteInput) -> CheckoutCompletePayload:
    context = info.context
    expected = input.expected_total
    request = complete.CheckoutRequest(
        input.cart_id,
        enum_value(input.payment_method),
        input.phone,
        input.email,
        input.idempotency_key,
        input.accepted_terms_version,
        None if expected is None else to_paise(expected, ("input", "expectedTotal")),
        input.phone_proof,
    )
    done = await complete.complete(context.action_context, request)
    errors = [] if done.refusal is None else [to_user_error(done.refusal, info)]
    if done.rows is not None and done.is_cash:
        order, payment = done.rows
    else:
        order = await models.Order.get(id=done.order_id)
        payment = await models.Payment.get(id=done.payment_id)
    context.loaders.row(models.Payment, by="order_id").prime(done.order_id, payment)
    return CheckoutCompletePayload(
        order=Order.of(order), payment=Payment.of(payment), errors=errors
    )


@strawberry.input(description="Payment result that the gateway returned to the browser.")
class PaymentConfirmInput:
    payment_id: strawberry.ID = strawberry.field(description="Id of the order's payment.")
    gateway_payment_id: str = strawberry.field(description="The gateway's `razorpay_payment_id`.")
    signature: str = strawberry.field(description="The gateway's `razorpay_signature`.")
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="The paid order.")
class PaymentConfirmPayload:
    order: Order | None = payload_field(
        "The order. Null if the mutation failed. If the order belongs to an"
        " account and the request is not signed in, the payment is recorded but"
        " the order is not returned; the error code is SIGN_IN_AGAIN."
    )
    errors: list[UserError] = errors_field()


@mutation("Confirm a payment after the buyer returns from the payment gateway.")
async def payment_confirm(info: Info, input: PaymentConfirmInput) -> PaymentConfirmPayload:
    order_id = await confirming.confirm(
        info.context.action_context,
        row_id(input.payment_id, "Payment"),
        input.gateway_payment_id,
        input.signature,
        input.idempotency_key,
    )
    return PaymentConfirmPayload(order=Order.of(await models.Order.get(id=order_id)))
