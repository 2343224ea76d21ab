"""A telephone or an e-mail shown to be one's own, without an account."""

from enum import Enum

import strawberry

import models
from commerce.sign_in import contact_proofs
from graph.context import Info
from graph.types.errors import UserError, errors_field, payload_field, user_errors
from graph.types.scalars import enum_value


@strawberry.enum(description="What a telephone or an e-mail is confirmed for.")
class ProofPurpose(Enum):
    CASH_ON_DELIVERY = strawberry.enum_value(
        models.ChallengePurpose.CASH_ON_DELIVERY, description="To order for payment at the door."
    )
    JOIN_ACCOUNTS = strawberry.enum_value(
        models.ChallengePurpose.JOIN_ACCOUNTS, description="To make two accounts one."
    )


@strawberry.input(description="The code that arrived.")
class ContactProveInput:
    challenge: strawberry.ID = strawberry.field(description="The challenge's id.")
    code: str = strawberry.field(description="Six digits, in any script.")
    purpose: ProofPurpose = strawberry.field(
        default=ProofPurpose.CASH_ON_DELIVERY, description="What the code was asked for."
    )


@strawberry.type(description="A proof for the step that comes next.")
class ContactProvePayload:
    proof: str | None = payload_field(
        "Give it to the mutation the code was asked for: once, within half an hour, with the same"
        " telephone or e-mail. Null when the code was wrong."
    )
    errors: list[UserError] = errors_field()


@user_errors(ContactProvePayload)
async def contact_prove(info: Info, input: ContactProveInput) -> ContactProvePayload:
    purpose = models.ChallengePurpose(enum_value(input.purpose))
    proof = await contact_proofs.exchange(info.context.acting, input.challenge, input.code, purpose)
    return ContactProvePayload(proof=proof)
