"""A product."""

from typing import Annotated, Any

import strawberry

import models
from commerce.accounts import wishlist
from commerce.catalogue import catalogue
from commerce.catalogue.declarations import quantity_label
from commerce.catalogue.structured_data import Names, product_data, script_json, shipping_of
from commerce.catalogue.variants import along, from_json, variants_of
from commerce.core.visibility import PUBLIC_ARTISAN
from graph.connection import Connection, connect
from graph.context import Context, Info
from graph.error_texts import TOO_MANY_RELATED
from graph.errors import bad_input
from graph.fields import (
    Brought,
    Node,
    Own,
    RowType,
    batched,
    column,
    derived,
    loaded,
    one,
    part,
    reads,
    text,
)
from graph.loaders import TRUE, rows_by
from graph.types.arguments import After, Before, First, Last, ShortList, Width
from graph.types.attribute import ProductAttribute
from graph.types.delivery import Delivery, quote
from graph.types.image import DEFAULT_WIDTH, Image, checked, framed_image
from graph.types.language import Translation, translation
from graph.types.lazy import LazyArtisan, LazyCategory, LazyCraft, LazyDistrict, LazyVendor
from graph.types.money import PriceRange
from graph.types.rating import Rating, Review
from graph.types.scalars import CountryCode, DateTime, iso
from graph.types.variant import Variant
from settings import settings

COUNTRIES = {"IN": ("India", "भारत")}
SEO_DESCRIPTION = 155
PAGE_WIDTH = 1200
SEO_READS = (
    "id", "slug", "name_en", "name_hi", "description_en", "description_hi", "district_id",
    "category_id", "artisan_id", "vendor_id", "country_of_origin", "return_days", "rating_sum",
    "rating_count",
)  # fmt: skip


@strawberry.type(description="What was promised about sending the piece back.")
class ReturnPolicy(RowType):
    is_returnable: bool = derived(
        lambda row, _: row.return_days > 0,
        "return_days",
        description="Whether it may come back without a fault.",
    )
    days: int = column("return_days", description="Days after delivery; 0 = not returnable.")

    @strawberry.field(description="The policy, for a person to read.")
    @reads("return_days", "return_reason_en", "return_reason_hi")
    def text(self, info: Info) -> str:
        days, context = self.row.return_days, info.context
        if days:
            return context.choose(
                f"May be returned within {days} days of delivery. A defective, wrong or late piece"
                " is always taken back.",
                f"डिलीवरी के {days} दिन के भीतर लौटाया जा सकता है। दोषपूर्ण, ग़लत या देर से पहुँची"
                " वस्तु हमेशा वापस ली जाती है।",
            )
        reason = context.text(self.row, "return_reason") or ""
        fault = context.choose(
            "A defective, wrong or late piece is always taken back.",
            "दोषपूर्ण, ग़लत या देर से पहुँची वस्तु हमेशा वापस ली जाती है।",
        )
        return f"{reason} {fault}".strip()


@strawberry.type(description="A maker, packer or importer as the label names them.")
class LabelParty:
    name: str = strawberry.field(description="Name.")
    address: str = strawberry.field(description="Full address.")


@strawberry.type(description="Length, width and height.")
class Dimensions:
    length_cm: float = strawberry.field(description="Centimetres.")
    width_cm: float = strawberry.field(description="Centimetres.")
    height_cm: float = strawberry.field(description="Centimetres.")


