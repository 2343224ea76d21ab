"""A vendor: what the law lets every buyer know about a seller."""

from enum import Enum

import strawberry

import models
from auth.permissions import Action
from commerce.catalogue import catalogue
from commerce.core.visibility import OPEN_VENDOR
from database.select import Select
from database.sql import Sql
from graph.access import field, public_type
from graph.connection import Connection
from graph.context import Info
from graph.fields.field_types import column, computed, text, to_many, to_one
from graph.fields.row_types import Node, RowType
from graph.types.catalogue.rating import Rating, rated
from graph.types.core.contact_person import ContactPerson
from graph.types.enums import described_enum
from graph.types.language import Translation, translation
from graph.types.lazy import LazyArtisan, LazyDistrict, LazyProducts
from graph.types.paging import paged
from graph.types.payouts.payee import Payee
from graph.types.roles.invitation import Invitation, select_invitations
from graph.types.roles.member import VendorMember
from graph.types.search.product_list import products_of


@described_enum("Type of vendor under GST.", of=models.VendorKind)
class VendorKind(Enum):
    REGULAR = "GST-registered. Issues tax invoices and sells throughout India."
    COMPOSITION = "Under the composition scheme. Sells only within its own State."
    ENROLLED_UNREGISTERED = "Enrolled without GST registration. Sells only within its own State."


KIND_LABELS = {
    models.VendorKind.REGULAR: ("GST registered", "जीएसटी पंजीकृत"),
    models.VendorKind.COMPOSITION: ("GST composition scheme", "जीएसटी कंपोज़िशन योजना"),
    models.VendorKind.ENROLLED_UNREGISTERED: ("Enrolled, without GST", "नामांकित, बिना जीएसटी"),
}


@public_type(description="Business address of a vendor.")
class VendorAddress(RowType[models.Vendor]):
    line1: str = column("address_line1", description="Building and street.")
    line2: str | None = column(
        "address_line2", description="Area, locality or village. Null if not given."
    )
    city: str = text("city", description="City or town.")
    pincode: str = column("pincode", description="Six-digit PIN code.")

    @strawberry.field(description="Name of the State.")
    async def state(self, info: Info) -> str:
        code: str = self.row.state_id
        row = await info.context.loaders.state().load(code)
        return (row and info.context.text(row, "name")) or code


@public_type(description="A vendor that sells products and issues invoices to buyers.")
class Vendor(Node[models.Vendor], by_id=OPEN_VENDOR):
    slug: str = column("slug", description="Slug for the page URL.")
    display_name: str = text("display_name", description="Shop name of the vendor.")
    legal_name: str = column("legal_name", description="Legal name, as printed on invoices.")
    about: str | None = text(
        "about", description="About the vendor, in its own words. Null if not given."
    )
    kind: VendorKind = computed(
        lambda row, _: VendorKind(models.VendorKind(row.kind)),
        "kind",
        description="Type of vendor under GST.",
    )
    kind_label: str = computed(
        lambda row, context: context.choose(*KIND_LABELS[models.VendorKind(row.kind)]),
        "kind",
        description="Display name of the vendor type.",
    )
    is_gst_registered: bool = computed(
        lambda row, _: row.gstin is not None,
        "gstin",
        description="Whether the vendor is GST-registered.",
    )
    gstin: str | None = column(
        "gstin", description="GST identification number (GSTIN). Null if not registered."
    )
    address: VendorAddress = computed(
        lambda row, _: VendorAddress.of(row), description="Business address."
    )
    district: LazyDistrict | None = to_one(
        "District",
        models.District,
        "district_id",
        description="District of the vendor. Null if not known.",
    )
    care_phone: str = column("care_phone", description="Customer care phone number.")
    care_email: str = column("care_email", description="Customer care e-mail address.")
    grievance_officer: ContactPerson = computed(
        lambda row, _: ContactPerson(
            name=row.grievance_name, email=row.grievance_email, phone=row.grievance_phone
        ),
        "grievance_name",
        "grievance_email",
        "grievance_phone",
        description="Grievance officer (E-Commerce Rules 2020).",
    )
    products: LazyProducts = products_of(
        "vendor_id", description="Products of the vendor that are on sale."
    )
    translation: Translation = translation("display_name", "about")

    @strawberry.field(description="Combined customer rating of all products of the vendor.")
    async def rating(self, info: Info) -> Rating:
        async def batch(ids: list[int]) -> list[Rating]:
            found = await catalogue.ratings_of_vendors(ids)
            return [rated(*found.get(key, (0, 0))) for key in ids]

        return await info.context.loaders.of("vendor rating", batch).load(self.row.id)

    members: list[VendorMember] | None = to_many(
        "VendorMember",
        models.VendorMember,
        "vendor_id",
        "t.id",
        description="Members of the vendor. Visible only to members and authorised staff.",
        allow=Action.SEE_MEMBERS,
    )

    @field(
        description="Invitations to become a member, newest first. Visible only to owners and"
        " authorised staff.",
        allow=Action.MANAGE_MEMBERS,
    )
    @paged(Connection[Invitation] | None)
    def invitations(self) -> Select[models.Invitation]:
        where = (Sql("t.vendor_id = {}", (self.row.id,)),)
        return select_invitations(where)

    payee: Payee | None = to_one(
        "Payee",
        models.Payee,
        "id",
        by="vendor_id",
        description="Bank details for payouts. Visible only to owners, accountants and"
        " authorised staff. Null if there are none.",
        allow=Action.SEE_VENDOR_PAYEE,
    )

    @strawberry.field(description="Artisans with a public profile who sell through the vendor.")
    @paged(Connection[LazyArtisan], link=catalogue.SELLS_THROUGH)
    def artisans(self) -> Select[models.Artisan]:
        return catalogue.public_artisans()
