"""Facets of a page of products."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import strawberry
from strawberry.utils.str_converters import to_camel_case

import models
from commerce.catalogue.facet_specs import PRICE_EDGES, SPEC_OF, Facet
from commerce.catalogue.facet_types import Facets
from commerce.core.visibility import PUBLIC_ARTISAN
from graph.access import public_type
from graph.context import Info
from graph.fields.field_types import column, to_one
from graph.fields.row_types import SHAPES, RowType
from graph.types.catalogue.attribute import AttributeDefinition, AttributeOption
from graph.types.lazy import (
    LazyArtisan,
    LazyCategory,
    LazyCraft,
    LazyDistrict,
    LazyKind,
    LazyVendor,
)
from graph.types.money import Money
from graph.types.scalars import CountryCode

NUMBER = "Number of products with this selection."

Flag = TypeVar("Flag")


class Count(NamedTuple):
    """The id of a noun and its number of products."""

    key: int
    number: int


Noun = TypeVar("Noun", bound=RowType[Count])


@public_type(description="A district and its number of products.")
class DistrictCount(RowType[Count]):
    district: LazyDistrict = to_one("District", models.District, "key", description="The district.")
    count: int = column("number", description=NUMBER)


@public_type(description="A craft and its number of products.")
class CraftCount(RowType[Count]):
    craft: LazyCraft = to_one("Craft", models.Craft, "key", description="The craft.")
    count: int = column("number", description=NUMBER)


@public_type(description="A category and its number of products.")
class CategoryCount(RowType[Count]):
    category: LazyCategory = to_one("Category", models.Category, "key", description="The category.")
    count: int = column("number", description=NUMBER)


@public_type(description="A kind of goods and its number of products.")
class KindCount(RowType[Count]):
    kind: LazyKind = to_one("Kind", models.Kind, "key", description="The kind.")
    count: int = column("number", description=NUMBER)


@public_type(description="An artisan and the number of their products.")
class ArtisanCount:
    artisan: LazyArtisan = strawberry.field(description="The artisan.")
    count: int = strawberry.field(description=NUMBER)


@public_type(description="A vendor and its number of products.")
class VendorCount(RowType[Count]):
    vendor: LazyVendor = to_one("Vendor", models.Vendor, "key", description="The vendor.")
    count: int = column("number", description=NUMBER)


@public_type(
    name="PriceBucket",
    description="A price range of the histogram, by each product's cheapest variant that can be"
    " bought.",
)
class PriceBucket:
    from_: Money = strawberry.field(name="from", description="Lower bound, inclusive.")
    to: Money | None = strawberry.field(
        description="Upper bound, exclusive. Null for the last range."
    )
    count: int = strawberry.field(description="Number of products in this price range.")


@public_type(description="Product count with or without a geographical indication (GI).")
class GiTaggedCount:
    is_gi_tagged: bool = strawberry.field(description="Whether the products may bear a GI.")
    count: int = strawberry.field(description=NUMBER)


@public_type(description="Product count for available or unavailable products.")
class AvailabilityCount:
    is_available: bool = strawberry.field(description="Whether the products can be ordered.")
    count: int = strawberry.field(description=NUMBER)


@public_type(description="Product count for made-to-order or other products.")
class MadeToOrderCount:
    is_made_to_order: bool = strawberry.field(description="Whether the products are made to order.")
    count: int = strawberry.field(description=NUMBER)


@public_type(description="Product count for a minimum average rating.")
class RatingCount:
    at_least: int = strawberry.field(description="Minimum average rating in stars, 1 to 5.")
    count: int = strawberry.field(description=NUMBER)


@public_type(description="A country of origin and its number of products.")
class CountryCount:
    country: CountryCode = strawberry.field(description="Country code.")
    count: int = strawberry.field(description=NUMBER)


@public_type(description="An attribute value and its number of products.")
class AttributeValueCount:
    option: AttributeOption = strawberry.field(description="The value.")
    count: int = strawberry.field(description=NUMBER)


@public_type(description="An attribute with the number of products for each value.")
class AttributeFacet:
    attribute: AttributeDefinition = strawberry.field(description="The attribute.")
    values: list[AttributeValueCount] = strawberry.field(
        description="Values of the attribute, most products first."
    )


# The facet that a field of ProductFacets is made of, by the field's name.
FACET_OF_FIELD: dict[str, Facet] = {}


def counts_of(facet: Facet, description: str) -> Callable[[Callable[..., Any]], Any]:
    """A field of ProductFacets that needs a facet's counts."""

    def mark(method: Callable[..., Any]) -> Any:
        FACET_OF_FIELD[to_camel_case(method.__name__)] = facet
        return strawberry.field(description=description)(method)

    return mark


