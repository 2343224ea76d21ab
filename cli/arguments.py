"""Arguments of commands, each with its limit (`server/command_bounds.py`)."""

import typer


class BoundedText:
    """Reads a text of so many characters at most; for the `parser` of an argument."""

    __name__ = "text"

    def __init__(self, most: int) -> None:
        self.max_characters = most

    def __call__(self, text: str) -> str:
        if len(text) > self.max_characters:
            raise typer.BadParameter(
                f"It has {len(text):,} characters; the limit is {self.max_characters:,}."
            )
        return text
