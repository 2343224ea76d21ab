"""A carrier of messages: SMS or e-mail."""

from typing import Protocol

from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message


class Carrier(Protocol):
    def sends(self, kind: Kind) -> bool:
        """Whether messages of this kind are sent at all."""
        ...

    async def carry(self, message: Message) -> None:
        """Send the message. Raises NotDelivered."""
        ...
