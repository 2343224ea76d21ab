"""Orders of guests, claimed after signing in."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

import models
from commerce.core.access_keys import seal_for_order
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, signed_in
from tests.support.people.sign_in import FOLDED, PHONE, codes_of, registered, write

pytestmark = pytest.mark.usefixtures("reference")


async def guest_order(number: str, **more: Any) -> models.Order:
    columns: dict[str, Any] = {
        "number": number,
        "status": models.OrderStatus.PLACED,
        "total_paise": 100,
        "placed_at": datetime.now(UTC),
    }
    return await models.Order.create(**(columns | more))


CLAIM = """mutation ($n: String!, $k: String) { orderClaim(input: {number: $n, accessKey: $k}) {
  order { number } errors { code path } } }"""


MINE = """{ viewer { orders { nodes { number } } claimableOrders { nodes { number } } } }"""


async def test_a_guest_order_is_claimed_by_phone_or_key_only_on_request(
    ask: Ask, postbox: Postbox
) -> None:
    email, key = "asha@buyer.example.in", "k" * 22
    await guest_order("ODOP-GUEST-1", phone=FOLDED)
    sealed = seal_for_order("ODOP-GUEST-2", key)
    await guest_order("ODOP-GUEST-2", email=email, access_key_sealed=sealed)
    await guest_order("ODOP-GUEST-3", phone="+910000099999")

    async def seen(token: str) -> tuple[list[str], list[str]]:
        viewer = (await ask(MINE, token=token))["viewer"]
        own, offered = viewer["orders"]["nodes"], viewer["claimableOrders"]["nodes"]
        return [each["number"] for each in own], [each["number"] for each in offered]

    async def claimed(token: str, number: str, key: str | None = None) -> list[str]:
        return codes_of((await ask(CLAIM, token=token, n=number, k=key))["orderClaim"])

    by_mail = (await registered(ask, email))["accessToken"]
    await ask(
        "mutation ($t: String!) { emailVerify(input: {token: $t}) { isDone } }",
        token=by_mail,
        t=postbox.token(email),
    )
    # A proved e-mail claims nothing: anybody may have typed it.
    assert await seen(by_mail) == ([], [])
    assert await claimed(by_mail, "ODOP-GUEST-2") == ["NOT_FOUND"]
    assert await claimed(by_mail, "ODOP-GUEST-2", "x" * 22) == ["NOT_FOUND"]
    assert await claimed(by_mail, "ODOP-GUEST-2", key) == []
    assert await claimed(by_mail, "ODOP-GUEST-2", key) == []
    assert await seen(by_mail) == (["ODOP-GUEST-2"], [])

    sent = await write(ask, "OtpRequest", phone=PHONE)
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(FOLDED)}
    other = (await write(ask, "OtpVerify", **given))["session"]["accessToken"]
    # Who proves the telephone is asked first.
    assert await seen(other) == ([], ["ODOP-GUEST-1"])
    for number in ("ODOP-GUEST-2", "ODOP-GUEST-3", "ODOP-GUEST-9"):
        assert await claimed(other, number) == ["NOT_FOUND"]
    assert await claimed(by_mail, "ODOP-GUEST-1") == ["NOT_FOUND"]
    assert await claimed(other, "odop-guest-1") == []
    assert await seen(other) == (["ODOP-GUEST-1"], [])
    assert await models.AuditEntry.filter(action="order.claim").count() == 2


async def test_concurrent_claims_have_one_winner(ask: Ask) -> None:
    key = "k" * 22
    sealed = seal_for_order("ODOP-GUEST-1", key)
    order = await guest_order("ODOP-GUEST-1", access_key_sealed=sealed)
    people = [await signed_in() for _ in range(6)]
    answers = await asyncio.gather(
        *(ask(CLAIM, token=each.token, n="ODOP-GUEST-1", k=key) for each in people)
    )
    assert sum(answer["orderClaim"]["errors"] == [] for answer in answers) == 1
    assert (await models.Order.get(id=order.id)).account_id in {each.id for each in people}