@public_type(
    description="Filter options with product counts. The counts of a facet ignore its own"
    " selection."
)
class ProductFacets:
    found: strawberry.Private[Facets]

    def _counts(self, facet: Facet) -> list[tuple[str, int]]:
        return self.found.counts.get(facet, [])

    def _nouns(self, facet: Facet, kind: type[Noun]) -> list[Noun]:
        return [kind.of(Count(int(key), number)) for key, number in self._counts(facet)]

    def _flags(self, facet: Facet, kind: type[Flag]) -> list[Flag]:
        flag = SPEC_OF[facet].part
        return [
            kind(**{flag: key == "true", "count": number}) for key, number in self._counts(facet)
        ]

    @counts_of(Facet.DISTRICTS, "Districts, most products first.")
    def districts(self) -> list[DistrictCount]:
        return self._nouns(Facet.DISTRICTS, DistrictCount)

    @counts_of(Facet.CRAFTS, "Crafts, most products first.")
    def crafts(self) -> list[CraftCount]:
        return self._nouns(Facet.CRAFTS, CraftCount)

    @counts_of(Facet.CATEGORIES, "Categories, most products first.")
    def categories(self) -> list[CategoryCount]:
        return self._nouns(Facet.CATEGORIES, CategoryCount)

    @counts_of(Facet.KINDS, "Kinds of goods, most products first, at most 200.")
    def kinds(self) -> list[KindCount]:
        return self._nouns(Facet.KINDS, KindCount)

    @counts_of(Facet.ARTISANS, "Artisans with a public profile, at most 200.")
    async def artisans(self, info: Info) -> list[ArtisanCount]:
        counts = self._counts(Facet.ARTISANS)
        loaders = info.context.loaders
        rows = await loaders.rows(
            models.Artisan, PUBLIC_ARTISAN, "id", [int(key) for key, _ in counts]
        )
        shape = SHAPES["Artisan"]
        return [
            ArtisanCount(artisan=cast("Any", shape.of(row)), count=number)
            for row, (_, number) in zip(rows, counts, strict=True)
            if row is not None
        ]

    @counts_of(Facet.VENDORS, "Vendors, most products first.")
    def vendors(self) -> list[VendorCount]:
        return self._nouns(Facet.VENDORS, VendorCount)

    @counts_of(Facet.PRICE, "Number of products by price range.")
    def price_histogram(self) -> list[PriceBucket]:
        counts = {int(key): number for key, number in self._counts(Facet.PRICE)}
        ends = (*PRICE_EDGES[1:], None)
        return [
            PriceBucket(
                from_=Money.of(start * 100),
                to=None if end is None else Money.of(end * 100),
                count=counts.get(place, 0),
            )
            for place, (start, end) in enumerate(zip(PRICE_EDGES, ends, strict=True), start=1)
        ]

    @counts_of(Facet.GI, "Product counts with and without a geographical indication (GI).")
    def gi_tagged(self) -> list[GiTaggedCount]:
        return self._flags(Facet.GI, GiTaggedCount)

    @counts_of(Facet.AVAILABILITY, "Product counts by availability.")
    def availability(self) -> list[AvailabilityCount]:
        return self._flags(Facet.AVAILABILITY, AvailabilityCount)

    @counts_of(Facet.MADE_TO_ORDER, "Product counts for made-to-order and other products.")
    def made_to_order(self) -> list[MadeToOrderCount]:
        return self._flags(Facet.MADE_TO_ORDER, MadeToOrderCount)

    @counts_of(
        Facet.RATING, "Average ratings, five stars first. Each count includes all higher ratings."
    )
    def ratings(self) -> list[RatingCount]:
        stars = {int(key): number for key, number in self._counts(Facet.RATING)}
        return [
            RatingCount(at_least=least, count=sum(n for star, n in stars.items() if star >= least))
            for least in range(5, 0, -1)
        ]

    @counts_of(Facet.COUNTRIES, "Countries of origin (Legal Metrology rule 6(10A)).")
    def countries_of_origin(self) -> list[CountryCount]:
        return [
            CountryCount(country=CountryCode(key), count=number)
            for key, number in self._counts(Facet.COUNTRIES)
        ]

    @counts_of(
        Facet.ATTRIBUTES,
        "Attributes with a list of values, for example fabric or finish."
        " Attributes with the same slug are combined across categories.",
    )
    async def attributes(self, info: Info) -> list[AttributeFacet]:
        loaders = info.context.loaders
        counts = self.found.attributes
        definitions = await loaders.row(models.Attribute).load_many(
            list(dict.fromkeys(count.attribute_id for count in counts))
        )
        options = await loaders.row(models.AttributeValue).load_many(
            [count.value_id for count in counts]
        )
        counted = list(zip(counts, options, strict=True))
        return [
            AttributeFacet(
                attribute=AttributeDefinition.of(definition),
                values=[
                    AttributeValueCount(option=AttributeOption.of(option), count=count.number)
                    for count, option in counted
                    if option is not None and count.attribute_id == definition.id
                ],
            )
            for definition in definitions
            if definition is not None
        ]
