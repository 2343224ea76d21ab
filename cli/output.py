"""Output of commands."""

from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from auth.inputs.text_input import escape_controls


class Terminal(Console):
    """A console on which only our own markup has an effect.

    Texts may be of anybody: nothing in them is taken for markup, and control characters are written
    out. Styles are given as styles, or by `Text.from_markup` around what we wrote ourselves.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            text = segment.text
            if segment.control or (text.isascii() and text.isprintable()) or text == "\n":
                yield segment
            else:
                yield segment._replace(text=escape_controls(text))


out = Terminal()
err = Terminal(stderr=True)


def refuse(message: str) -> NoReturn:
    """Say what is wrong and what to do, then end with failure."""
    err.print(Text(message, style="red"))
    raise typer.Exit(1)


def read(file: Path, max_bytes: int) -> str:
    """The text of a file that was named. Ends the program where it cannot be read."""
    try:
        with file.open("rb") as opened:
            found = opened.read(max_bytes + 1)
        text = found.decode("utf-8")
    except (OSError, ValueError) as error:
        refuse(f"{file} cannot be read: {error}.")
    if len(found) > max_bytes:
        refuse(f"{file} is larger than the limit of {max_bytes:,} bytes.")
    return text


def done(message: str) -> None:
    out.print(Text.assemble(("✓ ", "green"), message))
