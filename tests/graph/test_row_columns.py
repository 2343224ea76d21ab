"""Declared columns that a row lacks are found at start."""

from typing import Any

import pytest
import strawberry
from graphql import GraphQLSchema

import models
from graph.access import field, public_type
from graph.fields import row_types
from graph.fields.field_types import batched, column, computed, reads, text, to_many, to_one
from graph.fields.row_columns import UnknownColumnError, check_columns
from graph.fields.row_types import RowType
from graph.schema import schema
from graph.types.catalogue.image import image_column


@pytest.fixture(autouse=True)
def declared_types(monkeypatch: pytest.MonkeyPatch) -> None:
    """Types of a test are forgotten after it."""
    for name in ("SHAPES", "ROWS", "EXTRA_COLUMNS"):
        monkeypatch.setattr(row_types, name, table := dict(getattr(row_types, name)))
        monkeypatch.setattr(f"graph.fields.row_columns.{name}", table, raising=False)


def schema_with(kind: type) -> GraphQLSchema:
    def find() -> Any: ...

    find.__annotations__["return"] = kind
    query = type("Query", (), {"found": strawberry.field(resolver=find)})
    made: GraphQLSchema = strawberry.Schema(query=strawberry.type(query))._schema
    return made


def complaints(kind: type) -> list[str]:
    with pytest.raises(UnknownColumnError) as error:
        check_columns(schema_with(kind))
    return str(error.value).splitlines()


async def _found(context: Any, ids: list[int]) -> list[Any]:
    return ids


def test_every_declared_column_exists() -> None:
    check_columns(schema.core)


def test_missing_columns_are_reported_with_type_and_field() -> None:
    @public_type(description="A craft.")
    class Wrong(RowType[models.Craft]):
        slug: str = column("slgu", description="Wrong.")
        name: str = text("nmae", description="Wrong.")
        region: str = computed(lambda row, _: row.regoin, "slug", "regoin", description="Wrong.")
        story: str = column("stroy", as_type="Wrong", description="Wrong.")

        number: int = field(reads("id", "slgu")(lambda root: 1), description="Wrong.")
        image: int = field(
            batched(_found, column=image_column("cadr_"))(lambda root: 1), description="Wrong."
        )

    assert complaints(Wrong) == [
        "Wrong.slug reads `slgu`, which Craft does not have",
        "Wrong.name reads `nmae_en`, which Craft does not have",
        "Wrong.name reads `nmae_hi`, which Craft does not have",
        "Wrong.region reads `regoin`, which Craft does not have",
        "Wrong.story reads `stroy`, which Craft does not have",
        "Wrong.number reads `slgu`, which Craft does not have",
        "Wrong.image reads `cadr_public_id`, which Craft does not have",
    ]


def test_relation_columns_are_checked_on_both_tables() -> None:
    @public_type(description="A product.")
    class Wrong(RowType[models.Product]):
        craft: str = to_one("Craft", models.Craft, "carft_id", description="Wrong.")
        state: str = to_one("State", models.State, "id", by="cdoe", description="Wrong.")
        lines: list[str] = to_many("Craft", models.Craft, "prodcut_id", "id", description="Wrong.")
        other: str = to_one("Vendor", models.Craft, "craft_id", description="Wrong.")
        whole: str = column(as_type="Vendor", description="Wrong.")

    assert complaints(Wrong) == [
        "Wrong.craft reads `carft_id`, which Product does not have",
        "Wrong.state reads `cdoe`, which State does not have",
        "Wrong.lines reads `prodcut_id`, which Craft does not have",
        "Wrong.other is a row of Craft, Vendor reads Vendor",
        "Wrong.whole is a row of Product, Vendor reads Vendor",
    ]


def test_a_row_type_names_its_model() -> None:
    @public_type(description="Anything.")
    class Wrong(RowType):  # type: ignore[type-arg]
        slug: str = column("slug", description="Wrong.")

    assert complaints(Wrong) == ["Wrong.slug reads a row, and Wrong has none: RowType[…]"]
