"""What a shopper narrows products by."""

from dataclasses import dataclass, field
from typing import NamedTuple

from commerce.core.errors import BadInput
from commerce.core.visibility import PUBLIC_ARTISAN
from database.sql import Sql, joined

MAX_CHOICES = 100
MAX_ATTRIBUTES = 20
# Beyond these, conditions on attributes are looked at row by row: the planner weighs every order
# of the joins they would become.
MAX_JOINED_ATTRIBUTES = 3
MAX_REMEMBERED_CHARACTERS = 1_000


def choices(values: tuple[str, ...], path: tuple[str, ...]) -> tuple[str, ...]:
    """`values` when they can be slugs. Raises BadInput for far too many."""
    if len(values) > MAX_CHOICES:
        raise BadInput(
            f"Choose at most {MAX_CHOICES} values.",
            f"अधिकतम {MAX_CHOICES} विकल्प चुने जा सकते हैं।",
            path,
        )
    for value in values:
        if len(value) > 200:
            raise BadInput("This slug is not valid.", "यह वेब पता मान्य नहीं है।", path)
    return values


# How the part of a filter that an attribute is begins, before its slug.
OF_ATTRIBUTE = "attribute:"
# Every value of an attribute with the first attribute, and the first value there, of its slugs:
# several categories may have an attribute of one slug, which is one to shoppers.
ONE_A_SLUG = (
    "SELECT av.id, a.slug, min(a.id) OVER (PARTITION BY a.slug) AS attribute_id,"
    " min(av.id) OVER (PARTITION BY a.slug, av.slug) AS first_id"
    " FROM attribute_value av JOIN attribute a ON a.id = av.attribute_id"
)


