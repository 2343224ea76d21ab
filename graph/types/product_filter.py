"""What a page of products may be narrowed and ordered by."""

from enum import Enum

import strawberry

from commerce.catalogue import catalogue, product_filter
from commerce.core.money import to_paise
from graph.types.scalars import CountryCode, Decimal


@strawberry.enum(description="How a page of products is ordered.")
class ProductSort(Enum):
    RELEVANCE = strawberry.enum_value(
        catalogue.ProductSort.RELEVANCE,
        description="Best match of the search first; without a search the same as POPULAR.",
    )
    NEWEST = strawberry.enum_value(
        catalogue.ProductSort.NEWEST, description="Latest published first."
    )
    OLDEST = strawberry.enum_value(
        catalogue.ProductSort.OLDEST, description="Earliest published first."
    )
    PRICE_ASC = strawberry.enum_value(
        catalogue.ProductSort.PRICE_ASC, description="Lowest price first, by the cheapest variant."
    )
    PRICE_DESC = strawberry.enum_value(
        catalogue.ProductSort.PRICE_DESC,
        description="Highest price first, by the cheapest variant.",
    )
    POPULAR = strawberry.enum_value(
        catalogue.ProductSort.POPULAR, description="Most visited and bought first."
    )
    RATING = strawberry.enum_value(
        catalogue.ProductSort.RATING,
        description="Best rated first; few ratings are steadied towards 3.5 stars.",
    )
    COUNTRY_OF_ORIGIN = strawberry.enum_value(
        catalogue.ProductSort.COUNTRY_OF_ORIGIN,
        description="By the country's code (Legal Metrology rule 6(10A)).",
    )


@strawberry.input(description="A range of prices in rupees, by the cheapest variant.")
class PriceFilter:
    min: Decimal | None = strawberry.field(
        default=None, description="The least price, itself included."
    )
    max: Decimal | None = strawberry.field(
        default=None, description="The greatest price, itself included."
    )


@strawberry.input(description="One attribute and its values, any of which will do.")
class AttributeFilter:
    attribute: str = strawberry.field(description="The attribute's slug.")
    values: list[str] = strawberry.field(description="Slugs of values.")


@strawberry.input(
    description="AND between the fields, OR within a list. An absent or empty field asks nothing."
)
class ProductFilter:
    districts: list[str] | None = strawberry.field(
        default=None, description="Slugs of districts the piece comes from."
    )
    crafts: list[str] | None = strawberry.field(default=None, description="Slugs of crafts.")
    categories: list[str] | None = strawberry.field(
        default=None, description="Slugs of categories."
    )
    artisans: list[str] | None = strawberry.field(default=None, description="Slugs of artisans.")
    vendors: list[str] | None = strawberry.field(default=None, description="Slugs of vendors.")
    price: PriceFilter | None = strawberry.field(
        default=None, description="What the cheapest variant may cost."
    )
    is_gi_tagged: bool | None = strawberry.field(
        default=None, description="Whether the craft is a registered geographical indication."
    )
    is_available: bool | None = strawberry.field(
        default=None, description="Whether a variant is in stock or made to order."
    )
    is_made_to_order: bool | None = strawberry.field(
        default=None, description="Whether a variant is made after it is ordered."
    )
    rating_at_least: int | None = strawberry.field(
        default=None, description="The least average rating, 1 to 5 stars."
    )
    attributes: list[AttributeFilter] | None = strawberry.field(
        default=None,
        description="Attributes such as fabric or finish. All entries must fit, of the"
        " same attribute too; several values in one entry mean any of them.",
    )
    countries_of_origin: list[CountryCode] | None = strawberry.field(
        default=None, description="Countries the piece was made in."
    )

    def decoded(self) -> product_filter.ProductFilter:
        """For the rules. Raises BadInput for amounts that are none and lists that are absurd."""
        price = self.price or PriceFilter()
        return product_filter.ProductFilter(
            districts=_some("districts", self.districts),
            crafts=_some("crafts", self.crafts),
            categories=_some("categories", self.categories),
            artisans=_some("artisans", self.artisans),
            vendors=_some("vendors", self.vendors),
            attributes=tuple(
                product_filter.AttributeChoice(
                    _some("attributes", [choice.attribute])[0], _some("attributes", choice.values)
                )
                for choice in self.attributes or []
            ),
            countries_of_origin=_some("countriesOfOrigin", self.countries_of_origin),
            price_min=_paise("min", price.min),
            price_max=_paise("max", price.max),
            rating_at_least=self.rating_at_least,
            is_gi_tagged=self.is_gi_tagged,
            is_available=self.is_available,
            is_made_to_order=self.is_made_to_order,
        )


def _some(name: str, values: list[str] | list[CountryCode] | None) -> tuple[str, ...]:
    return product_filter.choices(tuple(values or ()), ("filter", name))


def _paise(name: str, amount: Decimal | None) -> int | None:
    return None if amount is None else to_paise(amount, ("filter", "price", name))
