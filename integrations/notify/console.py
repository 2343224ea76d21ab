"""Messages on the terminal, for development: nobody is written to."""

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from commerce.messages import Message


class ConsoleCarrier:
    """Shows each message as its reader would see it."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console()

    async def carry(self, message: Message) -> None:
        text = message.text
        body = text.body if not message.is_mail else f"{text.subject}\n\n{text.body}"
        kind = "E-mail" if message.is_mail else "SMS"
        title = Text(f"{kind} to {message.to}")
        self._console.print(Panel(Text(body), title=title, expand=False))
