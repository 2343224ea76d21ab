"""Pictures by width."""

from collections.abc import Callable
from typing import Any

import strawberry

from commerce.core.ports import step
from graph.access import public_type
from graph.context import Context, Info
from graph.error_texts import PICTURE_WIDTH
from graph.errors import bad_input
from graph.field_types import Frame, Framed, declared
from graph.types.arguments import Width, WidthIfOther

WIDEST = 4000
DEFAULT_WIDTH = 480


# How the alternative text reads of pictures that have none of their own.
NAMED = {"image_": ("{} district", "{} ज़िला"), "portrait_": ("Portrait of {}", "{} का चित्र")}


def _urls(
    context: Context, stem: str, requested_width: int, width: int | None = None
) -> Callable[[str], str]:
    return context.images.urls(step(checked(width or requested_width)))


def _alts(
    context: Context, stem: str, requested_width: int
) -> Callable[[str | None, str | None], str]:
    if stem not in NAMED:
        return lambda en, hi: context.either(en, hi) or ""
    return lambda en, hi: context.choose(*NAMED[stem]).format(context.either(en, hi) or "")


def _alt_columns(stem: str) -> tuple[str, ...]:
    return ("name_en", "name_hi") if stem in NAMED else (f"{stem}alt_en", f"{stem}alt_hi")


def _widths(context: Context, stem: str, requested_width: int) -> Callable[[int], int]:
    most = step(requested_width)
    return lambda full: min(most, full)


def _heights(context: Context, stem: str, requested_width: int) -> Callable[[int, int], int]:
    most = step(requested_width)
    return lambda full, down: max(1, round(down * min(most, full) / full))


def _blurhashes(
    context: Context, stem: str, requested_width: int
) -> Callable[[str | None], str | None]:
    return lambda value: value


URL = Framed(lambda stem: (f"{stem}public_id",), _urls)
ALT = Framed(_alt_columns, _alts)
WIDTH = Framed(lambda stem: (f"{stem}width",), _widths)
HEIGHT = Framed(lambda stem: (f"{stem}width", f"{stem}height"), _heights)
BLURHASH = Framed(lambda stem: (f"{stem}blurhash",), _blurhashes)


@public_type(description="An image, available in several widths.")
class Image:
    row: strawberry.Private[Any]
    stem: strawberry.Private[str] = ""
    requested_width: strawberry.Private[int] = DEFAULT_WIDTH

    def _seen(self, field: Framed, info: Info, **arguments: Any) -> Any:
        work_out = field.prepare(info.context, self.stem, self.requested_width, **arguments)
        return work_out(*(getattr(self.row, name) for name in field.columns(self.stem)))

    @strawberry.field(
        description="URL of the image. If `width` is omitted, the width of the `Image` is used."
    )
    @declared(URL)
    def url(self, info: Info, width: WidthIfOther = None) -> str:
        address: str = self._seen(URL, info, width=width)
        return address

    @strawberry.field(description="Alternative text for screen readers.")
    @declared(ALT)
    def alt(self, info: Info) -> str:
        text: str = self._seen(ALT, info)
        return text

    @strawberry.field(description="Width in pixels.")
    @declared(WIDTH)
    def width(self, info: Info) -> int:
        return int(self._seen(WIDTH, info))

    @strawberry.field(description="Height in pixels.")
    @declared(HEIGHT)
    def height(self, info: Info) -> int:
        return int(self._seen(HEIGHT, info))

    @strawberry.field(description="BlurHash placeholder (blurha.sh). Null if there is none.")
    @declared(BLURHASH)
    def blurhash(self, info: Info) -> str | None:
        value: str | None = self._seen(BLURHASH, info)
        return value


def checked(width: int) -> int:
    if not 1 <= width <= WIDEST:
        raise bad_input(PICTURE_WIDTH, "width", most=WIDEST)
    return width


def framed_image(stem: str) -> Frame:
    """A picture kept in the row's own columns, `<stem>public_id` and so on."""
    return Frame(stem, "public_id", checked)


def own_picture(stem: str, *, description: str) -> Any:
    """The field of a picture kept in the row's own columns, `<stem>_public_id` and so on."""

    @declared(framed_image(f"{stem}_"))
    def resolve(root: Any, width: Width = DEFAULT_WIDTH) -> Image | None:
        asked = checked(width)
        if getattr(root.row, f"{stem}_public_id") is None:
            return None
        return Image(row=root.row, stem=f"{stem}_", requested_width=asked)

    return strawberry.field(resolver=resolve, description=description)
