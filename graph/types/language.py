"""Languages and translations."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from commerce.core.texts.language import Language as Tongue
from graph.types.scalars import enum_value


@strawberry.enum(description="A language the mart speaks.")
class Language(Enum):
    EN = strawberry.enum_value(Tongue.EN, description="English.")
    HI = strawberry.enum_value(Tongue.HI, description="Hindi.")


@strawberry.type(description="A thing's texts in one language, without falling back to another.")
class Translation:
    row: strawberry.Private[Any]
    tongue: strawberry.Private[Tongue]
    stems: strawberry.Private[dict[str, str]]

    def _text(self, field: str) -> str | None:
        stem = self.stems.get(field)
        return (getattr(self.row, f"{stem}_{self.tongue}") or None) if stem else None

    @strawberry.field(description="The language of these texts.")
    def language(self) -> Language:
        return Language(self.tongue)

    @strawberry.field(description="The name; null when it is not translated.")
    def name(self) -> str | None:
        return self._text("name")

    @strawberry.field(
        description="The long text (description, story, bio); null when it is not translated."
    )
    def description(self) -> str | None:
        return self._text("description")


Wanted = Annotated[Language, strawberry.argument(description="The language wanted.")]


def translation(name: str = "name", description: str = "description") -> Any:
    """The `translation(language:)` field of a node whose texts have these stems."""

    def resolve(root: Any, language: Wanted) -> Translation:
        return Translation(
            row=root.row,
            tongue=enum_value(language),
            stems={"name": name, "description": description},
        )

    return strawberry.field(
        resolver=resolve, description="The texts in one language, whether or not it is asked in."
    )
