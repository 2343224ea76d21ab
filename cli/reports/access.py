"""odop access: the access to types and fields, as a page of the documentation."""

from typing import Any

import typer

from auth.permissions import RULES, Action
from cli.output import done, refuse
from settings import ROOT

FILE = ROOT / "docs" / "access.md"
HEAD = """# Access to types and fields

Generated from the declarations by `odop access print > docs/access.md`. `auth/permissions.py`
defines the actions and who may perform them ([reasons](decisions/access-control.md)). Payloads
inherit, and connections and edges are as public as their items: they are left out.

| Action | Who |
|---|---|
{legend}

| Type | Action of its fields | Exceptions |
|---|---|---|
"""

OF_EVERYBODY, OF_ONESELF = ("everybody; never cached", "the signed-in person that it belongs to")
LEGEND = {
    Action.PUBLIC: "everybody, with the same response, which may be cached",
    Action.INHERITED: "whoever may read the object that it is reached from",
}

app = typer.Typer(no_args_is_help=True, help="Print the access to types, check the committed file.")


@app.command("print")
def print_() -> None:
    """Print the table. `odop access print > docs/access.md` updates the page."""
    typer.echo(current(), nl=False)


@app.command()
def check() -> None:
    """Check that docs/access.md matches the code."""
    if not FILE.exists() or FILE.read_text(encoding="utf-8") != current():
        refuse("docs/access.md is not current. Run `odop access print > docs/access.md`.")
    done("docs/access.md is current.")


def current() -> str:
    """The page, from the schema of the code."""
    from graph.access import composites
    from graph.schema import schema  # building it takes a second

    rows = (_row(kind) for kind in sorted(composites(schema.core), key=lambda kind: kind.name))
    return HEAD.format(legend=_legend()) + "".join(row for row in rows if row)


def _legend() -> str:
    """What the names say that have no permission or role in them."""
    of_everybody, of_oneself = RULES[Action.PUBLIC], RULES[Action.OWN_ACCOUNT]
    alike = {
        OF_EVERYBODY: [a for a in RULES if RULES[a] is of_everybody and a not in LEGEND],
        OF_ONESELF: [a for a in RULES if RULES[a] is of_oneself],
    }
    lines = [f"| {action.name} | {who} |" for action, who in LEGEND.items()]
    lines += [f"| {', '.join(a.name for a in same)} | {who} |" for who, same in alike.items()]
    return "\n".join(
        [*lines, "| others | by `RULES` of `auth/permissions.py`, with the object at hand |"]
    )


def _row(kind: Any) -> str | None:
    """A type, its default, and the fields that take something else; None where it says nothing."""
    from graph.access import declared_action, declared_default

    default = declared_default(kind)
    exceptions: dict[str, list[str]] = {}
    for name, core in kind.fields.items():
        if (action := declared_action(core)) is not None:
            exceptions.setdefault(action.name, []).append(f"`{name}`")
    if default is None and not exceptions:
        return None
    listed = "<br>".join(f"{name}: {' '.join(each)}" for name, each in sorted(exceptions.items()))
    return f"| {kind.name} | {default.name if default else 'per field'} | {listed} |\n"
