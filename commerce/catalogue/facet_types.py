"""Types and limits of facet counts: how many products each choice of a facet would leave."""

from dataclasses import dataclass, field

from commerce.catalogue.facet_specs import Facet

MAX_CHOICES = 200
MAX_ATTRIBUTE_VALUES = 500


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """The number of products with an attribute value, both by id.

    Attributes of several categories with one slug are one to shoppers, and so are their values with
    one slug; the id is the first one's.
    """

    attribute_id: int
    value_id: int
    number: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Choices with their numbers, largest first; keys are ids, codes, "true" or "false"."""

    counts: dict[Facet, list[tuple[str, int]]] = field(default_factory=dict)
    attributes: list[AttributeCount] = field(default_factory=list)
