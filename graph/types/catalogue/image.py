"""Pictures by width."""

from collections.abc import Callable
from typing import Any

import strawberry

from commerce.core.ports import rounded_up_width
from graph.access import public_type
from graph.context import Context, Info
from graph.error_texts import PICTURE_WIDTH
from graph.errors import bad_input
from graph.fields.field_kinds import Column, Computed
from graph.fields.field_types import declared
from graph.types.arguments import Width, WidthIfOther

WIDEST = 4000
DEFAULT_WIDTH = 480


# How the alternative text reads of pictures that have none of their own.
NAMED = {"image_": ("{} district", "{} ज़िला"), "portrait_": ("Portrait of {}", "{} का चित्र")}


def _urls(
    context: Context, prefix: str, options: int, width: int | None = None
) -> Callable[[str], str]:
    return context.images.urls(rounded_up_width(checked(width or options)))


def _alts(context: Context, prefix: str, options: int) -> Callable[[str | None, str | None], str]:
    if prefix not in NAMED:
        return lambda en, hi: context.either(en, hi) or ""
    return lambda en, hi: context.choose(*NAMED[prefix]).format(context.either(en, hi) or "")


def _alt_columns(prefix: str) -> tuple[str, ...]:
    stem = "name" if prefix in NAMED else f"{prefix}alt"
    return f"{stem}_en", f"{stem}_hi"


def _widths(context: Context, prefix: str, options: int) -> Callable[[int], int]:
    most = rounded_up_width(options)
    return lambda full: min(most, full)


def _heights(context: Context, prefix: str, options: int) -> Callable[[int, int], int]:
    most = rounded_up_width(options)
    return lambda full, down: max(1, round(down * min(most, full) / full))


def _blurhashes(context: Context, prefix: str, options: int) -> Callable[[str | None], str | None]:
    return lambda value: value


URL = Computed(_urls, ("public_id",), is_prepared=True)
ALT = Computed(_alts, _alt_columns, is_prepared=True)
WIDTH = Computed(_widths, ("width",), is_prepared=True)
HEIGHT = Computed(_heights, ("width", "height"), is_prepared=True)
BLURHASH = Computed(_blurhashes, ("blurhash",), is_prepared=True)


@public_type(description="An image, available in several widths.")
class Image:
    row: strawberry.Private[Any]
    prefix: strawberry.Private[str] = ""
    # The width that was asked for.
    options: strawberry.Private[int] = DEFAULT_WIDTH

    def _value(self, field: Computed, info: Info, **arguments: Any) -> Any:
        compute = field.compute(info.context, self.prefix, self.options, **arguments)
        return compute(*(getattr(self.row, name) for name in field.columns_under(self.prefix)))

    @strawberry.field(
        description="URL of the image. If `width` is omitted, the width of the `Image` is used."
    )
    @declared(URL)
    def url(self, info: Info, width: WidthIfOther = None) -> str:
        address: str = self._value(URL, info, width=width)
        return address

    @strawberry.field(description="Alternative text for screen readers.")
    @declared(ALT)
    def alt(self, info: Info) -> str:
        text: str = self._value(ALT, info)
        return text

    @strawberry.field(description="Width in pixels.")
    @declared(WIDTH)
    def width(self, info: Info) -> int:
        return int(self._value(WIDTH, info))

    @strawberry.field(description="Height in pixels.")
    @declared(HEIGHT)
    def height(self, info: Info) -> int:
        return int(self._value(HEIGHT, info))

    @strawberry.field(description="BlurHash placeholder (blurha.sh). Null if there is none.")
    @declared(BLURHASH)
    def blurhash(self, info: Info) -> str | None:
        value: str | None = self._value(BLURHASH, info)
        return value


def checked(width: int) -> int:
    if not 1 <= width <= WIDEST:
        raise bad_input(PICTURE_WIDTH, "width", most=WIDEST)
    return width


def image_column(prefix: str) -> Column:
    """A picture in the columns of a row that begin with `prefix`: `<prefix>public_id` and so on."""
    return Column(f"{prefix}public_id", "Image", prefix, checked)


def own_picture(stem: str, *, description: str) -> Any:
    """The field of a picture in the row's own columns, `<stem>_public_id` and so on."""
    column = image_column(f"{stem}_")

    @declared(column)
    def resolve(root: Any, width: Width = DEFAULT_WIDTH) -> Image | None:
        options = checked(width)
        if getattr(root.row, column.name) is None:
            return None
        return Image(row=root.row, prefix=column.prefix, options=options)

    return strawberry.field(resolver=resolve, description=description)
