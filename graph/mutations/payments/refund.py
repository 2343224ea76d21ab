"""Retrying failed refunds."""

import strawberry

import models
from commerce.payments import refunds
from graph.context import Info
from graph.ids import row_id
from graph.mutations.checkout.checkout import KEY
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.payments.refund import Refund


@strawberry.input(description="The failed refund to retry.")
class RefundRetryInput:
    refund_id: strawberry.ID = strawberry.field(description="Id of the refund.")
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="The refund, in progress again.")
class RefundRetryPayload:
    refund: Refund | None = payload_field("The refund. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Retry a failed refund. Requires MONEY_MOVE.")
async def refund_retry(info: Info, input: RefundRetryInput) -> RefundRetryPayload:
    refund_id = row_id(input.refund_id, "Refund")
    await refunds.try_again(info.context.action_context, refund_id, input.idempotency_key)
    return RefundRetryPayload(refund=Refund.of(await models.Refund.get(id=refund_id)))
