"""A product."""

from typing import Annotated, Any

import strawberry

import models
from auth.permissions import Action
from commerce.accounts import wishlist
from commerce.catalogue import catalogue
from commerce.catalogue.gi_claims import claims_of
from commerce.catalogue.structured_data import Names, product_data, script_json, shipping_of
from commerce.catalogue.variants import variants_column, variants_of
from commerce.core.visibility import ON_SALE, PUBLIC_ARTISAN
from database.select import Select
from database.sql import Sql
from graph.access import field, public_type
from graph.connection import Connection
from graph.context import Context, Info
from graph.error_texts import TOO_MANY_RELATED
from graph.errors import bad_input
from graph.fields.field_kinds import Column
from graph.fields.field_types import batched, column, computed, loaded, reads, text, to_one
from graph.fields.row_types import Node, RowType
from graph.loaders import TRUE, rows_by
from graph.types.arguments import ShortList, Width
from graph.types.cart.delivery import Delivery, quote
from graph.types.catalogue.attribute import ProductAttribute
from graph.types.catalogue.declaration import Declarations
from graph.types.catalogue.gi_claim import GiClaim
from graph.types.catalogue.image import DEFAULT_WIDTH, Image, checked, image_column
from graph.types.catalogue.rating import Rating, Review
from graph.types.catalogue.variant import Variant
from graph.types.language import Translation, translation
from graph.types.lazy import (
    LazyArtisan,
    LazyCategory,
    LazyCraft,
    LazyDistrict,
    LazyKind,
    LazyVendor,
)
from graph.types.money import PriceRange
from graph.types.paging import paged
from graph.types.scalars import CountryCode, DateTime, iso
from settings import settings

COUNTRIES = {"IN": ("India", "भारत")}
SEO_DESCRIPTION = 155
PAGE_WIDTH = 1200
SEO_READS = (
    "id", "slug", "name_en", "name_hi", "description_en", "description_hi", "district_id",
    "category_id", "artisan_id", "vendor_id", "country_of_origin", "return_days", "rating_sum",
    "rating_count",
)  # fmt: skip


@public_type(description="Return policy of a product.")
class ReturnPolicy(RowType[models.Product]):
    is_returnable: bool = computed(
        lambda row, _: row.return_days > 0,
        "return_days",
        description="Whether the product can be returned without a defect.",
    )
    days: int = column(
        "return_days",
        description="Days after delivery in which returns are accepted. 0 if not returnable.",
    )

    @strawberry.field(description="Text of the policy for the buyer.")
    @reads("return_days", "return_reason_en", "return_reason_hi")
    def text(self, info: Info) -> str:
        days, context = self.row.return_days, info.context
        if days:
            return context.choose(
                f"Return it within {days} days of delivery. Defective, wrong or late items can"
                " always be returned.",
                f"डिलीवरी के {days} दिन के भीतर लौटाया जा सकता है। ख़राब, ग़लत या देर से पहुँचा सामान हमेशा"
                " लौटाया जा सकता है।",
            )
        reason = context.text(self.row, "return_reason") or ""
        fault = context.choose(
            "Defective, wrong or late items can always be returned.",
            "ख़राब, ग़लत या देर से पहुँचा सामान हमेशा लौटाया जा सकता है।",
        )
        return f"{reason} {fault}".strip()


@public_type(description="Metadata for search engines and link previews.")
class Seo:
    row: strawberry.Private[Any]
    title: str = strawberry.field(description="Page title.")
    description: str = strawberry.field(description="Page description, plain text.")

    @strawberry.field(
        description="JSON-LD of type Product (schema.org), ready to place in a script element."
    )
    async def structured_data(self, info: Info) -> str:
        key = "structured data", self.row.id
        text: str = await info.context.loaders.once(key, lambda: self._structured_data(info))
        return text

    async def _structured_data(self, info: Info) -> str:
        row, context = self.row, info.context
        loaders = context.loaders
        vendor = await loaders.row(models.Vendor).load(row.vendor_id)
        category = await loaders.row(models.Category).load(row.category_id)
        artisan = (
            await loaders.row(models.Artisan, PUBLIC_ARTISAN).load(row.artisan_id)
            if row.artisan_id
            else None
        )
        sold = await loaded(info, variants, row.id)
        shown = await loaded(info, pictures, row.id, width=PAGE_WIDTH)
        shipping = await loaders.of("shipping", shipping_of).load(row.id)
        picture = context.images.urls(PAGE_WIDTH)
        await loaders.turn()
        facts = product_data(
            row,
            Names(
                category=context.text(category, "name") if category else None,
                vendor=(context.text(vendor, "display_name") if vendor else None) or "",
                artisan=context.text(artisan, "name") if artisan else None,
            ),
            [each.row for each in sold],
            [picture(each.row.public_id) for each in shown],
            shipping,
            context.language,
            settings().storefront,
            context.now,
        )
        return script_json(facts)


