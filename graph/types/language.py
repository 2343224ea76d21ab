"""Languages and translations."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from commerce.core.texts.language import Language as Tongue
from graph.access import public_type
from graph.types.enums import described_enum
from graph.types.scalars import enum_value


@described_enum("Language of the shop.", of=Tongue)
class Language(Enum):
    EN = "English."
    HI = "Hindi."


@public_type(description="Texts of an object in one language, without fallback.")
class Translation:
    row: strawberry.Private[Any]
    tongue: strawberry.Private[Tongue]
    stems: strawberry.Private[dict[str, str]]

    def _text(self, field: str) -> str | None:
        stem = self.stems.get(field)
        return (getattr(self.row, f"{stem}_{self.tongue}") or None) if stem else None

    @strawberry.field(description="Language of the texts.")
    def language(self) -> Language:
        return Language(self.tongue)

    @strawberry.field(description="Name. Null if not translated.")
    def name(self) -> str | None:
        return self._text("name")

    @strawberry.field(
        description="Long text (description, story or biography). Null if not translated."
    )
    def description(self) -> str | None:
        return self._text("description")


LanguageArgument = Annotated[Language, strawberry.argument(description="Requested language.")]


def translation(name: str = "name", description: str = "description") -> Any:
    """The `translation(language:)` field of a node whose texts have these stems; "" for none."""

    def resolve(root: Any, language: LanguageArgument) -> Translation:
        return Translation(
            row=root.row,
            tongue=enum_value(language),
            stems={"name": name, "description": description},
        )

    return strawberry.field(
        resolver=resolve,
        description="Texts in one language, independent of the language of the request.",
    )
