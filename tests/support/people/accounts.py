"""People in tests: accounts, their sessions, and messages that are caught."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import randbelow, token_hex
from typing import Any

import pyotp

import models
from auth.credentials import totp
from auth.crypto.keys import keys
from auth.sessions import sessions
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from commerce.roles.staff import write_groups

numbers = itertools.count(1)
PASSWORD = "mango leaves in june"


@dataclass
class Postbox:
    """Takes messages and keeps them. Those of kinds in `off` are switched off."""

    messages: list[Message] = field(default_factory=list)
    off: frozenset[Kind] = frozenset()

    def sends(self, kind: Kind, to: str) -> bool:
        return kind not in self.off

    def post(self, message: Message) -> None:
        if self.sends(message.kind, message.to):
            self.messages.append(message)

    async def deliver(self, message: Message) -> None:
        self.post(message)

    def last(self, to: str) -> Message:
        return next(message for message in reversed(self.messages) if message.to == to)

    def code(self, to: str) -> str:
        return self.last(to).values["code"]

    def token(self, to: str) -> str:
        return self.last(to).values["link"].partition("#token=")[2]


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in."""

    account: models.Account
    session_id: int
    token: str
    refresh_token: str

    @property
    def id(self) -> int:
        return self.account.id


async def make_account(**more: Any) -> models.Account:
    n = next(numbers)
    now = datetime.now(UTC)
    columns: dict[str, Any] = {
        "name": f"Person {n}",
        # Other tests may make people in the same database.
        "email": f"person-{token_hex(8)}@buyer.example.in",
        "email_verified_at": now,
        "phone": f"+916{randbelow(10**9):09d}",
        "phone_verified_at": now,
        "language": "en",
        "created_at": now,
    }
    return await models.Account.create(**(columns | more))


async def signed_in(
    account: models.Account | None = None,
    *,
    has_factor: bool = False,
    at: datetime | None = None,
) -> Person:
    """A new session; with `has_factor` its second factor was shown."""
    now = datetime.now(UTC)
    account = account or await make_account()
    held = await sessions.begin(
        account.id, at or now, device="test", is_cookie=False, is_factor_needed=False
    )
    if has_factor:
        await sessions.show_factor(held.session_id, now)
    token, _ = keys().tokens.issue(account.id, held.session_id, now)
    return Person(account, held.session_id, token, held.refresh_token)


async def make_staff(group: str = "administrators", *, has_factor: bool = True) -> Person:
    await write_groups()
    person = await signed_in(has_factor=has_factor)
    found = await models.StaffGroup.get(slug=group)
    await models.StaffMember.create(group_id=found.id, account_id=person.id)
    return person


async def make_member(
    vendor_id: int, role: models.MemberRole, *, has_factor: bool = False
) -> Person:
    person = await signed_in(has_factor=has_factor)
    await models.VendorMember.create(vendor_id=vendor_id, account_id=person.id, role=role)
    return person


async def make_artisan_person(artisan_id: int, *, has_factor: bool = False) -> Person:
    person = await signed_in(has_factor=has_factor)
    await models.ArtisanAccount.create(artisan_id=artisan_id, account_id=person.id)
    return person


ACCEPT = """mutation ($i: ID!) { invitationAccept(input: {invitation: $i}) {
  invitation { status } errors { code } } }"""


async def accept(ask: Any, person: Person, invitation: str) -> None:
    """The person accepts what was offered to them."""
    found = await ask(ACCEPT, token=person.token, i=invitation)
    assert found["invitationAccept"] == {"invitation": {"status": "ACCEPTED"}, "errors": []}


async def add_factor(account: models.Account) -> pyotp.TOTP:
    """An authenticator app whose first code was shown a minute ago."""
    now = datetime.now(UTC)
    uri = await totp.begin(account.id, "test", now)
    assert uri is not None
    app = pyotp.parse_uri(uri)
    assert isinstance(app, pyotp.TOTP)
    earlier = now - timedelta(seconds=90)
    assert await totp.check(account.id, app.at(earlier), earlier, confirms=True)
    return app
