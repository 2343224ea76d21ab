"""Who is asking, in which language, and this request's loaders."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import strawberry

from auth.viewer import STRANGER, Viewer
from commerce.language import DEFAULT, Language, other, said
from commerce.ports import ImageUrls

if TYPE_CHECKING:
    from graph.loaders import Loaders


class Context:
    """One request. `served` collects the languages texts were really given in."""

    __slots__ = ("_loaders", "_now", "images", "language", "served", "site_url", "viewer")

    def __init__(
        self,
        images: ImageUrls,
        site_url: str = "",
        viewer: Viewer = STRANGER,
        language: Language = DEFAULT,
    ) -> None:
        self.images, self.site_url = images, site_url
        self.viewer, self.language = viewer, language
        self.served: set[Language] = set()
        self._now: datetime | None = None
        self._loaders: Loaders | None = None

    @property
    def now(self) -> datetime:
        """The moment of the request (UTC), the same for all of it."""
        if self._now is None:
            self._now = datetime.now(UTC)
        return self._now

    @property
    def loaders(self) -> "Loaders":
        """This request's own."""
        if self._loaders is None:
            from graph.loaders import Loaders

            self._loaders = Loaders()
        return self._loaders

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
