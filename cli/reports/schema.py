"""odop schema: the contract of the API, as a file."""

import shutil
import subprocess
from pathlib import Path

import typer

from cli.output import done, out, refuse
from settings import ROOT

FILE = ROOT / "schema.graphql"
GIT = shutil.which("git") or "git"
BRANCHES = ("main", "origin/main", "HEAD")

app = typer.Typer(no_args_is_help=True, help="Print the GraphQL schema, check the committed file.")


@app.command("print")
def print_() -> None:
    """Print the schema. `odop schema print > schema.graphql` updates the file."""
    typer.echo(current(), nl=False)


@app.command()
def check() -> None:
    """Check that schema.graphql is current and removes nothing without a deprecation first."""
    from graph.compatibility import breaking_changes

    new = current()
    if not FILE.exists() or FILE.read_text(encoding="utf-8") != new:
        refuse("schema.graphql is not current. Run `odop schema print > schema.graphql`.")
    old = committed(FILE, other_than=new)
    if old is None:
        out.print("No other version of schema.graphql on main to compare with.", style="dim")
    elif changes := breaking_changes(old, new):
        listed = "\n".join(f"  {change}" for change in changes)
        refuse(
            "This would break documents written for the schema on main. Deprecate first, remove in"
            f" a later commit:\n{listed}"
        )
    done("schema.graphql is current and has no breaking changes.")


def current() -> str:
    """The schema of the code, as SDL."""
    from graph.schema import schema  # building it takes a second

    return f"{schema.as_str()}\n"


def committed(file: Path, other_than: str) -> str | None:
    """The last version of `file` on main that differs; None without one, or without git."""
    for branch in BRANCHES:
        commits = _git("log", "-5", "--format=%H", branch, "--", file.name)
        for commit in (commits or "").split():
            text = _git("show", f"{commit}:{file.name}")
            if text is not None and text != other_than:
                return text
        if commits:
            return None
    return None


def _git(*words: str) -> str | None:
    try:
        ran = subprocess.run(  # noqa: S603 - our own words, no shell
            [GIT, *words], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ran.stdout