@strawberry.type(description="What the law wants shown before a pre-packed piece is bought.")
class Declarations(RowType):
    generic_name: str = text("generic_name", description="The common name of the goods.")
    best_before_months: int | None = column(
        "best_before_months", description="Months after packing, for goods that spoil."
    )
    fssai_licence: str | None = column(
        "fssai_licence", description="Food licence of the maker, 14 digits."
    )
    is_vegetarian: bool | None = column(
        "is_vegetarian", description="The green or brown mark of food; null for other goods."
    )
    maker: LabelParty = derived(
        lambda row, _: LabelParty(name=row.maker_name, address=row.maker_address),
        "maker_name",
        "maker_address",
        description="Who made it.",
    )
    packer: LabelParty | None = derived(
        lambda row, _: _party(row.packer_name, row.packer_address),
        "packer_name",
        "packer_address",
        description="Who packed it, when that is somebody else.",
    )
    importer: LabelParty | None = derived(
        lambda row, _: _party(row.importer_name, row.importer_address),
        "importer_name",
        "importer_address",
        description="Who brought it into India, for imported goods.",
    )
    dimensions: Dimensions | None = derived(
        lambda row, _: (
            None
            if row.length_cm is None
            else Dimensions(
                length_cm=float(row.length_cm),
                width_cm=float(row.width_cm or 0),
                height_cm=float(row.height_cm or 0),
            )
        ),
        "length_cm",
        "width_cm",
        "height_cm",
        description="Its size, where that matters.",
    )
    net_quantity: str = derived(
        lambda row, context: context.choose(*quantity_label(row.net_quantity, row.net_unit)),
        "net_quantity",
        "net_unit",
        description="How much one pack of the smallest variant holds, for a person to read.",
    )


def _party(name: str | None, address: str | None) -> LabelParty | None:
    return None if name is None else LabelParty(name=name, address=address or "")


