"""Attributes of categories and of products."""

from enum import Enum

import strawberry

import models
from commerce.catalogue.catalogue import AttributeRow
from graph.access import public_type
from graph.context import Info
from graph.fields.field_types import column, computed, text, to_many
from graph.fields.row_types import RowType
from graph.types.enums import described_enum


@described_enum("Data type of an attribute.", of=models.AttributeKind)
class AttributeKind(Enum):
    CHOICE = "One value of a fixed list."
    NUMBER = "A number with a unit."
    TEXT = "Free text."
    BOOLEAN = "Yes or no."


@public_type(description="A possible value of an attribute.")
class AttributeOption(RowType[models.AttributeValue]):
    slug: str = column("slug", description="Slug for use in filters.")
    label: str = text("label", description="Display name of the value.")


@public_type(
    description="A product attribute that shoppers compare within a category, for example"
    " the fabric."
)
class AttributeDefinition(RowType[models.Attribute]):
    slug: str = column("slug", description="Slug for use in filters.")
    name: str = text("name", description="Display name of the attribute.")
    kind: AttributeKind = computed(
        lambda row, _: AttributeKind(models.AttributeKind(row.kind)),
        "kind",
        description="Data type of the attribute.",
    )
    unit: str | None = text(
        "unit", description="Unit of a NUMBER attribute. Null if there is none."
    )
    options: list[AttributeOption] = to_many(
        "AttributeOption",
        models.AttributeValue,
        "attribute_id",
        "t.position",
        description="Possible values of a CHOICE attribute. Empty for other types.",
    )


@public_type(description="The value of an attribute for a product.")
class ProductAttribute(RowType[AttributeRow]):
    slug: str = column("slug", description="Slug of the attribute.")
    name: str = text("name", description="Display name of the attribute.")
    value_slug: str | None = column(
        "value_slug", description="Slug of the value. Null unless the attribute is a CHOICE."
    )

    @strawberry.field(description="Display text of the value, including its unit.")
    def value(self, info: Info) -> str:
        row, context = self.row, info.context
        if row.boolean is not None:
            return context.choose("Yes", "हाँ") if row.boolean else context.choose("No", "नहीं")
        if row.number is not None:
            number = f"{row.number.normalize():f}"
            unit = context.text(row, "unit")
            return f"{number} {unit}" if unit else number
        return context.text(row, "label") or context.text(row, "text") or ""
