"""Attributes of categories and of products."""

from enum import Enum

import strawberry

import models
from graph.context import Info
from graph.fields import RowType, column, derived, many, text


@strawberry.enum(description="What an attribute's value is.")
class AttributeKind(Enum):
    CHOICE = strawberry.enum_value(models.AttributeKind.CHOICE, description="One of a list.")
    NUMBER = strawberry.enum_value(
        models.AttributeKind.NUMBER, description="A number, with a unit."
    )
    TEXT = strawberry.enum_value(models.AttributeKind.TEXT, description="Free words.")
    BOOLEAN = strawberry.enum_value(models.AttributeKind.BOOLEAN, description="Yes or no.")


@strawberry.type(description="One of the values an attribute may have.")
class AttributeOption(RowType):
    slug: str = column("slug", description="What filters name it by.")
    label: str = text("label", description="What a person reads.")


@strawberry.type(description="Something buyers compare in a category, such as the fabric.")
class AttributeDefinition(RowType):
    slug: str = column("slug", description="What filters name it by.")
    name: str = text("name", description="What a person reads.")
    kind: AttributeKind = derived(
        lambda row, _: AttributeKind(models.AttributeKind(row.kind)),
        "kind",
        description="What its values are.",
    )
    unit: str | None = text("unit", description="The unit of a NUMBER.")
    options: list[AttributeOption] = many(
        "AttributeOption",
        models.AttributeValue,
        "attribute_id",
        "t.position",
        description="The values of a CHOICE.",
    )


@strawberry.type(description="What a product has for an attribute of its category.")
class ProductAttribute(RowType):
    slug: str = column("slug", description="The attribute's slug.")
    name: str = text("name", description="The attribute's name.")
    value_slug: str | None = column(
        "value_slug", description="The slug of the value, when it is one of a list."
    )

    @strawberry.field(description="The value, as a person reads it, with its unit.")
    def value(self, info: Info) -> str:
        row, context = self.row, info.context
        if row.boolean is not None:
            return context.choose("Yes", "हाँ") if row.boolean else context.choose("No", "नहीं")
        if row.number is not None:
            number = f"{row.number.normalize():f}"
            unit = context.text(row, "unit")
            return f"{number} {unit}" if unit else number
        return context.text(row, "label") or context.text(row, "text") or ""
