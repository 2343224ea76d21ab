"""Those who act for artisans."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from auth.permissions import Action
from database.sql import Sql
from graph.access import inherited_type
from graph.context import Info
from graph.fields.field_types import column, computed, to_one
from graph.fields.row_types import Node
from graph.types.display_name import named
from graph.types.enums import described_enum
from graph.types.lazy import LazyArtisan
from graph.types.scalars import DateTime, iso

if TYPE_CHECKING:
    from graph.types.accounts.account import Account

LASTING = Sql("t.ended_at IS NULL")
LazyAccount = Annotated["Account", strawberry.lazy("graph.types.accounts.account")]


@described_enum("How an artisan gave consent to a facilitator.", of=models.FacilitationBasis)
class FacilitationBasis(Enum):
    IN_APP = "Given in the app by the signed-in artisan."
    SIGNED_FORM = "Signed on paper and filed by an officer."


@inherited_type(
    description="A facilitation: permission to act for an artisan, based on recorded consent.",
)
class Facilitation(Node[models.Facilitation], by_id=Action.SEE_FACILITATION):
    @strawberry.field(description="Name of the facilitator. Null if none is set.")
    async def facilitator_name(self, info: Info) -> str | None:
        return await named(info, self.row.facilitator_id)

    artisan: LazyArtisan | None = to_one(
        "Artisan", models.Artisan, "artisan_id", description="Artisan who gave consent."
    )
    facilitator: LazyAccount | None = to_one(
        "Account", models.Account, "facilitator_id", description="Account of the facilitator."
    )
    basis: FacilitationBasis = computed(
        lambda row, _: FacilitationBasis(models.FacilitationBasis(row.basis)),
        "basis",
        description="How the artisan gave consent.",
    )
    reference: str | None = column(
        "reference", description="Reference to the signed paper. Null for consent given in the app."
    )
    notice_version: str = column(
        "notice_version", description="Version of the notice the artisan agreed to."
    )
    consented_at: DateTime = computed(
        lambda row, _: iso(row.consented_at),
        "consented_at",
        description="Date and time of the consent.",
    )
    ended_at: DateTime | None = computed(
        lambda row, _: row.ended_at and iso(row.ended_at),
        "ended_at",
        description="Date and time the facilitation ended. Null if it is active.",
    )
