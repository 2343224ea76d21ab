"""Cookies of refresh tokens and devices."""

import httpx
import pytest

from commerce.sign_in.passwords import hash_of
from database.connect import execute
from server.requests.credentials import refresh_token_of
from server.requests.http_request import Head
from settings import Settings
from tests.support.people.accounts import PASSWORD, make_account, signed_in
from tests.support.servers.mart import mart

pytestmark = pytest.mark.usefixtures("reference")


SIGN_IN = """mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) {
  session { refreshToken } errors { code } } }"""


REFRESH = """mutation { sessionRefresh(input: {}) { session { accessToken refreshToken }
  errors { code } } }"""


async def test_the_refresh_cookie_of_browsers_is_http_only() -> None:
    account = await make_account(password_hash=await hash_of(PASSWORD))
    with mart(public_url="https://mart.example.in") as (_, client):
        given = {"email": account.email, "password": PASSWORD, "transport": "COOKIE"}
        response = await client.post("/graphql", json={"query": SIGN_IN, "variables": {"i": given}})
        cookie = response.headers["set-cookie"]
        for part in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/graphql", "Max-Age=2592000"):
            assert part in cookie
        assert response.json()["data"]["sessionCreate"]["session"] == {"refreshToken": None}
        token = cookie.partition(";")[0]
        refreshed = await client.post(
            "/graphql", json={"query": REFRESH}, headers={"cookie": token}
        )
        session = refreshed.json()["data"]["sessionRefresh"]["session"]
        assert session["refreshToken"] is None
        assert refreshed.headers["set-cookie"].partition(";")[0] != token
        # A second tab showed the first one too: it is given the same cookie.
        again = await client.post("/graphql", json={"query": REFRESH}, headers={"cookie": token})
        assert again.json()["data"]["sessionRefresh"]["errors"] == []
        assert again.headers["set-cookie"] == refreshed.headers["set-cookie"]


@pytest.mark.parametrize(
    "other",
    [
        'prefs={"lang": "hi", "seen": [1, 2]}',
        "campaign=a b, c",
        "cart[0]=1",
        "a@b=1",
        "consent",
        "=1",
        "path=/shop",
        'note="not closed',
        "नाम=आशा",
        "x=;;y=2",
        "wide=" + "y" * 8_000,
    ],
)
def test_other_cookies_do_not_hide_the_refresh_cookie(other: str) -> None:
    own = "odop_refresh=handle.secret"
    for sent in (f"{other}; {own}", f"{own}; {other}", f"{other};{own};{other}"):
        head = Head({"query_string": b"", "headers": [(b"cookie", sent.encode())]})
        assert refresh_token_of(head) == "handle.secret"


REFRESH_BY_COOKIE = "mutation { sessionRefresh(input: {}) { errors { code } } }"


def refresh_cookie(response: httpx.Response) -> str:
    (found,) = (
        each for each in response.headers.get_list("set-cookie") if each.startswith("odop_refresh=")
    )
    return found.partition(";")[0]


async def test_only_cookies_of_ended_sessions_are_cleared() -> None:
    account = await make_account(password_hash=await hash_of(PASSWORD))
    given = {"email": account.email, "password": PASSWORD, "transport": "COOKIE"}

    with mart() as (_, client):

        async def sign_in(**headers: str) -> httpx.Response:
            client.cookies.clear()
            body = {"query": SIGN_IN, "variables": {"i": given}}
            return await client.post("/graphql", json=body, headers=headers)

        async def refresh(cookie: str, **input: str) -> httpx.Response:
            query = REFRESH.replace("mutation {", "mutation ($i: SessionRefreshInput!) {")
            query = query.replace("input: {}", "input: $i")
            body = {"query": query, "variables": {"i": input}}
            return await client.post("/graphql", json=body, headers={"cookie": cookie})

        first = refresh_cookie(await sign_in())
        second = refresh_cookie(await refresh(first))
        third = refresh_cookie(await refresh(second))
        # The slow tab ends the session; what it is told leaves the others' cookie alone.
        loser = await refresh(first)
        assert loser.json()["data"]["sessionRefresh"]["errors"] == [{"code": "SESSION_ENDED"}]
        assert "set-cookie" not in loser.headers
        assert "set-cookie" not in (await refresh(second)).headers
        # The last one of a session that is over can go.
        assert "odop_refresh=;" in (await refresh(third)).headers["set-cookie"]
        # Not where the browser has signed in since, nor for a token beside the cookie.
        signed = await sign_in()
        device = next(c for c in signed.headers.get_list("set-cookie") if c.startswith("odop_dev"))
        device = device.partition(";")[0]
        old = refresh_cookie(signed)
        await sign_in(cookie=device)
        await execute(
            "UPDATE session SET ended_at = now(), end_reason = 'signed_out'"
            " WHERE id = (SELECT min(id) FROM session WHERE ended_at IS NULL)"
        )
        assert "set-cookie" not in (await refresh(f"{device}; {old}")).headers
        live = refresh_cookie(await sign_in())
        assert "set-cookie" not in (await refresh(live, refreshToken="x.y")).headers


