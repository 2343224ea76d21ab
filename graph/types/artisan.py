"""An artisan, as the public sees one."""

import strawberry

import models
from commerce.core.visibility import OPEN_VENDOR
from database.sql import Sql
from graph.connection import Connection
from graph.context import Info
from graph.fields import Node, RowType, column, derived, many, one, text
from graph.types.arguments import After, Before, First, Last
from graph.types.facilitation import LASTING, Facilitation
from graph.types.image import Image, own_picture
from graph.types.invitation import Invitation, page_of
from graph.types.language import Translation, translation
from graph.types.lazy import LazyCraft, LazyDistrict, LazyProducts, LazyVendor
from graph.types.listing import products_of
from graph.types.payee import Payee, PayeeProposal


@strawberry.type(description="A distinction an artisan was given.")
class Award(RowType):
    name: str = text("name", description="What it is called.")
    year: int = column("year", description="The year it was given.")


@strawberry.type(description="Somebody who makes, and agreed to be shown.")
class Artisan(Node):
    slug: str = column("slug", description="The human key, as in the page's address.")
    name: str = text("name", description="The artisan's name.")
    bio: str | None = text("bio", description="The artisan's life and work.")
    village: str | None = text("village", description="Where the artisan works.")
    years_of_practice: int | None = derived(
        lambda row, context: (
            None
            if row.practising_since is None
            else max(0, context.now.year - row.practising_since)
        ),
        "practising_since",
        description="Years since the craft was taken up.",
    )
    portrait: Image | None = own_picture("portrait", description="A portrait.")
    district: LazyDistrict = one(
        "District", models.District, "district_id", description="Where the artisan lives."
    )
    crafts: list[LazyCraft] = many(
        "Craft",
        models.Craft,
        "link.artisan_id",
        "link.position",
        join="JOIN artisan_craft link ON link.craft_id = t.id",
        description="What the artisan makes, the main craft first.",
    )
    awards: list[Award] = many(
        "Award", models.ArtisanAward, "artisan_id", "t.year DESC, t.id", description="Distinctions."
    )
    sells_through: list[LazyVendor] = many(
        "Vendor",
        models.Vendor,
        "link.artisan_id",
        "link.id",
        where=OPEN_VENDOR,
        join="JOIN agreement link ON link.vendor_id = t.id AND link.status = 'accepted'",
        description="The vendors on whose invoice the artisan's pieces are sold.",
    )
    products: LazyProducts = products_of(
        "artisan_id", description="The artisan's pieces that can be bought today."
    )
    payee: Payee | None = one(
        "Payee",
        models.Payee,
        "id",
        by="artisan_id",
        description="Where the artisan's money goes; for the artisan and who acts for them.",
    )
    payee_proposal: PayeeProposal | None = one(
        "PayeeProposal",
        models.PayeeProposal,
        "id",
        by="artisan_id",
        description="Bank details entered for the artisan that wait for the artisan's yes.",
    )
    facilitations: list[Facilitation] | None = many(
        "Facilitation",
        models.Facilitation,
        "artisan_id",
        "t.id",
        where=LASTING,
        description="Who acts for the artisan; for those concerned.",
    )

    @strawberry.field(
        description="Invitations to act for the artisan, newest first; for those concerned."
    )
    async def invitations(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Invitation] | None:
        where = (Sql("t.artisan_id = {}", (self.row.id,)),)
        return await page_of(info, first, after, last, before, where=where)

    translation: Translation = translation(description="bio")
