"""odop limits: every limit on clients, as a page of the documentation."""

import typer

from cli.output import done, refuse
from settings import ROOT

FILE = ROOT / "docs" / "limits.md"

app = typer.Typer(no_args_is_help=True, help="Print the request limits, check the committed file.")


@app.command("print")
def print_() -> None:
    """Print the limits. `odop limits print > docs/limits.md` updates the page."""
    typer.echo(current(), nl=False)


@app.command()
def check() -> None:
    """Check that docs/limits.md matches the code."""
    if not FILE.exists() or FILE.read_text(encoding="utf-8") != current():
        refuse("docs/limits.md is not current. Run `odop limits print > docs/limits.md`.")
    done("docs/limits.md is current.")


def current() -> str:
    """The page, from the constants and the defaults of the settings."""
    from server.limits import markdown  # what it reads takes a second

    return markdown()
