"""What commands print."""

from typing import NoReturn

import typer
from rich.console import Console
from rich.text import Text

out = Console()
err = Console(stderr=True)


def refuse(message: str) -> NoReturn:
    """Say what is wrong and what to do, then end with failure."""
    err.print(Text(message, style="red"))
    raise typer.Exit(1)


def done(message: str) -> None:
    out.print(Text.assemble(("✓ ", "green"), message))
