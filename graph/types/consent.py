"""Notices and consents."""

from enum import Enum

import strawberry

import models
from commerce.accounts.consent_notices import Notice, current
from commerce.core.texts.language import Language as Tongue
from graph.context import Info
from graph.fields import RowType, column, derived
from graph.types.language import Language
from graph.types.scalars import DateTime, iso


@strawberry.enum(description="What a person is asked to agree to.")
class ConsentPurpose(Enum):
    MARKETING = strawberry.enum_value(
        models.ConsentPurpose.MARKETING, description="Being written to about crafts and offers."
    )
    ANALYTICS = strawberry.enum_value(
        models.ConsentPurpose.ANALYTICS, description="Having the pages looked at counted."
    )
    ARTISAN_PUBLIC_PROFILE = strawberry.enum_value(
        models.ConsentPurpose.ARTISAN_PUBLIC_PROFILE,
        description="An artisan's being shown beside the work.",
    )


@strawberry.type(description="What a person reads before agreeing.")
class ConsentNotice:
    notice: strawberry.Private[Notice]

    @strawberry.field(description="What it is about; null for what no account agrees to.")
    def purpose(self) -> ConsentPurpose | None:
        known = {purpose.value for purpose in models.ConsentPurpose}
        purpose = self.notice.purpose
        return ConsentPurpose(models.ConsentPurpose(purpose)) if purpose in known else None

    @strawberry.field(description="Name it when agreeing: it says which text was read.")
    def version(self) -> str:
        return self.notice.version

    @strawberry.field(description="The whole text, in plain words.")
    def text(self, info: Info) -> str:
        texts = self.notice.texts
        return info.context.choose(texts[Tongue.EN], texts[Tongue.HI])


def list_notices() -> list[ConsentNotice]:
    return [ConsentNotice(notice=current(p.value)) for p in models.ConsentPurpose]


def find_facilitation_notice() -> ConsentNotice:
    return ConsentNotice(notice=current("facilitation"))


@strawberry.type(description="A person's last word on one purpose.")
class Consent(RowType):
    purpose: ConsentPurpose = derived(
        lambda row, _: ConsentPurpose(models.ConsentPurpose(row.purpose)),
        "purpose",
        description="What it is about.",
    )
    is_granted: bool = column("is_granted", description="Whether the person agrees.")
    notice_version: str = column("notice_version", description="The text that was shown.")
    language: Language = derived(
        lambda row, _: Language(Tongue(row.language)),
        "language",
        description="In which it was shown.",
    )
    said_at: DateTime = derived(lambda row, _: iso(row.at), "at", description="When it was said.")
