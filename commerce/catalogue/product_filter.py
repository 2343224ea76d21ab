"""The filter of a list of products."""

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, NamedTuple

from commerce.core.errors import BadInput
from commerce.core.visibility import PUBLIC_ARTISAN, of_alias
from database.sql import Sql

MAX_CHOICES = 100
MAX_ATTRIBUTES = 20
MAX_STARS = 5
# More attribute conditions than these are evaluated row by row: as joins, the planner would compare
# every order of them.
MAX_JOINED_ATTRIBUTES = 3
MAX_REMEMBERED_CHARACTERS = 1_000


def choices(values: tuple[str, ...], path: tuple[str, ...]) -> tuple[str, ...]:
    """The values if they can be slugs. Raises BadInput for a malformed one or too many."""
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


# Prefix of the facet of an attribute, before its slug.
ATTRIBUTE_PREFIX = "attribute:"
# Every attribute value with the first attribute of its slug and the first value of its slug there:
# attributes of several categories with one slug are one to shoppers.
VALUES_MERGED_BY_SLUG = (
    "SELECT av.id, a.slug, min(a.id) OVER (PARTITION BY a.slug) AS attribute_id,"
    " min(av.id) OVER (PARTITION BY a.slug, av.slug) AS first_id"
    " FROM attribute_value av JOIN attribute a ON a.id = av.attribute_id"
)


@dataclass(frozen=True, slots=True)
class AttributeChoice:
    """An attribute and its accepted values, by slug."""

    attribute: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """AND between the parts, OR within one. An empty part has no effect."""

    districts: tuple[str, ...] = ()
    crafts: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
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
    # Whether results for it may be cached.
    is_short: bool = field(init=False, repr=False, compare=False)
    # Computed once: it is looked up several times in one request.
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        values = VALUES_OF(self)
        object.__setattr__(self, "_hash", hash(values))
        characters = sum(map(_characters, filter(None, values)))
        object.__setattr__(self, "is_short", characters <= MAX_REMEMBERED_CHARACTERS)

    def __hash__(self) -> int:
        return self._hash

    @property
    def price(self) -> tuple[int | None, int | None] | None:
        """The bounds of the price in paise, both included; None without any."""
        bounds = self.price_min, self.price_max
        return None if bounds == (None, None) else bounds

    def attribute_conditions(self) -> dict[str, Sql]:
        """One condition for each selected attribute, by ATTRIBUTE_PREFIX and its slug."""
        return {
            f"{ATTRIBUTE_PREFIX}{choice.attribute}": _with_attribute(
                choice, is_joined=place < MAX_JOINED_ATTRIBUTES
            )
            for place, choice in enumerate(self.attribute_choices())
        }

    def attribute_choices(self) -> list[AttributeChoice]:
        """One choice for each selected attribute: repeated entries for one must all match.

        A product has one value of an attribute, so values in all entries remain.
        """
        found: dict[str, tuple[str, ...]] = {}
        for choice in self.attributes:
            if choice.values:
                before = found.get(choice.attribute, choice.values)
                found[choice.attribute] = tuple(v for v in choice.values if v in before)
        return [AttributeChoice(attribute, values) for attribute, values in found.items()]

    def check(self) -> None:
        """Raise BadInput for contradicting bounds or too many attributes."""
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
        if self.rating_at_least is not None and not 1 <= self.rating_at_least <= MAX_STARS:
            raise BadInput(
                "The rating must be between 1 and 5.",
                "रेटिंग 1 से 5 के बीच होती है।",
                ("filter", "rating_at_least"),
            )


VALUES_OF = attrgetter(*[each.name for each in fields(ProductFilter) if each.compare])


def _characters(value: Any) -> int:
    """The number of letters in the slugs of a part."""
    if isinstance(value, AttributeChoice):
        return len(value.attribute) + _characters(value.values)
    if isinstance(value, tuple):
        return sum(map(_characters, value))
    return len(value) if isinstance(value, str) else 0


def of_nouns(column: str, table: str, slugs: tuple[str, ...]) -> Sql:
    # Artisans without a public profile are not found by their slug either.
    seen = f" AND {of_alias(PUBLIC_ARTISAN, 'n')}" if table == "artisan" else ""
    ids = f"SELECT n.id FROM {table} n WHERE n.slug = ANY({{}}::text[]){seen}"
    return Sql(f"t.{column} = ANY(ARRAY({ids}))", (slugs,))


def _with_attribute(choice: AttributeChoice, *, is_joined: bool) -> Sql:
    # The ids are evaluated once, before the products.
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
    """The noun whose products a list is of: a column of product and an id."""

    column: str
    row_id: int

    @property
    def condition(self) -> Sql:
        return Sql(f"t.{self.column} = {{}}::int", (self.row_id,))
