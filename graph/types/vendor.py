"""A vendor: what the law lets every buyer know about a seller."""

from enum import Enum

import strawberry

import models
from commerce.catalogue import catalogue
from database.sql import Sql
from graph.connection import Connection, connect
from graph.context import Info
from graph.fields import Node, RowType, column, derived, many, one, text
from graph.types.arguments import After, Before, First, Last
from graph.types.contact import ContactPerson
from graph.types.invitation import Invitation, page_of
from graph.types.language import Translation, translation
from graph.types.lazy import LazyArtisan, LazyDistrict, LazyProducts
from graph.types.listing import products_of
from graph.types.member import VendorMember
from graph.types.payee import Payee
from graph.types.rating import Rating, rated


@strawberry.enum(description="What GST makes of a seller.")
class VendorKind(Enum):
    REGULAR = strawberry.enum_value(
        models.VendorKind.REGULAR, description="Registered; gives tax invoices; sells everywhere."
    )
    COMPOSITION = strawberry.enum_value(
        models.VendorKind.COMPOSITION,
        description="Under the composition scheme; sells inside its own State.",
    )
    ENROLLED_UNREGISTERED = strawberry.enum_value(
        models.VendorKind.ENROLLED_UNREGISTERED,
        description="Enrolled without registration; sells inside its own State.",
    )


KIND_LABELS = {
    models.VendorKind.REGULAR: ("GST registered", "जीएसटी पंजीकृत"),
    models.VendorKind.COMPOSITION: ("GST composition scheme", "जीएसटी कंपोज़िशन योजना"),
    models.VendorKind.ENROLLED_UNREGISTERED: ("Enrolled, without GST", "नामांकित, बिना जीएसटी"),
}


@strawberry.type(description="Where a vendor does business.")
class VendorAddress(RowType):
    line1: str = column("address_line1", description="Building and street.")
    line2: str | None = column("address_line2", description="Quarter or village.")
    city: str = text("city", description="Town.")
    pincode: str = column("pincode", description="Six digits.")

    @strawberry.field(description="The State's name.")
    async def state(self, info: Info) -> str:
        code: str = self.row.state_id
        row = await info.context.loaders.state().load(code)
        return (row and info.context.text(row, "name")) or code


@strawberry.type(description="A trader who sells here and stands on the buyer's invoice.")
class Vendor(Node):
    slug: str = column("slug", description="The human key, as in the page's address.")
    display_name: str = text("display_name", description="The name of the shop.")
    legal_name: str = column("legal_name", description="The name on the invoice.")
    about: str | None = text("about", description="What the vendor says of itself.")
    kind: VendorKind = derived(
        lambda row, _: VendorKind(models.VendorKind(row.kind)),
        "kind",
        description="What GST makes of the vendor.",
    )
    kind_label: str = derived(
        lambda row, context: context.choose(*KIND_LABELS[models.VendorKind(row.kind)]),
        "kind",
        description="The kind, for a person to read.",
    )
    is_gst_registered: bool = derived(
        lambda row, _: row.gstin is not None,
        "gstin",
        description="Whether the vendor has a GST registration.",
    )
    gstin: str | None = column("gstin", description="The GST identification number.")
    address: VendorAddress = derived(
        lambda row, _: VendorAddress.of(row), description="Where the vendor does business."
    )
    district: LazyDistrict | None = one(
        "District", models.District, "district_id", description="The vendor's district."
    )
    care_phone: str = column("care_phone", description="Customer care by telephone.")
    care_email: str = column("care_email", description="Customer care by e-mail.")
    grievance_officer: ContactPerson = derived(
        lambda row, _: ContactPerson(
            name=row.grievance_name, email=row.grievance_email, phone=row.grievance_phone
        ),
        "grievance_name",
        "grievance_email",
        "grievance_phone",
        description="Who answers complaints (E-Commerce Rules 2020).",
    )
    products: LazyProducts = products_of("vendor_id", description="What it sells today.")
    translation: Translation = translation("display_name", "about")

    @strawberry.field(description="What buyers gave all its products together.")
    async def rating(self, info: Info) -> Rating:
        async def batch(ids: list[int]) -> list[Rating]:
            found = await catalogue.ratings_of_vendors(ids)
            return [rated(*found.get(key, (0, 0))) for key in ids]

        return await info.context.loaders.of("vendor rating", batch).load(self.row.id)

    members: list[VendorMember] | None = many(
        "VendorMember",
        models.VendorMember,
        "vendor_id",
        "t.id",
        description="Who works for it; for those who do, and for staff.",
    )

    @strawberry.field(description="Invitations to work for it, newest first; for its owners.")
    async def invitations(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Invitation] | None:
        where = (Sql("t.vendor_id = {}", (self.row.id,)),)
        return await page_of(info, first, after, last, before, where=where)

    payee: Payee | None = one(
        "Payee",
        models.Payee,
        "id",
        by="vendor_id",
        description="Where its money goes; for its owners and accountants.",
    )

    @strawberry.field(description="Artisans who sell through it and agreed to be shown.")
    async def artisans(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[LazyArtisan]:
        page: Connection[LazyArtisan] = await connect(
            info,
            "Artisan",
            catalogue.public_artisans(),
            first,
            after,
            last,
            before,
            parent=(catalogue.SELLS_THROUGH, self.row.id),
        )
        return page