@strawberry.type(description="For search engines and shared links.")
class Seo:
    row: strawberry.Private[Any]
    title: str = strawberry.field(description="The page's title.")
    description: str = strawberry.field(description="The page's description, plain text.")

    @strawberry.field(
        description="JSON-LD of schema.org's Product, to be put into a script element as it is."
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
    return [Image(row=found[key][0], asked=width) if key in found else None for key in ids]


async def pictures(context: Context, ids: list[int], width: int) -> list[list[Image]]:
    """All pictures of each product, in order."""
    checked(width)
    found = await rows_by(models.ProductImage, "product_id", ids, TRUE, "t.position")
    return [[Image(row=row, asked=width) for row in found.get(key, ())] for key in ids]


async def attributes(context: Context, ids: list[int]) -> list[list[ProductAttribute]]:
    return [
        [ProductAttribute.of(row) for row in rows] for rows in await catalogue.attributes_of(ids)
    ]


async def variants(
    context: Context, ids: list[int], names: tuple[str, ...] | None = None
) -> list[list[Variant]]:
    return [[Variant.of(row) for row in rows] for rows in await variants_of(ids, names)]


def brought_variants(text: str) -> list[Variant]:
    return [Variant.of(row) for row in from_json(text)]


async def declarations(context: Context, ids: list[int]) -> list[Declarations | None]:
    found = await rows_by(models.Declaration, "product_id", ids, TRUE, "t.product_id")
    return [Declarations.of(found[key][0]) if key in found else None for key in ids]


async def related(
    context: Context, ids: list[int], first: int, names: tuple[str, ...] | None = None
) -> "list[list[Product]]":
    """Other products of each product's craft. Raises BAD_USER_INPUT for too many."""
    if not 0 <= first <= catalogue.MAX_RELATED:
        raise bad_input(TOO_MANY_RELATED, "first", most=catalogue.MAX_RELATED)
    found = await catalogue.related_to(ids, first, names)
    return [[Product.of(row) for row in rows] for rows in found]


def brought_related(text: str) -> "list[Product]":
    return [Product.of(row) for row in catalogue.related_from_json(text)]


async def wished(context: Context, ids: list[int]) -> list[bool]:
    """Whether each product is on the viewer's wishlist."""
    account_id = context.viewer.person_id
    if account_id is None:
        return [False for _ in ids]
    found = await wishlist.has(account_id, ids)
    return [each in found for each in ids]


WISHED = Own("wished", lambda context: wishlist.on_wishlist_of(context.viewer.person_id))


@strawberry.type(description="A piece of craft, sold in one or more variants.")
class Product(Node):
    slug: str = column("slug", description="The human key, as in the page's address.")
    name: str = text("name", description="The product's name.")
    description: str | None = text("description", description="What it is and how it is made.")
    care_instructions: str | None = text("care", description="How to keep it.")
    is_gi_tagged: bool = column(
        "is_gi_tagged",
        description="Whether its craft is a registered geographical indication of its district.",
    )
    is_available: bool = derived(
        lambda row, _: row.is_available and row.is_on_sale,
        "is_available",
        "is_on_sale",
        description="Whether it is on sale, with a variant in stock or made to order.",
    )

    @strawberry.field(description="Whether it is on the viewer's wishlist; false for a stranger.")
    @batched(wished, own=WISHED)
    async def is_wishlisted(self, info: Info) -> bool:
        found: bool = await loaded(info, wished, self.row.id)
        return found

    is_made_to_order: bool = column(
        "is_made_to_order", description="Whether a variant is made after it is ordered."
    )
    country_of_origin: CountryCode = column(
        "country_of_origin", description="Where it was made, as a code."
    )
    country_of_origin_name: str = derived(
        lambda row, context: context.choose(
            *COUNTRIES.get(row.country_of_origin, (row.country_of_origin,) * 2)
        ),
        "country_of_origin",
        description="Where it was made, for a person to read.",
    )
    published_at: DateTime = derived(
        lambda row, _: iso(row.published_at),
        "published_at",
        description="When it was first shown (UTC).",
    )
    price_range: PriceRange = part("PriceRange", description="What its variants cost.")
    rating: Rating = part("Rating", description="What buyers gave it.")
    return_policy: ReturnPolicy = part(
        "ReturnPolicy", description="What is promised about sending it back."
    )
    district: LazyDistrict = one(
        "District", models.District, "district_id", description="Where the craft comes from."
    )
    craft: LazyCraft = one(
        "Craft", models.Craft, "craft_id", description="The district's product it belongs to."
    )
    category: LazyCategory = one(
        "Category", models.Category, "category_id", description="Where it is browsed."
    )
    artisan: LazyArtisan | None = one(
        "Artisan",
        models.Artisan,
        "artisan_id",
        visible=PUBLIC_ARTISAN,
        description="Who made it; null when the maker did not agree to be shown.",
    )
    sold_by: LazyVendor = one(
        "Vendor", models.Vendor, "vendor_id", description="The seller on the buyer's invoice."
    )
    translation: Translation = translation()

    @strawberry.field(description="The picture on cards.")
    @batched(card_pictures, beside=framed_image("card_"))
    async def image(self, info: Info, width: Width = DEFAULT_WIDTH) -> Image | None:
        found: Image | None = await loaded(info, card_pictures, self.row.id, width=width)
        return found

    @strawberry.field(description="All pictures, in order.")
    @batched(pictures)
    async def images(self, info: Info, width: Width = 1200) -> list[Image]:
        found: list[Image] = await loaded(info, pictures, self.row.id, width=width)
        return found

    @strawberry.field(description="What it has for its category's attributes.")
    @batched(attributes)
    async def attributes(self, info: Info) -> list[ProductAttribute]:
        found: list[ProductAttribute] = await loaded(info, attributes, self.row.id)
        return found

    @strawberry.field(description="What can be put into the cart.")
    @batched(variants, pruned=True, brought=Brought(along, brought_variants))
    async def variants(self, info: Info) -> list[Variant]:
        found: list[Variant] = await loaded(info, variants, self.row.id)
        return found

    @strawberry.field(
        description="What the law wants shown; null until the seller has declared it."
    )
    @batched(declarations)
    async def declarations(self, info: Info) -> Declarations | None:
        found: Declarations | None = await loaded(info, declarations, self.row.id)
        return found

    @strawberry.field(description="What delivery to a PIN code takes; null without one.")
    @reads("id")
    async def delivery(
        self,
        info: Info,
        pincode: Annotated[
            str | None, strawberry.argument(description="Six digits; null gives null.")
        ] = None,
    ) -> Delivery | None:
        return None if pincode is None else await quote(info, self.row.id, pincode)

    @strawberry.field(description="What buyers say, latest first.")
    @reads("id")
    async def reviews(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Review]:
        page: Connection[Review] = await connect(
            info,
            "Review",
            catalogue.shown_reviews(),
            first,
            after,
            last,
            before,
            parent=("product_id", self.row.id),
        )
        return page

    @strawberry.field(description="Other pieces of the same craft, most popular first.")
    @batched(related, pruned=True, brought=Brought(catalogue.related_along, brought_related))
    async def related(
        self, info: Info, first: ShortList = 8
    ) -> list[Annotated["Product", strawberry.lazy("graph.types.product")]]:
        found: list[Product] = await loaded(info, related, self.row.id, first=first)
        return found

    @strawberry.field(description="For search engines and shared links.")
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
