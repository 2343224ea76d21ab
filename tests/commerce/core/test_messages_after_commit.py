"""Messages are sent once what they say has been committed."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, make_account, signed_in

pytestmark = pytest.mark.usefixtures("db")
ROOT = Path(__file__).parents[3]
CHANGE = """mutation ($i: PasswordChangeInput!) { passwordChange(input: $i) {
  isDone errors { code } } }"""


def message(to: str) -> Message:
    return Message(Kind.CODE, to, Language.EN, {})


async def dropped(ctx: ActionContext) -> None:
    async with in_transaction():
        ctx.post(message("dropped"))
        raise ZeroDivisionError


async def posted(ctx: ActionContext, postbox: Postbox, *, fails: bool) -> None:
    before = len(postbox.messages)
    async with in_transaction():
        ctx.post(message("outer"))
        with pytest.raises(ZeroDivisionError):
            await dropped(ctx)
        async with in_transaction():
            ctx.post(message("inner"))
        assert len(postbox.messages) == before
        if fails:
            raise ZeroDivisionError


async def test_messages_wait_for_the_commit() -> None:
    postbox = Postbox()
    ctx = ActionContext(datetime.now(UTC), messages=postbox)
    await posted(ctx, postbox, fails=False)
    assert [each.to for each in postbox.messages] == ["outer", "inner"]
    with pytest.raises(ZeroDivisionError):
        await posted(ctx, postbox, fails=True)
    assert len(postbox.messages) == 2
    ctx.post(message("at once"))
    assert len(postbox.messages) == 3


async def test_a_password_that_was_not_changed_is_not_told_of(
    ask: Ask, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await make_account()
    before = (await models.Account.get(id=account.id)).password_hash
    token = (await signed_in(account)).token

    async def broken(entries: list[Any]) -> None:
        raise TimeoutError

    monkeypatch.setattr(audit, "_write", broken)
    given = {"newPassword": "a better one for july"}
    with pytest.raises(AssertionError, match="TIMEOUT"):
        await ask(CHANGE, token=token, i=given)
    assert postbox.messages == []
    assert (await models.Account.get(id=account.id)).password_hash == before


def test_rules_post_messages_by_their_context() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "commerce").rglob("*.py")
        if re.search(r"messages\.post\b", path.read_text())
    ]
    assert found == ["commerce/core/action_context.py"]
