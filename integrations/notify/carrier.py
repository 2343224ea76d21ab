"""A carrier of messages: SMS or e-mail."""

from typing import Protocol

from commerce.core.texts.messages import Message


class Carrier(Protocol):
    async def carry(self, message: Message) -> None:
        """Send the message. Raises NotDelivered."""
        ...
