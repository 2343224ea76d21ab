"""Enums whose members are written as their descriptions."""

from enum import Enum

import pytest
import strawberry

from graph.types.enums import described_enum
from graph.types.scalars import enum_value


class Colour(Enum):
    RED = "r"
    BLUE = "b"


def test_graphql_members_map_to_enum_members_of_their_name() -> None:
    @described_enum("A colour.", of=Colour)
    class Shown(Enum):
        RED = "The colour of sindoor."

    @described_enum("A size.")
    class Size(Enum):
        LARGE = "For adults."

    @strawberry.type
    class Query:
        @strawberry.field
        def size(self, colour: Shown) -> Size:
            assert enum_value(colour) is Colour.RED
            return Size("large")

    schema = strawberry.Schema(query=Query)
    assert '"""The colour of sindoor."""\n  RED' in schema.as_str()
    assert "BLUE" not in schema.as_str()
    answer = schema.execute_sync("{ size(colour: RED) }")
    assert answer.data == {"size": "LARGE"}


def test_a_member_of_another_name_and_a_description_twice_fail_when_declared() -> None:
    with pytest.raises(KeyError):

        @described_enum("A colour.", of=Colour)
        class _Green(Enum):
            GREEN = "The colour of leaves."

    with pytest.raises(ValueError, match="duplicate"):

        @described_enum("A colour.", of=Colour)
        class _Twice(Enum):
            RED = "A colour."
            BLUE = "A colour."  # noqa: PIE796
