"""One way in which messages reach people."""

from typing import Protocol

from commerce.core.ports import NotDelivered
from commerce.core.texts.messages import Message

NotCarried = NotDelivered


class Carrier(Protocol):
    async def carry(self, message: Message) -> None:
        """Hand the message over to whoever brings it. Raises NotCarried."""
        ...
