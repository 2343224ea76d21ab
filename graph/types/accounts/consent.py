"""Notices and consents."""

from enum import Enum

import strawberry

import models
from auth.permissions import Action
from commerce.accounts.consent_notices import Notice, current
from commerce.core.texts.language import Language as Tongue
from graph.access import private_type, public_type
from graph.context import Info
from graph.fields.field_types import column, computed
from graph.fields.row_types import RowType
from graph.types.enums import described_enum
from graph.types.language import Language
from graph.types.scalars import DateTime, iso


@described_enum("Purpose of a consent.", of=models.ConsentPurpose)
class ConsentPurpose(Enum):
    MARKETING = "Receiving messages about crafts and offers."
    ANALYTICS = "Counting page views for statistics."
    ARTISAN_PUBLIC_PROFILE = "Showing an artisan's public profile with their products."


@public_type(description="A notice to show to a person before they give consent.")
class ConsentNotice:
    notice: strawberry.Private[Notice]

    @strawberry.field(
        description="Purpose of the notice. Null if no account can give this consent."
    )
    def purpose(self) -> ConsentPurpose | None:
        known = {purpose.value for purpose in models.ConsentPurpose}
        purpose = self.notice.purpose
        return ConsentPurpose(models.ConsentPurpose(purpose)) if purpose in known else None

    @strawberry.field(description="Version of the notice, to be sent along with the consent.")
    def version(self) -> str:
        return self.notice.version

    @strawberry.field(description="Full text of the notice in plain language.")
    def text(self, info: Info) -> str:
        texts = self.notice.texts
        return info.context.choose(texts[Tongue.EN], texts[Tongue.HI])


def list_notices() -> list[ConsentNotice]:
    return [ConsentNotice(notice=current(p.value)) for p in models.ConsentPurpose]


def find_facilitation_notice() -> ConsentNotice:
    return ConsentNotice(notice=current("facilitation"))


@private_type(Action.OWN_ACCOUNT, description="The latest decision of a person on one purpose.")
class Consent(RowType[models.Consent]):
    purpose: ConsentPurpose = computed(
        lambda row, _: ConsentPurpose(models.ConsentPurpose(row.purpose)),
        "purpose",
        description="Purpose of the consent.",
    )
    is_granted: bool = column("is_granted", description="Whether consent is given.")
    notice_version: str = column(
        "notice_version", description="Version of the notice that was shown."
    )
    language: Language = computed(
        lambda row, _: Language(Tongue(row.language)),
        "language",
        description="Language of the notice that was shown.",
    )
    said_at: DateTime = computed(
        lambda row, _: iso(row.at), "at", description="Date and time of the decision."
    )