@dataclass(frozen=True, slots=True)
class AttributeChoice:
    """An attribute and the values of it that will do; both by slug."""

    attribute: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """AND between the parts, OR within one. An empty part asks for nothing."""

    districts: tuple[str, ...] = ()
    crafts: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    artisans: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    attributes: tuple[AttributeChoice, ...] = ()
    countries_of_origin: tuple[str, ...] = ()
    price_min: int | None = None
    price_max: int | None = None
    rating_at_least: int | None = None
    is_gi_tagged: bool | None = None
    is_available: bool | None = None
    is_made_to_order: bool | None = None
    # Whether it is worth remembering what was made of it.
    is_short: bool = field(init=False, repr=False, compare=False)
    # What it is looked up by, several times in one request.
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lists = (self.districts, self.crafts, self.categories, self.artisans, self.vendors)
        more = (self.attributes, self.countries_of_origin, self.price_min, self.price_max)
        flags = (self.is_gi_tagged, self.is_available, self.is_made_to_order)
        number = hash((lists, more, self.rating_at_least, flags))
        object.__setattr__(self, "_hash", number)
        object.__setattr__(self, "is_short", self._characters() <= MAX_REMEMBERED_CHARACTERS)

    def __hash__(self) -> int:
        return self._hash

    def _characters(self) -> int:
        characters = 0
        for part in (self.districts, self.crafts, self.categories, self.artisans, self.vendors):
            for slug in part:
                characters += len(slug)
        for choice in self.attributes:
            characters += len(choice.attribute) + sum(map(len, choice.values))
        return characters

    def conditions(self, *, is_linked: bool = False) -> dict[str, Sql]:
        """One condition a part that asks for something, by the part's name.

        For the products of a noun, or of many, they are `is_linked`: its own index finds these.
        Raises BadInput when a part contradicts itself.
        """
        self.check()
        found = {
            part: of_nouns(column, table, slugs)
            for part, column, table, slugs in (
                ("districts", "district_id", "district", self.districts),
                ("crafts", "craft_id", "craft", self.crafts),
                ("categories", "category_id", "category", self.categories),
                ("artisans", "artisan_id", "artisan", self.artisans),
                ("vendors", "vendor_id", "vendor", self.vendors),
            )
            if slugs
        }
        found |= {
            f"{OF_ATTRIBUTE}{choice.attribute}": _with_attribute(
                choice, is_joined=place < MAX_JOINED_ATTRIBUTES
            )
            for place, choice in enumerate(self.attribute_choices())
        }
        if price := self._price(is_linked):
            found["price"] = price
        if self.countries_of_origin:
            found["countries"] = Sql(
                "t.country_of_origin = ANY({}::text[])", (self.countries_of_origin,)
            )
        if self.rating_at_least is not None:
            found["rating"] = Sql(
                "t.rating_count > 0 AND t.rating_sum >= {}::int * t.rating_count",
                (self.rating_at_least,),
            )
        for part, column, value in (
            ("gi", "is_gi_tagged", self.is_gi_tagged),
            ("availability", "is_available", self.is_available),
            ("made_to_order", "is_made_to_order", self.is_made_to_order),
        ):
            if value is not None:
                found[part] = Sql(f"t.{column} = {{}}::bool", (value,))
        return found

    def attribute_choices(self) -> list[AttributeChoice]:
        """One choice an attribute that something is asked of: entries of the same one all fit.

        A product has one value of an attribute, so that of two entries the values of both remain.
        """
        found: dict[str, tuple[str, ...]] = {}
        for choice in self.attributes:
            if choice.values:
                before = found.get(choice.attribute, choice.values)
                found[choice.attribute] = tuple(v for v in choice.values if v in before)
        return [AttributeChoice(attribute, values) for attribute, values in found.items()]

    def check(self) -> None:
        """Raises BadInput when a part contradicts itself or has too many attributes."""
        if len(self.attributes) > MAX_ATTRIBUTES:
            raise BadInput(
                f"Choose at most {MAX_ATTRIBUTES} attributes.",
                f"अधिकतम {MAX_ATTRIBUTES} विशेषताएँ चुनी जा सकती हैं।",
                ("filter", "attributes"),
            )
        if (
            self.price_min is not None
            and self.price_max is not None
            and self.price_min > self.price_max
        ):
            raise BadInput(
                "The minimum price is higher than the maximum price.",
                "न्यूनतम दाम अधिकतम दाम से ज़्यादा है।",
                ("filter", "price"),
            )
        if self.rating_at_least is not None and not 1 <= self.rating_at_least <= 5:
            raise BadInput(
                "The rating must be between 1 and 5.",
                "रेटिंग 1 से 5 के बीच होती है।",
                ("filter", "rating_at_least"),
            )

    def _price(self, is_linked: bool) -> Sql | None:
        # An expression has no index, or that of prices would be read whole for each noun.
        column = "(t.min_price_paise + 0)" if is_linked else "t.min_price_paise"
        bounds = [
            Sql(f"{column} {sign} {{}}::bigint", (value,))
            for sign, value in ((">=", self.price_min), ("<=", self.price_max))
            if value is not None
        ]
        return joined(" AND ", bounds) if bounds else None


def of_nouns(column: str, table: str, slugs: tuple[str, ...]) -> Sql:
    # Who did not agree to be shown is not found by name either.
    seen = f" AND {PUBLIC_ARTISAN.text.replace('t.', 'n.')}" if table == "artisan" else ""
    ids = f"SELECT n.id FROM {table} n WHERE n.slug = ANY({{}}::text[]){seen}"
    return Sql(f"t.{column} = ANY(ARRAY({ids}))", (slugs,))


def _with_attribute(choice: AttributeChoice, *, is_joined: bool) -> Sql:
    # The ids are found once, before any product is looked at.
    ids = (
        "SELECT av.id FROM attribute_value av JOIN attribute a ON a.id = av.attribute_id"
        " WHERE a.slug = {}::text AND av.slug = ANY({}::text[])"
    )
    return Sql(
        "EXISTS (SELECT FROM product_attribute pa"
        f" WHERE pa.product_id = t.id AND pa.value_id = ANY(ARRAY({ids}))"
        f"{'' if is_joined else ' OFFSET 0'})",
        (choice.attribute, choice.values),
    )


NO_FILTER = ProductFilter()


class Scope(NamedTuple):
    """The noun whose products a list is of: one of a product's columns, and the id there."""

    column: str
    row_id: int

    @property
    def condition(self) -> Sql:
        return Sql(f"t.{self.column} = {{}}::int", (self.row_id,))
