"""Filter and sort order of products."""

from enum import Enum
from typing import Any

import strawberry

from commerce.catalogue import catalogue, product_filter
from commerce.catalogue.facet_specs import SPECS, Facet
from commerce.core.money import to_paise
from graph.types.enums import described_enum
from graph.types.scalars import CountryCode, Decimal


@described_enum("Sort order of products.", of=catalogue.ProductSort)
class ProductSort(Enum):
    RELEVANCE = "Best search match first. Without a search text, the same as POPULAR."
    NEWEST = "Most recently published first."
    OLDEST = "Earliest published first."
    PRICE_ASC = "Lowest price first, by the cheapest variant that can be bought."
    PRICE_DESC = "Highest price first, by the cheapest variant that can be bought."
    POPULAR = "Most visited and bought first."
    RATING = "Highest rated first. Averages of few ratings are adjusted towards 3.5 stars."
    COUNTRY_OF_ORIGIN = "By country code (Legal Metrology rule 6(10A))."


@strawberry.input(
    description="A price range in rupees, by the cheapest variant that can be bought."
)
class PriceFilter:
    min: Decimal | None = strawberry.field(
        default=None, description="Minimum price, inclusive. If omitted, there is no minimum."
    )
    max: Decimal | None = strawberry.field(
        default=None, description="Maximum price, inclusive. If omitted, there is no maximum."
    )


@strawberry.input(description="An attribute with one or more accepted values.")
class AttributeFilter:
    attribute: str = strawberry.field(description="Slug of the attribute.")
    values: list[str] = strawberry.field(description="Slugs of the accepted values.")


@strawberry.input(
    description="Filter for products. All fields must match; within a list, any value"
    " matches. Omitted or empty fields have no effect."
)
class ProductFilter:
    districts: list[str] | None = strawberry.field(
        default=None, description="Slugs of the districts of origin."
    )
    crafts: list[str] | None = strawberry.field(default=None, description="Slugs of crafts.")
    categories: list[str] | None = strawberry.field(
        default=None, description="Slugs of categories."
    )
    kinds: list[str] | None = strawberry.field(
        default=None, description="Slugs of kinds of goods, for example padlock."
    )
    artisans: list[str] | None = strawberry.field(default=None, description="Slugs of artisans.")
    vendors: list[str] | None = strawberry.field(default=None, description="Slugs of vendors.")
    price: PriceFilter | None = strawberry.field(
        default=None, description="Price range of the cheapest variant that can be bought."
    )
    is_gi_tagged: bool | None = strawberry.field(
        default=None,
        description="Whether the product may bear a geographical indication (GI).",
    )
    is_available: bool | None = strawberry.field(
        default=None, description="Whether at least one variant is in stock or made to order."
    )
    is_made_to_order: bool | None = strawberry.field(
        default=None, description="Whether at least one variant is made to order."
    )
    rating_at_least: int | None = strawberry.field(
        default=None, description="Minimum average rating, 1 to 5 stars."
    )
    attributes: list[AttributeFilter] | None = strawberry.field(
        default=None,
        description="Attributes, for example fabric or finish. All entries must match, even"
        " for the same attribute; within an entry, any value matches.",
    )
    countries_of_origin: list[CountryCode] | None = strawberry.field(
        default=None, description="Codes of the countries of origin."
    )

    def decoded(self) -> product_filter.ProductFilter:
        """The filter for rules. Raises BadInput for malformed amounts and too many values."""
        price = self.price or PriceFilter()
        return product_filter.ProductFilter(
            **{
                name: _selected(name, value)
                for name in PARTS
                if (value := getattr(self, name)) is not None
            },
            attributes=tuple(map(_attribute, self.attributes or ())),
            price_min=_paise("min", price.min),
            price_max=_paise("max", price.max),
        )


# The parts that have the same name and values for rules.
PARTS = [spec.part for spec in SPECS if spec.facet is not Facet.PRICE]


def _selected(name: str, value: Any) -> Any:
    return _some(name, value) if isinstance(value, list) else value


def _attribute(choice: AttributeFilter) -> product_filter.AttributeChoice:
    (slug,) = _some("attributes", [choice.attribute])
    return product_filter.AttributeChoice(slug, _some("attributes", choice.values))


def _some(name: str, values: list[str]) -> tuple[str, ...]:
    return product_filter.choices(tuple(values), ("filter", name))


def _paise(name: str, amount: Decimal | None) -> int | None:
    return None if amount is None else to_paise(amount, ("filter", "price", name))