async def card_pictures(context: Context, ids: list[int], width: int) -> list[Image | None]:
    """The first picture of each product."""
    checked(width)
    found = await rows_by(
        models.ProductImage, "product_id", ids, catalogue.CARD_PICTURE, "t.product_id"
    )
    return [Image(row=found[key][0], options=width) if key in found else None for key in ids]


async def pictures(context: Context, ids: list[int], width: int) -> list[list[Image]]:
    """All pictures of each product, in order."""
    checked(width)
    found = await rows_by(models.ProductImage, "product_id", ids, TRUE, "t.position")
    return [[Image(row=row, options=width) for row in found.get(key, ())] for key in ids]


async def attributes(context: Context, ids: list[int]) -> list[list[ProductAttribute]]:
    return [
        [ProductAttribute.of(row) for row in rows] for rows in await catalogue.attributes_of(ids)
    ]


async def variants(
    context: Context, ids: list[int], names: tuple[str, ...] | None = None
) -> list[list[Variant]]:
    return [[Variant.of(row) for row in rows] for rows in await variants_of(ids, names)]


async def declarations(context: Context, ids: list[int]) -> list[Declarations | None]:
    found = await rows_by(models.Declaration, "product_id", ids, TRUE, "t.product_id")
    return [Declarations.of(found[key][0]) if key in found else None for key in ids]


async def gi_claims(context: Context, ids: list[int]) -> list[GiClaim | None]:
    return [GiClaim.of(row) if row else None for row in await claims_of(ids)]


async def related(
    context: Context, ids: list[int], first: int, names: tuple[str, ...] | None = None
) -> "list[list[Product]]":
    """Other products of each product's craft. Raises BAD_USER_INPUT for too many."""
    if not 0 <= first <= catalogue.MAX_RELATED:
        raise bad_input(TOO_MANY_RELATED, "first", most=catalogue.MAX_RELATED)
    found = await catalogue.related_to(ids, first, names)
    return [[Product.of(row) for row in rows] for rows in found]


async def are_wishlisted(context: Context, ids: list[int]) -> list[bool]:
    """Whether each product is on the viewer's wishlist."""
    account_id = context.viewer.person_id
    if account_id is None:
        return [False for _ in ids]
    found = await wishlist.has(account_id, ids)
    return [each in found for each in ids]


def is_wished(context: Context) -> Sql:
    """Whether a product is on the viewer's wishlist, as a column."""
    return wishlist.on_wishlist_of(context.viewer.person_id)


