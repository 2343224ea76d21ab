"""Messages on the terminal, for development: nobody is written to."""

from typing import TYPE_CHECKING

from auth.inputs.text_input import escape_controls
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from settings import Settings

if TYPE_CHECKING:
    from rich.console import Console


class ConsoleCarrier:
    """Shows each message as its reader would see it."""

    def __init__(self, console: "Console | None" = None) -> None:
        self._console = console

    def sends(self, kind: Kind) -> bool:
        return True

    async def carry(self, message: Message) -> None:
        # Its library is for those alone who write.
        from rich.console import Console
        from rich.rule import Rule
        from rich.text import Text

        if self._console is None:
            self._console = Console()
        text = message.text
        body = text.body if not message.is_mail else f"{text.subject}\n\n{text.body}"
        kind = "E-mail" if message.is_mail else "SMS"
        title = Text(escape_controls(f"{kind} to {message.to}", keep=""))
        # Links are to be copied: no line is broken, and none has a frame around it.
        self._console.print(Rule(title, align="left"))
        self._console.print(Text(escape_controls(body)), soft_wrap=True)


def carrier(current: Settings) -> ConsoleCarrier:
    return ConsoleCarrier()
