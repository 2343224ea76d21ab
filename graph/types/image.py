"""Pictures by width."""

from typing import Any

import strawberry

from commerce.ports import step
from graph.context import Info
from graph.errors import bad_input
from graph.types.arguments import Width, WidthIfOther

WIDEST = 4000
USUAL = 480


@strawberry.type(description="A picture, served at a width near the one asked for.")
class Image:
    row: strawberry.Private[Any]
    stem: strawberry.Private[str] = ""
    asked: strawberry.Private[int] = USUAL

    def _served(self, width: int) -> int:
        full_width: int = getattr(self.row, f"{self.stem}width")
        return min(step(width), full_width)

    @strawberry.field(
        description="Where the picture is; without `width`, at the width of the image."
    )
    def url(self, info: Info, width: WidthIfOther = None) -> str:
        return info.context.images.url(
            getattr(self.row, f"{self.stem}public_id"), step(checked(width or self.asked))
        )

    @strawberry.field(description="What the picture shows, for those who cannot see it.")
    def alt(self, info: Info) -> str:
        context = info.context
        if not self.stem:
            return context.text(self.row, "alt") or ""
        name = context.text(self.row, "name") or ""
        if self.stem == "portrait_":
            return context.choose(f"Portrait of {name}", f"{name} का चित्र")
        return context.choose(f"{name} district", f"{name} ज़िला")

    @strawberry.field(description="Pixels across, as served.")
    def width(self) -> int:
        return self._served(self.asked)

    @strawberry.field(description="Pixels down, as served.")
    def height(self) -> int:
        full_width: int = getattr(self.row, f"{self.stem}width")
        full_height: int = getattr(self.row, f"{self.stem}height")
        return max(1, round(full_height * self._served(self.asked) / full_width))

    @strawberry.field(description="A blurred placeholder, see blurha.sh.")
    def blurhash(self) -> str | None:
        value: str | None = getattr(self.row, f"{self.stem}blurhash")
        return value


def checked(width: int) -> int:
    if not 1 <= width <= WIDEST:
        raise bad_input(f"A picture is 1 to {WIDEST} pixels wide.", "width")
    return width


def own_picture(stem: str, *, description: str) -> Any:
    """The field of a picture kept in the row's own columns, `<stem>_public_id` and so on."""

    def resolve(root: Any, width: Width = USUAL) -> Image | None:
        if getattr(root.row, f"{stem}_public_id") is None:
            return None
        return Image(row=root.row, stem=f"{stem}_", asked=checked(width))

    return strawberry.field(resolver=resolve, description=description)