@public_type(description="A product, sold in one or more variants.")
class Product(
    Node[models.Product],
    by_id=ON_SALE,
    extra_columns=catalogue.CARD,
    viewer_columns={"wished": is_wished},
):
    slug: str = column("slug", description="Slug for the page URL.")
    name: str = text("name", description="Name of the product.")
    description: str | None = text(
        "description", description="Product description. Null if there is none."
    )
    care_instructions: str | None = text(
        "care", description="Care instructions. Null if there are none."
    )
    is_gi_tagged: bool = column(
        "is_gi_tagged",
        description="Whether this product may bear a geographical indication (GI): it is of the"
        " registered goods, and its artisan or vendor is an authorised user.",
    )

    @strawberry.field(
        description="Geographical indication (GI) that this product may bear. Null if none."
    )
    @batched(gi_claims)
    async def gi_claim(self, info: Info) -> GiClaim | None:
        found: GiClaim | None = await loaded(info, gi_claims, self.row.id)
        return found

    is_available: bool = computed(
        lambda row, _: row.is_available and row.is_on_sale,
        "is_available",
        "is_on_sale",
        description="Whether the product is on sale and at least one variant is in stock or"
        " made to order.",
    )

    @field(
        description="Whether the product is on the signed-in user's wishlist. False if not"
        " signed in.",
        allow=Action.SIGN_IN,
    )
    @batched(are_wishlisted, column=Column("wished"))
    async def is_wishlisted(self, info: Info) -> bool:
        found: bool = await loaded(info, are_wishlisted, self.row.id)
        return found

    is_made_to_order: bool = column(
        "is_made_to_order", description="Whether at least one variant is made to order."
    )
    country_of_origin: CountryCode = column(
        "country_of_origin", description="Country of origin, as a code."
    )
    country_of_origin_name: str = computed(
        lambda row, context: context.choose(
            *COUNTRIES.get(row.country_of_origin, (row.country_of_origin,) * 2)
        ),
        "country_of_origin",
        description="Display name of the country of origin.",
    )
    published_at: DateTime = computed(
        lambda row, _: iso(row.published_at),
        "published_at",
        description="Date and time the product was first published (UTC).",
    )
    price_range: PriceRange = column(
        as_type="PriceRange", description="Price range of the variants."
    )
    rating: Rating = column(as_type="Rating", description="Customer rating.")
    return_policy: ReturnPolicy = column(as_type="ReturnPolicy", description="Return policy.")
    district: LazyDistrict = to_one(
        "District", models.District, "district_id", description="District of origin of the craft."
    )
    craft: LazyCraft = to_one(
        "Craft", models.Craft, "craft_id", description="Craft of the product."
    )
    category: LazyCategory = to_one(
        "Category", models.Category, "category_id", description="Category of the product."
    )
    kind: LazyKind | None = to_one(
        "Kind",
        models.Kind,
        "kind_id",
        description="Kind of goods, for example padlock. Null if not assigned yet.",
    )
    artisan: LazyArtisan | None = to_one(
        "Artisan",
        models.Artisan,
        "artisan_id",
        visible=PUBLIC_ARTISAN,
        description="Artisan who made the product. Null if the artisan has no public profile.",
    )
    sold_by: LazyVendor = to_one(
        "Vendor",
        models.Vendor,
        "vendor_id",
        description="Vendor that sells and invoices the product.",
    )
    translation: Translation = translation()

    @strawberry.field(description="Main image, for product cards. Null if there is none.")
    @batched(card_pictures, column=image_column("card_"))
    async def image(self, info: Info, width: Width = DEFAULT_WIDTH) -> Image | None:
        found: Image | None = await loaded(info, card_pictures, self.row.id, width=width)
        return found

    @strawberry.field(description="All images, in display order.")
    @batched(pictures)
    async def images(self, info: Info, width: Width = 1200) -> list[Image]:
        found: list[Image] = await loaded(info, pictures, self.row.id, width=width)
        return found

    @strawberry.field(description="Attribute values of the product.")
    @batched(attributes)
    async def attributes(self, info: Info) -> list[ProductAttribute]:
        found: list[ProductAttribute] = await loaded(info, attributes, self.row.id)
        return found

    @strawberry.field(description="Variants that can be added to a cart.")
    @batched(variants, prefetch=variants_column, needs_columns=True)
    async def variants(self, info: Info) -> list[Variant]:
        found: list[Variant] = await loaded(info, variants, self.row.id)
        return found

    @strawberry.field(
        description="Legally required product information. Null until declared by the seller."
    )
    @batched(declarations)
    async def declarations(self, info: Info) -> Declarations | None:
        found: Declarations | None = await loaded(info, declarations, self.row.id)
        return found

    @strawberry.field(description="Delivery to a PIN code. Null if no PIN code is given.")
    @reads("id")
    async def delivery(
        self,
        info: Info,
        pincode: Annotated[
            str | None,
            strawberry.argument(description="Six-digit PIN code. If null, the field is null."),
        ] = None,
    ) -> Delivery | None:
        return None if pincode is None else await quote(info, self.row.id, pincode)

    @strawberry.field(description="Customer reviews, newest first.")
    @reads("id")
    @paged(Connection[Review], link="product_id")
    def reviews(self) -> Select[models.Review]:
        return catalogue.published_reviews()

    @strawberry.field(description="Other products of the same craft, most popular first.")
    @batched(related, prefetch=catalogue.related_column, needs_columns=True)
    async def related(
        self, info: Info, first: ShortList = 8
    ) -> list[Annotated["Product", strawberry.lazy("graph.types.catalogue.product")]]:
        found: list[Product] = await loaded(info, related, self.row.id, first=first)
        return found

    @strawberry.field(description="Metadata for search engines and link previews.")
    @reads(*SEO_READS)
    async def seo(self, info: Info) -> Seo:
        context = info.context
        name = context.text(self.row, "name") or ""
        district = await context.loaders.row(models.District).load(self.row.district_id)
        place = (context.text(district, "name") if district else None) or ""
        return Seo(
            row=self.row,
            title=f"{name} · {place}" if place else name,
            description=_summary(context.text(self.row, "description") or ""),
        )


def _summary(about: str) -> str:
    if len(about) <= SEO_DESCRIPTION:
        return about
    return about[:SEO_DESCRIPTION].rsplit(" ", 1)[0] + "…"
