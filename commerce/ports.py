"""What the shop asks of the outside world."""

from bisect import bisect_left
from collections.abc import Callable
from typing import Protocol

from commerce.messages import Message

# Widths pictures are kept at, in pixels: an asked width is served by the next one up.
LADDER = (80, 160, 200, 320, 480, 640, 720, 960, 1200, 1600)


def step(width: int) -> int:
    """The width of the ladder that serves `width` pixels."""
    return LADDER[min(bisect_left(LADDER, width), len(LADDER) - 1)]


class ImageUrls(Protocol):
    """Where pictures are."""

    def urls(self, width: int) -> Callable[[str], str]:
        """From a picture's public id its address `width` pixels wide; `width` is of the ladder."""
        ...


class Messages(Protocol):
    """Who takes messages to people."""

    def post(self, message: Message) -> None:
        """Take a message along. It returns at once; whether it arrives is not known here."""
        ...


class Nobody:
    """Takes no messages, for work that writes none."""

    def post(self, message: Message) -> None:
        raise AssertionError(f"nobody takes {message!r}")
