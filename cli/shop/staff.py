"""odop staff: who works for the corporation."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, TypeVar

import pyotp
import typer
from rich.table import Table
from tortoise.transactions import in_transaction

from auth.credentials import email_links, recovery_codes, totp
from auth.inputs.contact import fold_email
from auth.roles import GROUPS
from auth.sessions import sessions
from auth.sessions.known_devices import forget_devices
from cli.arguments import BoundedText
from cli.output import done, out, refuse
from commerce.accounts.contacts import account_for, account_with
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Refusal
from commerce.core.texts.language import Language
from commerce.roles import staff
from database.connect import connected, fetch
from database.embedded.embedded import database_server
from demo.people import accounts as demo
from integrations.notify.outbox import Outbox
from models import Account, LinkPurpose
from server.adapters import outbox
from server.command_bounds import MAX_ARGUMENT_CHARACTERS, MAX_PERSON_NAME_CHARACTERS
from settings import settings

app = typer.Typer(no_args_is_help=True, help="Staff accounts and groups.")
Result = TypeVar("Result")
TEXT = BoundedText(MAX_ARGUMENT_CHARACTERS)
OF_GROUPS = f"One of {', '.join(sorted(GROUPS))}."
Email = Annotated[str, typer.Argument(help="The person's e-mail address.", parser=TEXT)]
Group = Annotated[str, typer.Argument(help=OF_GROUPS, parser=TEXT)]
In = Annotated[str, typer.Option("--group", help=OF_GROUPS, parser=TEXT)]
Name = Annotated[
    str,
    typer.Option(help="The person's name.", parser=BoundedText(MAX_PERSON_NAME_CHARACTERS)),
]


def _acting() -> ActionContext:
    return ActionContext(datetime.now(UTC), messages=_outbox(), is_operator=True)


@cache
def _outbox() -> Outbox:
    return outbox(settings())


def _do(work: Callable[[], Awaitable[Result]]) -> Result:
    """Run it on the database; a refusal ends the command with its message."""

    async def connect(url: str) -> Result:
        async with connected(url):
            await staff.write_groups()
            try:
                found = await work()
                await _outbox().drained()
                return found
            except Refusal as refusal:
                return refuse(f"{refusal} ({refusal.reason}: {'.'.join(refusal.path)})")

    with database_server(settings()) as url:
        return asyncio.run(connect(url))


def _folded(email: str) -> str:
    found = fold_email(email)
    return found if found is not None else refuse(f"{email!r} is not an e-mail address.")


async def _account(email: str) -> Account:
    found = await account_with(email)
    if found is None:
        return refuse(f"No account has {email}. Create one with `odop staff create {email}`.")
    return found


@app.command()
def create(email: Email, group: In = "administrators", name: Name = "") -> None:
    """Create an account for a person and invite them to a group.

    Prints a one-time link to choose a password. Opening it confirms the e-mail address.
    """
    address = _folded(email)

    async def work() -> str:
        ctx = _acting()
        async with in_transaction():
            account = await account_for(address, Language.EN, ctx.now)
            if name and account.name is None:
                await Account.filter(id=account.id).update(name=name)
            await staff.grant(ctx, address, group)
            return await email_links.begin(account.id, address, LinkPurpose.RESET_PASSWORD, ctx.now)

    token = _do(work)
    done(f"{address} is invited to {group}. This link works once and expires in an hour:")
    out.print(f"{settings().storefront}/account/reset#token={token}", soft_wrap=True)
    out.print("Without a storefront: passwordReset(input: {token: …, newPassword: …}), sign in,")
    out.print("then invitationAccept with the ID from viewer { invitations { nodes { id } } }.")


@app.command()
def grant(email: Email, group: Group) -> None:
    """Invite a person to a group. They join when they accept."""
    address = _folded(email)

    async def work() -> None:
        box = outbox(settings())
        await staff.grant(replace(_acting(), messages=box), address, group)
        await box.drained()

    _do(work)
    done(f"{address} is invited to {group}. The invitation expires in seven days.")


@app.command()
def revoke(email: Email, group: Group) -> None:
    """Remove a person from a group."""
    address = _folded(email)

    async def work() -> None:
        await staff.revoke(_acting(), (await _account(address)).id, group)

    _do(work)
    done(f"{address} is no longer in {group}.")


@app.command("list")
def list_() -> None:
    """List all staff and their groups."""

    async def work() -> list[tuple[str, str, str]]:
        rows = await fetch(
            "SELECT a.email, a.name, string_agg(g.slug, ', ' ORDER BY g.slug) AS groups"
            " FROM staff_member m JOIN account a ON a.id = m.account_id"
            " JOIN staff_group g ON g.id = m.group_id GROUP BY a.id ORDER BY a.email"
        )
        return [(row["email"] or "", row["name"] or "", row["groups"]) for row in rows]

    table = Table("E-mail", "Name", "Groups")
    for row in _do(work):
        table.add_row(*row)
    out.print(table)


@app.command("forget-factor")
def forget_factor(email: Email) -> None:
    """Remove the authenticator app of a person who lost it, and sign them out."""
    address = _folded(email)

    async def work() -> bool:
        ctx, account = _acting(), await _account(address)
        async with in_transaction():
            removed = await totp.remove(account.id)
            await recovery_codes.remove(account.id)
            await sessions.forget_factor(account.id)
            await sessions.end(account.id, ctx.now)
            await forget_devices(account.id, but=[], session_id=None)
            await audit.record(ctx, "factor.remove", f"account:{account.id}")
        return removed

    if not _do(work):
        refuse(f"{address} has no authenticator app.")
    done(f"Authenticator app removed. {address} can sign in without it and add a new one.")


@app.command()
def code(email: Email) -> None:
    """Print the current authenticator code of a demo account."""
    address = _folded(email)

    async def work() -> bool:
        return (await _account(address)).is_demo

    if not _do(work):
        refuse("This works for demo accounts only.")
    out.print(pyotp.TOTP(demo.SECRET).now())