async def test_the_device_cookie_is_http_only() -> None:
    account = await make_account(password_hash=await hash_of(PASSWORD))
    given = {"email": account.email, "password": PASSWORD, "transport": "COOKIE"}
    body = {"query": SIGN_IN, "variables": {"i": given}}
    with mart(public_url="https://mart.example.in") as (_, client):
        cookies = (await client.post("/graphql", json=body)).headers.get_list("set-cookie")
        cookie = next(each for each in cookies if each.startswith("__Secure-odop_device="))
        for part in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/graphql", "Max-Age=34560000"):
            assert part in cookie
        shown = {"cookie": cookie.partition(";")[0]}
        again = await client.post("/graphql", json=body, headers=shown)
        assert not any("odop_device" in each for each in again.headers.get_list("set-cookie"))
        # What the mart has not sealed is no device of its.
        client.cookies.clear()
        forged = {"cookie": shown["cookie"][:-4] + "AAAA"}
        again = await client.post("/graphql", json=body, headers=forged)
        assert any("odop_device" in each for each in again.headers.get_list("set-cookie"))
        # A password that is wrong brings none.
        wrong = {"query": SIGN_IN, "variables": {"i": {**given, "password": "a wrong password"}}}
        assert "set-cookie" not in (await client.post("/graphql", json=wrong)).headers
        # Apps keep their token themselves.
        app = {"query": SIGN_IN, "variables": {"i": {**given, "transport": "BODY"}}}
        assert "set-cookie" not in (await client.post("/graphql", json=app)).headers


@pytest.mark.parametrize("url", ["https://mart.example.in", "HTTPS://Mart.example.in/"])
async def test_https_cookies_need_the_secure_prefix(url: str) -> None:
    """A name without it may be planted over http, and would sign a buyer in as somebody else."""
    account = await make_account(password_hash=await hash_of(PASSWORD))
    given = {"email": account.email, "password": PASSWORD, "transport": "COOKIE"}
    # Validated as from the environment.
    with mart(public_url=Settings(public_url=url).public_url) as (_, client):
        body = {"query": SIGN_IN, "variables": {"i": given}}
        signed = (await client.post("/graphql", json=body)).headers.get_list("set-cookie")
        assert len(signed) == 2
        for cookie in signed:
            assert cookie.startswith(("__Secure-odop_refresh=", "__Secure-odop_device="))
            assert cookie.endswith("; Secure")
        refresh_token, device = (each.partition(";")[0].partition("=")[2] for each in signed)
        refresh = {"query": REFRESH_BY_COOKIE}

        async def refreshed(cookie: str) -> tuple[bool, list[str]]:
            client.cookies.clear()
            answer = await client.post("/graphql", json=refresh, headers={"cookie": cookie})
            found = answer.json()["data"]["sessionRefresh"]["errors"]
            return found == [], answer.headers.get_list("set-cookie")

        for name in ("odop_refresh", "__secure-odop_refresh", "__Host-odop_refresh"):
            assert await refreshed(f"{name}={refresh_token}") == (False, [])
        went, told = await refreshed(
            f"odop_refresh=planted.x; odop_device={device}; __Secure-odop_refresh={refresh_token}"
        )
        assert went
        # The other one is taken away where there is one.
        assert any(each.startswith("odop_refresh=; ") and "Max-Age=0" in each for each in told)
        client.cookies.clear()
        again = await client.post(
            "/graphql", json=body, headers={"cookie": f"odop_device={device}"}
        )
        assert any("odop_device" in each for each in again.headers.get_list("set-cookie"))


async def test_a_cookie_alone_does_not_authenticate(client: httpx.AsyncClient) -> None:
    person = await signed_in()
    headers = {"cookie": f"odop_refresh={person.refresh_token}"}
    body = {"query": "{ viewer { id } }"}
    assert (await client.post("/graphql", json=body, headers=headers)).json()["data"] == {
        "viewer": None
    }
    # What a page of another site can send without asking is not read at all.
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        refused = await client.post(
            "/graphql", content=b'{"query": "x"}', headers={**headers, "content-type": kind}
        )
        assert refused.status_code == 415
