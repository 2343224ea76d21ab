"""How an order is paid."""

from enum import Enum
from typing import Annotated

import strawberry

import models
from graph.context import Info
from graph.fields import RowType, derived, part
from graph.ids import global_id
from graph.types.money import Money


@strawberry.enum(description="How a buyer pays.")
class PaymentMethod(Enum):
    UPI = strawberry.enum_value(models.PaymentMethod.UPI, description="By a UPI app.")
    CARD = strawberry.enum_value(
        models.PaymentMethod.CARD, description="By card, on the gateway's own page."
    )
    NETBANKING = strawberry.enum_value(
        models.PaymentMethod.NETBANKING, description="By the bank's own page."
    )
    CASH_ON_DELIVERY = strawberry.enum_value(
        models.PaymentMethod.CASH_ON_DELIVERY, description="At the door."
    )


@strawberry.enum(description="How far a payment is.")
class PaymentStatus(Enum):
    CREATED = strawberry.enum_value(
        models.PaymentStatus.CREATED, description="Nobody has tried to pay yet."
    )
    PENDING = strawberry.enum_value(
        models.PaymentStatus.PENDING, description="The buyer is paying; a UPI app may take minutes."
    )
    FAILED = strawberry.enum_value(
        models.PaymentStatus.FAILED, description="The last try failed; another one may succeed."
    )
    AUTHORIZED = strawberry.enum_value(
        models.PaymentStatus.AUTHORIZED, description="The money is promised and being taken."
    )
    CAPTURED = strawberry.enum_value(models.PaymentStatus.CAPTURED, description="The money came.")
    PARTIALLY_REFUNDED = strawberry.enum_value(
        models.PaymentStatus.PARTIALLY_REFUNDED, description="Some of it went back."
    )
    REFUNDED = strawberry.enum_value(
        models.PaymentStatus.REFUNDED, description="All of it went back."
    )
    AUTO_REFUNDED = strawberry.enum_value(
        models.PaymentStatus.AUTO_REFUNDED, description="The gateway gave it back by itself."
    )
    DISPUTED = strawberry.enum_value(
        models.PaymentStatus.DISPUTED, description="The buyer disputes it with the bank."
    )
    CHARGED_BACK = strawberry.enum_value(
        models.PaymentStatus.CHARGED_BACK, description="The bank took it back."
    )
    PENDING_COLLECTION = strawberry.enum_value(
        models.PaymentStatus.PENDING_COLLECTION, description="It is paid at the door."
    )
    COLLECTED = strawberry.enum_value(
        models.PaymentStatus.COLLECTED, description="It was paid at the door."
    )
    REFUSED = strawberry.enum_value(
        models.PaymentStatus.REFUSED, description="The parcel was not taken."
    )
    CANCELLED = strawberry.enum_value(
        models.PaymentStatus.CANCELLED, description="Nothing is to be paid any more."
    )


@strawberry.type(description="What Razorpay's checkout is opened with.")
class RazorpayCheckout:
    key_id: str = strawberry.field(description="The mart's public key.")
    order_id: str = strawberry.field(description="The gateway's order.")
    amount_paise: int = strawberry.field(description="What is to be paid, in paise.")


@strawberry.type(description="A page to try paying on; no money moves.")
class SandboxCheckout:
    pay_url: str = strawberry.field(
        description="Open it; `?return=` names where the buyer goes afterwards, with what"
        " `paymentConfirm` asks for."
    )


GatewayCheckout = Annotated[
    RazorpayCheckout | SandboxCheckout,
    strawberry.union("GatewayCheckout", description="How the buyer gets to the gateway's page."),
]


@strawberry.type(description="What an order asks of its buyer.")
class Payment(RowType):
    """Its row is a payment's."""

    id: strawberry.ID = derived(
        lambda row, _: global_id("Payment", row.id), "id", description="For `paymentConfirm`."
    )
    status: PaymentStatus = derived(
        lambda row, _: PaymentStatus(models.PaymentStatus(row.status)),
        "status",
        description="How far it is.",
    )
    method: PaymentMethod = derived(
        lambda row, _: PaymentMethod(models.PaymentMethod(row.method)),
        "method",
        description="What the buyer chose; on the gateway's page it may become another.",
    )
    amount: Money = part("Money", "amount_paise", description="What is to be paid, or was.")
    refunded: Money = part(
        "Money", "refunded_paise", description="What went back, or is on its way back."
    )

    @strawberry.field(
        description="How the buyer gets to the gateway's page; null for cash, while the gateway"
        " does not answer, and once nothing is to be paid."
    )
    def gateway(self, info: Info) -> GatewayCheckout | None:
        row, gateway = self.row, info.context.gateway
        open_states = ("created", "pending", "failed")
        if row.gateway_order_id is None or row.gateway != gateway.name:
            return None
        if row.status not in open_states:
            return None
        if (page := gateway.pay_url(row.gateway_order_id)) is not None:
            return SandboxCheckout(pay_url=page)
        return RazorpayCheckout(
            key_id=gateway.key_id, order_id=row.gateway_order_id, amount_paise=row.amount_paise
        )
