"""Entries of the audit log are written last: their locks come after all others of a transaction."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tortoise.transactions import in_transaction

from auth.viewer import Viewer
from commerce.core import audit
from commerce.core.action_context import ActionContext
from database.connect import execute, fetch
from database.pool.transactions import send_now
from models import Account
from tests.conftest import Ask
from tests.support.people.accounts import make_account, make_staff, signed_in
from tests.support.people.privacy import ERASE
from tests.support.shop.factories import make_product
from tests.support.shop.orders import ordered
from tests.support.shop.paying import Counter

pytestmark = pytest.mark.usefixtures("reference")
SOURCES = ("auth", "cli", "commerce", "demo", "graph", "integrations", "server")
ROOT = Path(__file__).parents[3]
ENTRY = "INSERT INTO audit_entry"
CHANGE = """mutation ($i: PasswordChangeInput!) { passwordChange(input: $i) {
  isDone errors { code } } }"""
GRANT = """mutation ($i: StaffGrantInput!) { staffGrant(input: $i) {
  invitation { id } errors { code } } }"""


def context(account_id: int) -> ActionContext:
    return ActionContext(datetime.now(UTC), Viewer(account_id=account_id))


async def note(account_id: int, subject: str = "thing:1") -> None:
    await audit.record(context(account_id), "test", subject)


async def failed() -> None:
    async with in_transaction():
        await note(1, "thing:dropped")
        await send_now()
        raise ZeroDivisionError


async def renamed(account_id: int, subject: str) -> None:
    async with in_transaction():
        await Account.filter(id=account_id).update(name="Meera")
        await note(account_id, subject)


async def changed_password(ask: Ask) -> None:
    """No contact is confirmed, so the notice counts for the mart's limit."""
    account = await make_account(email_verified_at=None, phone=None, phone_verified_at=None)
    given = {"newPassword": "a better one for july"}
    found = await ask(CHANGE, token=(await signed_in(account)).token, i=given)
    assert found["passwordChange"]["errors"] == []


async def erased(ask: Ask) -> None:
    person = await signed_in()
    found = await ask(ERASE, token=person.token)
    assert found["accountErase"]["errors"] == []


async def invited(ask: Ask) -> None:
    staff = await make_staff()
    given = {"email": "new@buyer.example.in", "group": "support"}
    found = await ask(GRANT, token=staff.token, i=given)
    assert found["staffGrant"]["errors"] == []


async def bought(ask: Ask) -> None:
    await ordered(ask, {await make_product(price=300_00): 1})


@pytest.mark.parametrize("act", [changed_password, erased, invited, bought])
async def test_nothing_is_sent_after_an_entry_but_the_commit(
    ask: Ask, gateway: Counter, queries: list[str], act: Callable[[Ask], Awaitable[None]]
) -> None:
    await act(ask)
    after = [queries[n + 1] for n, sql in enumerate(queries) if ENTRY in sql]
    assert after
    assert {sql.strip(" ;") for sql in after} == {"COMMIT"}


def test_only_the_audit_log_and_the_order_insert_entries() -> None:
    found = {
        str(path.relative_to(ROOT))
        for folder in SOURCES
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"INTO audit_entry|audit\.ENTR|AuditEntry\.create", path.read_text())
    }
    assert found == {"commerce/core/audit.py", "commerce/checkout/order_statement.py"}


async def test_entries_of_a_transaction_take_their_chains_in_order() -> None:
    async with in_transaction():
        for account_id in (9, 5, 12, 5):
            await note(account_id)
        assert await fetch("SELECT FROM audit_entry") == []
    rows = await fetch("SELECT chain FROM audit_entry ORDER BY id")
    assert [row["chain"] for row in rows] == [5, 5, 9, 12]
    assert await audit.first_broken() is None


async def test_entries_are_written_with_what_they_are_of() -> None:
    async with in_transaction():
        await note(1, "thing:kept")
        with pytest.raises(ZeroDivisionError):
            await failed()
        async with in_transaction():
            await note(1, "thing:inner")
    with pytest.raises(ZeroDivisionError):
        await failed()
    rows = await fetch("SELECT subject FROM audit_entry ORDER BY id")
    assert [row["subject"] for row in rows] == ["thing:kept", "thing:inner"]


async def test_a_transaction_whose_entry_fails_is_rolled_back() -> None:
    account = await make_account(name="Asha")
    with pytest.raises(Exception, match="value too long"):
        await renamed(account.id, "x" * 200)
    assert (await Account.get(id=account.id)).name == "Asha"
    await execute("SELECT 1")
