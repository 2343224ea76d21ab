"""Verifying a phone number or e-mail without an account."""

from enum import Enum

import strawberry

import models
from commerce.accounts import contact_proofs
from graph.context import Info
from graph.types.enums import described_enum
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.scalars import enum_value


@described_enum(
    "Purpose of confirming a phone number or e-mail address.",
    of=models.ChallengePurpose,
)
class ProofPurpose(Enum):
    CASH_ON_DELIVERY = "To order with cash on delivery."
    JOIN_ACCOUNTS = "To merge two accounts."


@strawberry.input(description="The one-time code received by the user.")
class ContactProveInput:
    challenge: strawberry.ID = strawberry.field(description="Id of the challenge.")
    code: str = strawberry.field(description="Six-digit code. Digits of any script are accepted.")
    purpose: ProofPurpose = strawberry.field(
        default=ProofPurpose.CASH_ON_DELIVERY,
        description="Purpose given when the code was requested.",
    )


@strawberry.type(description="Proof for the next step.")
class ContactProvePayload:
    proof: str | None = payload_field(
        "Pass it to the next mutation within 30 minutes, with the same phone"
        " number or e-mail address. Can be used once. Null if the code was wrong."
    )
    errors: list[UserError] = errors_field()


@mutation(
    "Confirm a phone number or e-mail address with a one-time code, for a single purpose. No"
    " account is required."
)
async def contact_prove(info: Info, input: ContactProveInput) -> ContactProvePayload:
    purpose = models.ChallengePurpose(enum_value(input.purpose))
    proof = await contact_proofs.exchange(
        info.context.action_context, input.challenge, input.code, purpose
    )
    return ContactProvePayload(proof=proof)
