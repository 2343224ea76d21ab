"""From a cart to a paid order."""

import strawberry

import models
from commerce.checkout import complete
from commerce.core.errors import Refusal
from commerce.core.money import to_paise
from commerce.payments import confirming, opening
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, payload_field, to_user_error, user_errors
from graph.types.order import Order
from graph.types.payment import Payment, PaymentMethod
from graph.types.scalars import Decimal, enum_value

KEY = (
    "8 to 64 visible ASCII characters, new for each thing that is done: again it gives the same"
    " answer for seven days and nothing is done twice."
)


@strawberry.input(description="A cart to order.")
class CheckoutCompleteInput:
    cart_id: strawberry.ID = strawberry.field(description="The cart's id.")
    payment_method: PaymentMethod = strawberry.field(description="How the buyer pays.")
    phone: str = strawberry.field(description="Whom to tell of the order.")
    email: str | None = strawberry.field(default=None, description="Where to write to as well.")
    idempotency_key: str = strawberry.field(description=KEY)
    phone_proof: str | None = strawberry.field(
        default=None,
        description="For CASH_ON_DELIVERY: what `contactProve` gave for this phone. Members with a"
        " confirmed phone need none.",
    )
    expected_total: Decimal | None = strawberry.field(
        default=None, description="Rupees the buyer was shown; refused when it comes to another."
    )
    accepted_terms_version: str | None = strawberry.field(
        default=None, description="Of the terms the buyer agreed to; kept with the order."
    )


@strawberry.type(description="The order, and how it is paid.")
class CheckoutCompletePayload:
    order: Order | None = payload_field(
        "The order; null when refused. It is there, unpaid, while the gateway does not answer."
    )
    payment: Payment | None = payload_field("How it is paid; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(CheckoutCompletePayload)
async def checkout_complete(info: Info, input: CheckoutCompleteInput) -> CheckoutCompletePayload:
    context = info.context
    expected = input.expected_total
    wish = complete.CheckoutRequest(
        input.cart_id,
        enum_value(input.payment_method),
        input.phone,
        input.email,
        input.idempotency_key,
        input.accepted_terms_version,
        None if expected is None else to_paise(expected, ("input", "expectedTotal")),
        input.phone_proof,
    )
    done = await complete.complete(context.acting, wish)
    errors = []
    try:
        if not done.is_cash:
            await opening.open_at_gateway(context.acting, done.payment_id)
    except Refusal as refusal:
        # The order stands; the same request again opens its payment.
        errors = [to_user_error(refusal, info)]
    else:
        context.kept_key = done.key_id
    if done.made is not None and done.is_cash:
        order, payment = done.made
    else:
        order = await models.Order.get(id=done.order_id)
        payment = await models.Payment.get(id=done.payment_id)
    context.loaders.row(models.Payment, by="order_id").prime(done.order_id, payment)
    return CheckoutCompletePayload(
        order=Order.of(order), payment=Payment.of(payment), errors=errors
    )


@strawberry.input(description="What the gateway gave the buyer's browser.")
class PaymentConfirmInput:
    payment_id: strawberry.ID = strawberry.field(description="The payment of the order.")
    gateway_payment_id: str = strawberry.field(
        description="razorpay_payment_id, as the gateway gave it."
    )
    signature: str = strawberry.field(description="razorpay_signature, as the gateway gave it.")
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="The order with its payment.")
class PaymentConfirmPayload:
    order: Order | None = payload_field(
        "The order; null when it was refused. A member's is told to the member alone: without the"
        " sign-in the payment is taken, and SIGN_IN_AGAIN says to come back with it."
    )
    errors: list[UserError] = errors_field()


@user_errors(PaymentConfirmPayload)
async def payment_confirm(info: Info, input: PaymentConfirmInput) -> PaymentConfirmPayload:
    confirmed = await confirming.confirm(
        info.context.acting,
        row_id(input.payment_id, "Payment"),
        input.gateway_payment_id,
        input.signature,
        input.idempotency_key,
    )
    info.context.kept_key = confirmed.key_id
    return PaymentConfirmPayload(order=Order.of(await models.Order.get(id=confirmed.order_id)))
