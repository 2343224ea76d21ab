"""odop limits: every limit on clients, as a page of the documentation."""

import typer

from auth.rate_limits import LIMITS
from cli.output import done, refuse
from settings import ROOT

FILE = ROOT / "docs" / "limits.md"
HEAD = """# Limits

Generated from `server/limits.py` by `odop limits print > docs/limits.md`. The setting in the last
column changes the limit. [Reasons](decisions/client-limits.md).

"""
ABOUT_TRIES = """Counted exactly, in a table shared by all processes. An error is one of the
payload's `errors`, with `retryAfter` and HTTP 200. `ODOP_RATE_LIMITS` replaces a limit by its
name."""

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
    from server.limits import GROUPS  # what it reads takes a second

    parts = [HEAD]
    for group in GROUPS:
        parts.append(
            f"## {group.title}\n\n| Limit on | Maximum | Above it | Setting |\n|---|---|---|---|\n"
        )
        parts += [
            f"| {each.name} | {_number(each.value)} {each.unit} | {each.beyond}"
            f" | {f'`{each.setting}`' if each.setting else ''} |\n"
            for each in group.bounds
        ]
        parts.append("\n")
    parts.append(f"## Attempts\n\n{ABOUT_TRIES}\n\n")
    parts.append("| Name | Maximum | Counts | Above it |\n|---|---|---|---|\n")
    parts += [
        f"| `{each.name}` | {each.rates} | {each.counts} | {each.beyond} |\n"
        for each in LIMITS.values()
    ]
    return "".join(parts)


def _number(value: int | float) -> str:
    return f"{value:,g}" if isinstance(value, float) else f"{value:,}"
