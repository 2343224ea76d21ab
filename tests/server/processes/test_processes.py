"""Two processes on one database decide as one: guesses, codes, refresh tokens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

import models
from auth.credentials import one_time_codes
from commerce.sign_in.passwords import hash_of
from tests.support.people.accounts import PASSWORD, make_account, signed_in
from tests.support.servers.served import served

pytestmark = pytest.mark.slow


@pytest.fixture
async def both(reference: str) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Clients of two processes that serve the same database."""
    with served(reference) as one, served(reference) as two:
        async with AsyncExitStack() as stack:
            yield [
                await stack.enter_async_context(
                    httpx.AsyncClient(base_url=f"http://{address}", timeout=30)
                )
                for address in (one, two)
            ]


async def ask(client: httpx.AsyncClient, query: str, **variables: Any) -> dict[str, Any]:
    response = await client.post("/graphql", json={"query": query, "variables": variables})
    found: dict[str, Any] = response.json()
    return found | {"status": response.status_code}


VERIFY = """mutation ($c: ID!, $code: String!) { otpVerify(input: {challenge: $c, code: $code}) {
  session { accessToken } errors { code } } }"""


async def test_a_code_has_five_attempts_across_processes(both: list[httpx.AsyncClient]) -> None:
    sent = await one_time_codes.begin(
        "+910000054321", datetime.now(UTC), models.ChallengePurpose.SIGN_IN
    )
    wrong = f"{(int(sent.code) + 1) % 10**6:06d}"
    guesses = [ask(both[number % 2], VERIFY, c=sent.handle, code=wrong) for number in range(12)]
    for answer in await asyncio.gather(*guesses):
        assert answer["data"]["otpVerify"]["errors"][0]["code"] == "WRONG_CODE"
    row = await models.OtpChallenge.get(handle=sent.handle)
    assert (row.tries, row.used_at) == (5, None)
    for client in both:
        answer = await ask(client, VERIFY, c=sent.handle, code=sent.code)
        assert answer["data"]["otpVerify"]["session"] is None


async def test_a_code_is_accepted_once_across_processes(
    both: list[httpx.AsyncClient],
) -> None:
    sent = await one_time_codes.begin(
        "+910000054321", datetime.now(UTC), models.ChallengePurpose.SIGN_IN
    )
    answers = await asyncio.gather(
        *(ask(both[n % 2], VERIFY, c=sent.handle, code=sent.code) for n in range(20))
    )
    sessions = [each["data"]["otpVerify"]["session"] for each in answers if "data" in each]
    assert sum(each is not None for each in sessions) == 1
    assert await models.Session.all().count() == 1


SIGN_IN_DOCUMENT = """mutation ($e: String!) {
  sessionCreate(input: {email: $e, password: "a wrong password"}) { errors { code } } }"""


async def test_password_guesses_are_limited_across_processes(
    both: list[httpx.AsyncClient],
) -> None:
    account = await make_account(password_hash=await hash_of(PASSWORD))
    answers = await asyncio.gather(
        *(ask(both[n % 2], SIGN_IN_DOCUMENT, e=account.email) for n in range(30))
    )
    told = [each["data"]["sessionCreate"]["errors"][0]["code"] for each in answers]
    assert (told.count("WRONG_CREDENTIALS"), told.count("TOO_MANY_TRIES")) == (10, 20)


REFRESH_DOCUMENT = """mutation ($t: String!) { sessionRefresh(input: {refreshToken: $t}) {
  session { refreshToken accessToken } errors { code } } }"""


async def me(client: httpx.AsyncClient, token: str) -> int:
    """What somebody with this access token is answered."""
    response = await client.post(
        "/graphql",
        json={"query": "{ viewer { id } }"},
        headers={"authorization": f"Bearer {token}"},
    )
    return response.status_code


@pytest.mark.parametrize("round_", range(3))
async def test_concurrent_refreshes_get_the_same_token_across_processes(
    both: list[httpx.AsyncClient], round_: int
) -> None:
    person = await signed_in()
    token = person.refresh_token
    for _ in range(2):
        answers = await asyncio.gather(
            *(ask(both[n % 2], REFRESH_DOCUMENT, t=token) for n in range(20))
        )
        given = [each["data"]["sessionRefresh"]["session"] for each in answers]
        (following,) = {each["refreshToken"] for each in given}
        assert following != token
        for each in given:
            assert await me(both[0], each["accessToken"]) == 200
        token = following
    row = await models.Session.get(id=person.session_id)
    assert row.ended_at is None
    # The first one is older than the one before the last.
    answers = await asyncio.gather(
        *(ask(both[n % 2], REFRESH_DOCUMENT, t=person.refresh_token) for n in range(4))
    )
    assert all(each["data"]["sessionRefresh"]["session"] is None for each in answers)
    row = await models.Session.get(id=person.session_id)
    assert row.end_reason is models.SessionEnd.REUSED


async def test_a_sign_out_takes_effect_in_all_processes(
    both: list[httpx.AsyncClient],
) -> None:
    person = await signed_in()
    bearer = {"authorization": f"Bearer {person.token}"}
    body = {"query": "{ viewer { id } }"}
    for client in both:
        assert (await client.post("/graphql", json=body, headers=bearer)).is_success
    out = {"query": "mutation { sessionRevoke(input: {}) { revokedCount } }"}
    response = await both[0].post("/graphql", json=out, headers=bearer)
    assert response.json()["data"]["sessionRevoke"] == {"revokedCount": 1}
    await asyncio.sleep(0.1)
    for client in both:
        assert (await client.post("/graphql", json=body, headers=bearer)).status_code == 401
