"""Granting and withdrawing consent."""

import strawberry

import models
from commerce.accounts import consents
from graph.context import Info
from graph.types.accounts.consent import Consent, ConsentPurpose
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.scalars import enum_value


@strawberry.input(description="Consent to the purpose of a notice.")
class ConsentGrantInput:
    purpose: ConsentPurpose = strawberry.field(description="Purpose of the consent.")
    notice_version: str = strawberry.field(
        description="Version of the notice shown to the user, from `consentNotices`."
    )


@strawberry.type(description="The new consent.")
class ConsentGrantPayload:
    consent: Consent | None = payload_field("The consent. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Give consent to a purpose.")
async def consent_grant(info: Info, input: ConsentGrantInput) -> ConsentGrantPayload:
    purpose = models.ConsentPurpose(enum_value(input.purpose))
    row = await consents.record(
        info.context.action_context, purpose, input.notice_version, is_granted=True
    )
    return ConsentGrantPayload(consent=Consent.of(row))


@strawberry.input(description="The consent to withdraw.")
class ConsentWithdrawInput:
    purpose: ConsentPurpose = strawberry.field(description="Purpose of the consent.")


@strawberry.type(description="The withdrawn consent.")
class ConsentWithdrawPayload:
    consent: Consent | None = payload_field("The consent. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Withdraw consent to a purpose.")
async def consent_withdraw(info: Info, input: ConsentWithdrawInput) -> ConsentWithdrawPayload:
    purpose = models.ConsentPurpose(enum_value(input.purpose))
    row = await consents.record(info.context.action_context, purpose, None, is_granted=False)
    return ConsentWithdrawPayload(consent=Consent.of(row))
