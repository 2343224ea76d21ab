"""A facet: something products differ by, and how many products each choice would leave."""

from dataclasses import dataclass, field
from enum import StrEnum

# Rupees; a bar reaches from one edge up to, not including, the next.
PRICE_EDGES = (0, 250, 500, 1000, 2000, 3000, 5000, 10000, 20000, 50000, 100000)
PAISE_EDGES = [edge * 100 for edge in PRICE_EDGES]
MAX_CHOICES = 200
MAX_ATTRIBUTE_VALUES = 500


class Facet(StrEnum):
    DISTRICTS = "districts"
    CRAFTS = "crafts"
    CATEGORIES = "categories"
    ARTISANS = "artisans"
    VENDORS = "vendors"
    PRICE = "price"
    RATING = "rating"
    GI = "gi"
    AVAILABILITY = "availability"
    MADE_TO_ORDER = "made_to_order"
    COUNTRIES = "countries"
    ATTRIBUTES = "attributes"


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """How many products have a value of an attribute; both by id.

    Several categories may have an attribute of one slug: to shoppers they are one, and so are its
    values of one slug. The id is that of the first.
    """

    attribute_id: int
    value_id: int
    number: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Choices with their numbers, the largest first; keys are ids, codes or true and false."""

    counts: dict[Facet, list[tuple[str, int]]] = field(default_factory=dict)
    attributes: list[AttributeCount] = field(default_factory=list)
