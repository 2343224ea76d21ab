"""Agreeing, and taking it back as easily."""

import strawberry

import models
from commerce.accounts import consents
from graph.context import Info
from graph.types.consent import Consent, ConsentPurpose
from graph.types.errors import UserError, errors_field, payload_field, user_errors
from graph.types.scalars import enum_value


@strawberry.input(description="That one agrees, having read the notice.")
class ConsentGrantInput:
    purpose: ConsentPurpose = strawberry.field(description="To what.")
    notice_version: str = strawberry.field(
        description="The version of `consentNotices` that was read."
    )


@strawberry.type(description="What was agreed to.")
class ConsentGrantPayload:
    consent: Consent | None = payload_field("The consent; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(ConsentGrantPayload)
async def consent_grant(info: Info, input: ConsentGrantInput) -> ConsentGrantPayload:
    purpose = models.ConsentPurpose(enum_value(input.purpose))
    row = await consents.say(info.context.acting, purpose, input.notice_version, is_granted=True)
    return ConsentGrantPayload(consent=Consent.of(row))


@strawberry.input(description="That one agrees no longer.")
class ConsentWithdrawInput:
    purpose: ConsentPurpose = strawberry.field(description="To what.")


@strawberry.type(description="What was taken back.")
class ConsentWithdrawPayload:
    consent: Consent | None = payload_field("The last word; null when it was refused.")
    errors: list[UserError] = errors_field()


@user_errors(ConsentWithdrawPayload)
async def consent_withdraw(info: Info, input: ConsentWithdrawInput) -> ConsentWithdrawPayload:
    purpose = models.ConsentPurpose(enum_value(input.purpose))
    row = await consents.say(info.context.acting, purpose, None, is_granted=False)
    return ConsentWithdrawPayload(consent=Consent.of(row))
