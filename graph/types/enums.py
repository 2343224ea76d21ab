"""Enums of the API. A member is written as its description; what it stands for has its name."""

from collections.abc import Callable
from enum import Enum, unique
from typing import TypeVar

import strawberry

E = TypeVar("E", bound=Enum)


def described_enum(
    description: str, *, of: type[Enum] | None = None
) -> Callable[[type[E]], type[E]]:
    """A GraphQL enum whose members stand for those of another, or for their own names.

    Raises KeyError for a member that `of` lacks, ValueError where two have one description.
    """

    def declare(described: type[E]) -> type[E]:
        values = {
            member.name: strawberry.enum_value(
                of[member.name] if of else member.name.lower(), description=member.value
            )
            for member in unique(described)
        }
        made = Enum(described.__name__, values, module=described.__module__)  # type: ignore[misc]
        return strawberry.enum(made, description=description)  # type: ignore[return-value]

    return declare
