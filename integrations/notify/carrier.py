"""One way in which messages reach people."""

from typing import Protocol

from commerce.messages import Message


class NotCarried(Exception):  # noqa: N818 - it says what happened
    """The message was not taken. `again` tells whether it may be later."""

    def __init__(self, why: str, *, again: bool) -> None:
        super().__init__(why)
        self.again = again


class Carrier(Protocol):
    async def carry(self, message: Message) -> None:
        """Hand the message over to whoever brings it. Raises NotCarried."""
        ...
