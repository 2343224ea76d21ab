"""Clients with addresses and device cookies of their own, and accounts they sign in to."""

import itertools
from datetime import UTC, datetime
from typing import Any

import httpx

import models
from auth.credentials import one_time_codes, recovery_codes
from auth.credentials.passwords import HASHER
from auth.sessions.devices import cookie_of, new_device_id
from server.app import Mart, create_app
from tests.support.people.accounts import PASSWORD, add_factor, make_account

HASHED = HASHER.hash(PASSWORD)
numbers = itertools.count(1)
CREATE = """mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) {
  session { accessToken refreshToken } errors { code } } }"""
CONFIRM = """mutation ($i: SessionConfirmInput!) { sessionConfirm(input: $i) {
  viewer { id } errors { code message } } }"""
VERIFY = """mutation ($i: OtpVerifyInput!) { otpVerify(input: $i) {
  session { accessToken refreshToken } errors { code } } }"""
UNKNOWN = "ABCD-EFGH-IJKL-MNO2"


def credentials(account: models.Account) -> dict[str, Any]:
    return {"email": account.email, "password": PASSWORD}


class Device:
    """A client with an address of its own, and perhaps a device's cookie.

    Each request has a process of its own, unless `app` is given.
    """

    def __init__(self, *, has_cookie: bool = False, app: Mart | None = None) -> None:
        self.app = app
        self.address = f"203.0.113.{next(numbers) % 250}"
        self.cookie = f"odop_device={cookie_of(new_device_id())}" if has_cookie else ""

    async def ask(self, document: str, bearer: str = "", /, **input: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        if self.cookie:
            headers["cookie"] = self.cookie
        transport = httpx.ASGITransport(app=self.app or create_app(), client=(self.address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://mart.test") as client:
            body = {"query": document, "variables": {"i": input}}
            return await client.post("/graphql", json=body, headers=headers)

    async def payload(self, document: str, bearer: str = "", /, **input: Any) -> dict[str, Any]:
        answer = (await self.ask(document, bearer, **input)).json()
        assert "data" in answer, answer
        return answer["data"].popitem()[1]  # type: ignore[no-any-return]

    async def begin(self, account: models.Account, **more: Any) -> dict[str, Any]:
        """Half a sign-in."""
        payload = await self.payload(CREATE, **credentials(account) | more)
        assert payload["errors"] == []
        session: dict[str, Any] = payload["session"]
        return session

    async def begin_by_code(self, account: models.Account, **more: Any) -> dict[str, Any]:
        """A sign-in by a one-time code, or half of it; its session."""
        sent = await one_time_codes.begin(
            str(account.email), datetime.now(UTC), models.ChallengePurpose.SIGN_IN
        )
        payload = await self.payload(VERIFY, challenge=sent.handle, code=sent.code, **more)
        assert payload["errors"] == []
        session: dict[str, Any] = payload["session"]
        return session

    async def confirm(self, token: str, code: str, **more: Any) -> list[str]:
        payload = await self.payload(CONFIRM, token, code=code, **more)
        return [each["code"] for each in payload["errors"]]


async def account_with_app() -> tuple[models.Account, list[str]]:
    """An account with an app, and its recovery codes."""
    account = await make_account(password_hash=HASHED)
    await add_factor(account)
    return account, await recovery_codes.make(account.id, datetime.now(UTC))
