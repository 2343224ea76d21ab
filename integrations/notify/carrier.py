"""One way in which messages reach people."""

from typing import Protocol

from commerce.messages import Message
from commerce.ports import NotDelivered

NotCarried = NotDelivered


class Carrier(Protocol):
    async def carry(self, message: Message) -> None:
        """Hand the message over to whoever brings it. Raises NotCarried."""
        ...
