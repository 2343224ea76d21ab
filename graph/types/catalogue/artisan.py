"""An artisan, as the public sees one."""

import models
from auth.permissions import Action
from commerce.core.visibility import OPEN_VENDOR, PUBLIC_ARTISAN
from database.select import Select
from database.sql import Sql
from graph.access import field, public_type
from graph.connection import Connection
from graph.fields.field_types import column, computed, text, to_many, to_one
from graph.fields.row_types import Node, RowType
from graph.types.catalogue.image import Image, own_picture
from graph.types.language import Translation, translation
from graph.types.lazy import LazyCraft, LazyDistrict, LazyProducts, LazyVendor
from graph.types.paging import paged
from graph.types.payouts.payee import Payee, PayeeProposal
from graph.types.roles.facilitation import LASTING, Facilitation
from graph.types.roles.invitation import Invitation, select_invitations
from graph.types.search.product_list import products_of


@public_type(description="An award received by an artisan.")
class Award(RowType[models.ArtisanAward]):
    name: str = text("name", description="Name of the award.")
    year: int = column("year", description="Year of the award.")


@public_type(description="An artisan with a public profile.")
class Artisan(Node[models.Artisan], by_id=PUBLIC_ARTISAN):
    slug: str = column("slug", description="Slug for the page URL.")
    name: str = text("name", description="Name of the artisan.")
    bio: str | None = text("bio", description="Biography of the artisan. Null if not given.")
    village: str | None = text(
        "village", description="Village or town where the artisan works. Null if not given."
    )
    years_of_practice: int | None = computed(
        lambda row, context: (
            None
            if row.practising_since is None
            else max(0, context.now.year - row.practising_since)
        ),
        "practising_since",
        description="Years of experience in the craft. Null if not known.",
    )
    portrait: Image | None = own_picture(
        "portrait", description="Portrait of the artisan. Null if there is none."
    )
    district: LazyDistrict = to_one(
        "District", models.District, "district_id", description="Home district of the artisan."
    )
    crafts: list[LazyCraft] = to_many(
        "Craft",
        models.Craft,
        "link.artisan_id",
        "link.position",
        join="JOIN artisan_craft link ON link.craft_id = t.id",
        description="Crafts of the artisan, main craft first.",
    )
    awards: list[Award] = to_many(
        "Award",
        models.ArtisanAward,
        "artisan_id",
        "t.year DESC, t.id",
        description="Awards of the artisan.",
    )
    sells_through: list[LazyVendor] = to_many(
        "Vendor",
        models.Vendor,
        "link.artisan_id",
        "link.id",
        where=OPEN_VENDOR,
        join="JOIN agreement link ON link.vendor_id = t.id AND link.status = 'accepted'",
        description="Vendors that sell and invoice the artisan's products.",
    )
    products: LazyProducts = products_of(
        "artisan_id", description="Products of the artisan that are on sale."
    )
    payee: Payee | None = to_one(
        "Payee",
        models.Payee,
        "id",
        by="artisan_id",
        description="Bank details for payouts. Visible only to the artisan, facilitators and"
        " authorised staff. Null if there are none.",
        allow=Action.SEE_ARTISAN_PAYEE,
    )
    payee_proposal: PayeeProposal | None = to_one(
        "PayeeProposal",
        models.PayeeProposal,
        "id",
        by="artisan_id",
        description="Bank details awaiting the artisan's confirmation. Visible only to the"
        " artisan, facilitators and authorised staff. Null if there are none.",
        allow=Action.SEE_ARTISAN_PAYEE,
    )
    facilitations: list[Facilitation] | None = to_many(
        "Facilitation",
        models.Facilitation,
        "artisan_id",
        "t.id",
        where=LASTING,
        description="Facilitations for the artisan. Visible only to the artisan,"
        " facilitators, district officers and authorised staff.",
        allow=Action.SEE_FACILITATION,
    )

    @field(
        description="Invitations to facilitate for the artisan, newest first. Visible only to"
        " the artisan, facilitators, district officers and authorised staff.",
        allow=Action.SEE_FACILITATION,
    )
    @paged(Connection[Invitation] | None)
    def invitations(self) -> Select[models.Invitation]:
        where = (Sql("t.artisan_id = {}", (self.row.id,)),)
        return select_invitations(where)

    translation: Translation = translation(description="bio")
