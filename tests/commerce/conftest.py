"""Fixtures of the rules' tests."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tortoise.connection import get_connection

from commerce.core.action_context import ActionContext
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from server.processes import jobs
from server.processes.jobs import working
from tests.support.people.accounts import Postbox
from tests.support.shop.paying import Counter

# A job that is tried again is told of by nobody: the queue is looked at.
jobs.LOOK_EACH = timedelta(seconds=0.2)


@pytest.fixture
async def worker(gateway: Counter, reference: str, postbox: Postbox) -> AsyncIterator[None]:
    """Does the jobs of the test's database, with the sandbox as gateway."""
    async with working(reference, postbox, gateway.gateway):
        yield


# Of changes that stay, even if the client leaves at the end of the request.
NOTICES = {
    Kind.PASSWORD_CHANGED,
    Kind.CONTACT_CHANGED,
    Kind.ERASED,
    Kind.FACTOR_ADDED,
    Kind.FACTOR_REMOVED,
    Kind.RECOVERY_CODE_USED,
    Kind.RECOVERY_CODES_MADE,
    Kind.API_KEY_MADE,
    Kind.PAYEE_CHANGED,
    Kind.PAYEE_PROPOSED,
    Kind.OWNER_ADDED,
    Kind.OWNER_REMOVED,
}


@pytest.fixture(autouse=True)
def notices_with_their_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices are posted in the transaction of their change, so that none is lost after it."""
    post = ActionContext.post

    def checked(ctx: ActionContext, message: Message) -> None:
        assert message.kind not in NOTICES or hasattr(get_connection("default"), "afterwards")
        post(ctx, message)

    monkeypatch.setattr(ActionContext, "post", checked)
