"""Those who act for artisans."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from database.sql import Sql
from graph.context import Info
from graph.fields import Node, column, derived, one
from graph.types.lazy import LazyArtisan
from graph.types.named import named
from graph.types.scalars import DateTime, iso

if TYPE_CHECKING:
    from graph.types.account import Account

LASTING = Sql("t.ended_at IS NULL")
LazyAccount = Annotated["Account", strawberry.lazy("graph.types.account")]


@strawberry.enum(description="How an artisan agreed that somebody acts for them.")
class FacilitationBasis(Enum):
    IN_APP = strawberry.enum_value(
        models.FacilitationBasis.IN_APP, description="By signing in and saying so."
    )
    SIGNED_FORM = strawberry.enum_value(
        models.FacilitationBasis.SIGNED_FORM, description="On paper, which an officer keeps."
    )


@strawberry.type(description="Somebody's acting for an artisan, by recorded consent.")
class Facilitation(Node):
    @strawberry.field(description="What the person is called; null until they have given a name.")
    async def facilitator_name(self, info: Info) -> str | None:
        return await named(info, self.row.facilitator_id)

    artisan: LazyArtisan | None = one(
        "Artisan", models.Artisan, "artisan_id", description="For whom."
    )
    facilitator: LazyAccount | None = one(
        "Account", models.Account, "facilitator_id", description="Who acts."
    )
    basis: FacilitationBasis = derived(
        lambda row, _: FacilitationBasis(models.FacilitationBasis(row.basis)),
        "basis",
        description="How the artisan agreed.",
    )
    reference: str | None = column("reference", description="Where the signed paper is.")
    notice_version: str = column("notice_version", description="The text that was agreed to.")
    consented_at: DateTime = derived(
        lambda row, _: iso(row.consented_at), "consented_at", description="When the artisan agreed."
    )
    ended_at: DateTime | None = derived(
        lambda row, _: row.ended_at and iso(row.ended_at),
        "ended_at",
        description="When it ended; null while it lasts.",
    )
