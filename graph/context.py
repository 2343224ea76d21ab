"""Who is asking, in which language, and this request's loaders."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import strawberry

from auth.viewer import STRANGER, Viewer
from commerce.language import DEFAULT, Language, other, said
from commerce.ports import ImageUrls

if TYPE_CHECKING:
    from graph.loaders import Loaders


@dataclass(slots=True)
class Context:
    """One request. `served` collects the languages texts were really given in."""

    images: ImageUrls
    site_url: str = ""
    viewer: Viewer = STRANGER
    language: Language = DEFAULT
    served: set[Language] = field(default_factory=set)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    loaders: "Loaders" = field(init=False)

    def __post_init__(self) -> None:
        from graph.loaders import Loaders

        self.loaders = Loaders()

    def text(self, row: Any, stem: str) -> str | None:
        """`row`'s text in the request's language, else in the other one."""
        text, language = said(row, stem, self.language)
        if text is not None:
            self.served.add(language)
        return text

    def either(self, en: str | None, hi: str | None) -> str | None:
        """The text of two that is in the request's language, else the other one."""
        own, second = (en, hi) if self.language is Language.EN else (hi, en)
        if own is not None:
            self.served.add(self.language)
        elif second is not None:
            self.served.add(other(self.language))
        return second if own is None else own

    def choose(self, en: str, hi: str) -> str:
        """A text of our own in the request's language."""
        self.served.add(self.language)
        return hi if self.language is Language.HI else en


class Info(strawberry.Info[Context, None]):
    """What a resolver is told besides its arguments."""
