"""How an order is paid."""

from enum import Enum
from typing import Annotated

import strawberry

import models
from commerce.core.ports import PageCheckout
from graph.access import inherited_type
from graph.context import Info
from graph.fields.field_types import column, computed
from graph.fields.row_types import RowType
from graph.ids import global_id
from graph.types.enums import described_enum
from graph.types.money import Money


@described_enum("Payment method.", of=models.PaymentMethod)
class PaymentMethod(Enum):
    UPI = "UPI app."
    CARD = "Credit or debit card, on the payment gateway's page."
    NETBANKING = "Netbanking, on the bank's page."
    CASH_ON_DELIVERY = "Cash on delivery."


@described_enum("Status of a payment.", of=models.PaymentStatus)
class PaymentStatus(Enum):
    CREATED = "Created. No payment attempt yet."
    PENDING = "In progress. UPI payments can take several minutes."
    FAILED = "The last attempt failed. The buyer can try again."
    AUTHORIZED = "Authorised. The money is being collected."
    CAPTURED = "Paid."
    PARTIALLY_REFUNDED = "Partially refunded."
    REFUNDED = "Fully refunded."
    AUTO_REFUNDED = "Refunded automatically by the payment gateway."
    DISPUTED = "Disputed by the buyer with their bank."
    CHARGED_BACK = "Charged back by the bank."
    PENDING_COLLECTION = "Cash on delivery, to be collected."
    COLLECTED = "Cash on delivery, collected."
    REFUSED = "Cash on delivery, shipment refused by the recipient."
    CANCELLED = "Cancelled. Nothing is due."


@inherited_type(description="Parameters for Razorpay Checkout.")
class RazorpayCheckout:
    key_id: str = strawberry.field(description="Public key of the shop.")
    order_id: str = strawberry.field(description="Id of the order at the payment gateway.")
    amount_paise: int = strawberry.field(description="Amount to pay, in paise.")


@inherited_type(
    description="The payment gateway's own page. In the sandbox no money is transferred.",
)
class SandboxCheckout:
    pay_url: str = strawberry.field(
        description="URL of the page, to be opened in the browser. The sandbox's page returns to a"
        " URL added as `?return=`, with the values for `paymentConfirm` appended."
    )


GatewayCheckout = Annotated[
    RazorpayCheckout | SandboxCheckout,
    strawberry.union("GatewayCheckout", description="Data to open the payment gateway's page."),
]


@inherited_type(description="Payment of an order.")
class Payment(RowType[models.Payment]):
    """Its row is a payment's."""

    id: strawberry.ID = computed(
        lambda row, _: global_id("Payment", row.id),
        "id",
        description="Identifier for `paymentConfirm`.",
    )
    status: PaymentStatus = computed(
        lambda row, _: PaymentStatus(models.PaymentStatus(row.status)),
        "status",
        description="Status of the payment.",
    )
    method: PaymentMethod = computed(
        lambda row, _: PaymentMethod(models.PaymentMethod(row.method)),
        "method",
        description="Payment method. The buyer can still change it on the payment gateway's page.",
    )
    amount: Money = column("amount_paise", as_type="Money", description="Payable or paid amount.")
    refunded: Money = column(
        "refunded_paise",
        as_type="Money",
        description="Refunded amount, including refunds in progress.",
    )

    @strawberry.field(
        description="Data to open the payment gateway's page. Null for cash on delivery,"
        " while the gateway is unavailable or if nothing is due."
    )
    def gateway(self, info: Info) -> GatewayCheckout | None:
        row, gateway = self.row, info.context.gateway
        open_states = ("created", "pending", "failed")
        if row.gateway_order_id is None or row.gateway != gateway.name:
            return None
        if row.status not in open_states:
            return None
        checkout = gateway.checkout(row.gateway_order_id)
        if isinstance(checkout, PageCheckout):
            return SandboxCheckout(pay_url=checkout.url)
        return RazorpayCheckout(
            key_id=checkout.key_id, order_id=checkout.order_id, amount_paise=row.amount_paise
        )
