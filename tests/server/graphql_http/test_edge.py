"""The edge: rates, costs, other sites, trusted documents, cookies, headers."""

import asyncio
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

import models
from auth import rate_limits
from auth.credentials import api_keys
from auth.networks import OF_CONNECTIONS, OF_REQUESTS, Wider, counted_networks
from auth.rate_limits import TooMany, count
from auth.roles import Scope
from commerce.sign_in.passwords import hash_of
from database.connect import execute
from server.app import Mart, create_app
from server.documents.persisted_queries import BadManifest, manifest
from server.rate_limits.rate_limit import (
    UNIT_MILLISECONDS,
    UNIT_POINTS,
    RateLimits,
    ServerTime,
    units,
)
from server.requests.authentication import refresh_token_of
from server.requests.client_address import ClientAddresses, household
from server.requests.http_request import Head
from settings import Settings, settings
from tests.support.people import PASSWORD, make_account, signed_in
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("reference")

QUERY = {"query": "{ districts(first: 1) { nodes { name } } }"}
SITE = "https://shop.example.in"


@pytest.fixture(autouse=True)
def _every_request_is_an_ordinary_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes on a busy machine."""
    monkeypatch.setattr("server.rate_limits.accounting.units", lambda *work: 1)


@contextmanager
def changed(**values: Any) -> Iterator[None]:
    before = {name: getattr(settings(), name) for name in values}
    for name, value in values.items():
        setattr(settings(), name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(settings(), name, value)


@contextmanager
def mart(**values: Any) -> Iterator[tuple[Mart, httpx.AsyncClient]]:
    """A mart of its own with other settings."""
    with changed(**values):
        app = create_app()
        transport = httpx.ASGITransport(app=app, client=("203.0.113.9", 1))
        yield app, httpx.AsyncClient(transport=transport, base_url="http://mart.test")


def code(response: httpx.Response) -> str:
    found: str = response.json()["errors"][0]["extensions"]["code"]
    return found


# --- Rates -------------------------------------------------------------------------------------


async def test_a_client_that_asks_too_often_is_told_when_it_may_again() -> None:
    with mart(client_requests=3) as (_, client):
        for left in (2, 1, 0):
            response = await client.post("/graphql", json=QUERY)
            assert response.status_code == 200
            told = response.headers.get("ratelimit", "")
            assert told.startswith(f'"client";r={left};t=') == (left < 2)
        refused = await client.post("/graphql", json=QUERY)
        assert refused.status_code == 429
        assert code(refused) == "RATE_LIMITED"
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.json()["errors"][0]["extensions"]["requestId"]


async def test_clients_behind_a_proxy_that_is_believed_are_counted_apart() -> None:
    with mart(client_requests=1, trusted_proxies=["203.0.113.0/24"]) as (_, client):
        for address in ("198.51.100.1", "198.51.100.2"):
            forwarded = {"x-forwarded-for": f"1.2.3.4, {address}"}
            assert (await client.post("/graphql", json=QUERY, headers=forwarded)).is_success
            refused = await client.post("/graphql", json=QUERY, headers=forwarded)
            assert refused.status_code == 429


async def test_a_client_that_says_it_is_a_proxy_is_not_believed() -> None:
    with mart(client_requests=1) as (_, client):
        assert (await client.post("/graphql", json=QUERY)).is_success
        forwarded = {"x-forwarded-for": "198.51.100.1"}
        refused = await client.post("/graphql", json=QUERY, headers=forwarded)
        assert refused.status_code == 429


async def test_an_account_is_counted_wherever_it_asks_from() -> None:
    person = await signed_in()
    bearer = {"authorization": f"Bearer {person.token}"}
    with mart(account_requests=2) as (_, client):
        for _ in range(2):
            response = await client.post("/graphql", json=QUERY, headers=bearer)
            assert response.is_success
        refused = await client.post("/graphql", json=QUERY, headers=bearer)
        assert refused.status_code == 429
        assert (await client.post("/graphql", json=QUERY)).is_success


async def test_signing_in_is_counted_more_strictly(client: httpx.AsyncClient) -> None:
    body = {
        "query": 'mutation ($e: String!) { sessionCreate(input: {email: $e, password: "x"})'
        " { errors { code } } }"
    }
    statuses = [
        (
            await client.post(
                "/graphql", json={**body, "variables": {"e": f"p{n}@buyer.example.in"}}
            )
        ).status_code
        for n in range(62)
    ]
    assert statuses == [200] * 60 + [429] * 2


async def test_one_account_is_guessed_at_only_so_often(client: httpx.AsyncClient) -> None:
    account = await make_account()
    body = {
        "query": "mutation ($i: SessionCreateInput!) { sessionCreate(input: $i)"
        " { errors { code ... on TryLaterError { retryAfter } } } }",
        "variables": {"i": {"email": account.email, "password": PASSWORD}},
    }
    found = []
    for _ in range(12):
        await execute("DELETE FROM rate_counter WHERE key LIKE '%/sign-in/%'")
        answer = (await client.post("/graphql", json=body)).json()
        found.append(answer["data"]["sessionCreate"]["errors"][0])
    assert [each["code"] for each in found] == ["WRONG_CREDENTIALS"] * 10 + ["TOO_MANY_TRIES"] * 2
    assert 0 < found[-1]["retryAfter"] <= 900


async def test_tries_at_once_are_counted_exactly() -> None:
    async def attempt() -> bool:
        try:
            await count(rate_limits.SIGN_IN, "203.0.113.7")
        except TooMany:
            return False
        return True

    assert sum(await asyncio.gather(*(attempt() for _ in range(80)))) == 60


async def test_processes_tell_each_other_how_often_somebody_asked() -> None:
    one, two = RateLimits(), RateLimits()
    for _ in range(30):
        one.count("client 203.0.113.7", 100, time.time())
        two.count("client 203.0.113.7", 100, time.time())
    for each in (one, two, one):
        await each.exchange()
    assert one.count("client 203.0.113.7", 100, time.time())[0] == 39
    await two.exchange()
    # What was asked seldom is nobody's business.
    one.count("client 203.0.113.8", 100, time.time())
    await one.exchange()
    assert await models.RateCounter.filter(key__contains="203.0.113.8").count() == 0


def test_a_crowd_of_addresses_takes_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.rate_limits.rate_limit.MAX_CLIENTS", 100)
    pace = RateLimits()
    for number in range(1_000):
        pace.count(f"client {number}", 10, time.time())
    assert len(pace._buckets) == 101
    assert pace.count("client 5", 10, time.time())[0] == 8


def test_a_bucket_leaks_and_refuses_only_what_is_beyond() -> None:
    limits, now = RateLimits(), 1_000_000_000.0
    assert [limits.count("x", 60, now)[0] for _ in range(60)] == list(range(59, -1, -1))
    left, seconds = limits.count("x", 60, now)
    assert (left < 0, seconds) == (True, 1)
    # What was refused is not counted: after a second one more may come, and only one.
    assert limits.count("x", 60, now + 1)[0] == 0
    assert limits.count("x", 60, now + 1)[0] < 0
    assert limits.count("x", 60, now + 61)[0] == 59


def test_who_has_many_networks_of_ipv6_has_no_more_for_each() -> None:
    def admitted(limits: RateLimits, networks: list[str], number: int = 1) -> int:
        """How many households may ask once and have what they caused counted."""
        found = 0
        for network in networks:
            if limits.count(network, 10, now)[0] >= 0:
                found += 1
                if number > 1:
                    limits.count(network, 10, now, number - 1)
        return found

    now = 1_000_000_000.0
    site = [f"2001:db8:0:{number:x}::/64" for number in range(256)]
    provider = [f"2001:db8:0:{number * 256:x}::/64" for number in range(256)]
    other = [f"2001:db8:{number:x}::/64" for number in range(1, 60)]
    assert admitted(RateLimits(), site) == 40
    assert admitted(RateLimits(), provider) == 160
    # What a request took beyond an ordinary one counts there too.
    assert admitted(RateLimits(), provider, number=10) == 16
    limits = RateLimits()
    admitted(limits, provider)
    assert limits.is_spent(provider[-1], 10, now)
    assert not limits.is_spent(other[0], 10, now)
    assert admitted(limits, other) == len(other)
    assert limits.count("203.0.113.7", 10, now) == (9, 6)


async def test_requests_of_a_whole_ipv6_network_are_refused(reference: str) -> None:
    proxied = {"ODOP_TRUSTED_PROXIES": "127.0.0.1", "ODOP_CLIENT_REQUESTS": "3"}
    with served(reference, **proxied) as address:
        async with httpx.AsyncClient(base_url=f"http://{address}") as own:

            async def status(client: str) -> int:
                answer = await own.post(
                    "/graphql",
                    json={"query": "{ __typename }"},
                    headers={"x-forwarded-for": client},
                )
                return answer.status_code

            # The first of all takes longer, and counts as several.
            assert await status("203.0.113.7") == 200
            statuses = [await status(f"2001:db8:7:{number * 256:x}::1") for number in range(60)]
            # 48 of them and what leaks meanwhile, fewer where the machine is slow.
            assert statuses[:12] == [200] * 12
            assert 429 in statuses
            assert await status("2001:db8:8::1") == 200


def test_six_hundred_ordinary_requests_a_minute_are_possible_and_dear_ones_are_fewer() -> None:
    limits, now = RateLimits(), 1_000_000_000.0
    for second in range(60):
        for _ in range(10):
            assert limits.count("page", 600, now + second)[0] >= 0
    dear = units(5_000, 400)
    admitted = 0
    for second in range(60):
        for _ in range(10):
            if limits.count("dear", 600, now + second)[0] >= 0:
                admitted += 1
                limits.count("dear", 600, now + second, dear - 1)
    assert admitted <= 2 * 600 / dear + 1


def test_work_is_counted_in_points_and_in_time() -> None:
    assert units(0, 0) == units(UNIT_POINTS, UNIT_MILLISECONDS) == 1
    assert units(5 * UNIT_POINTS, 0) == units(0, 5 * UNIT_MILLISECONDS) == 5
    assert units(10**9, 10**9) == 100


def test_time_is_shared_by_those_who_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("server.rate_limits.rate_limit.time.perf_counter", lambda: clock[0])
    shared = ServerTime()
    alone = shared.begin()
    clock[0] = 1.0
    other = shared.begin()
    clock[0] = 3.0
    assert shared.end(alone) == 2_000
    clock[0] = 4.0
    assert shared.end(other) == 2_000


async def test_what_takes_long_counts_as_several_and_the_header_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for query in (QUERY["query"], "{ nothing }"):
        with mart(client_requests=20) as (_, client):
            monkeypatch.setattr("server.rate_limits.accounting.units", lambda *work: 12)
            answer = await client.post("/graphql", json={"query": query})
            assert answer.headers["ratelimit"].startswith('"client";r=8;t=')
            await client.post("/graphql", json={"query": query})
            refused = await client.post("/graphql", json={"query": query})
            assert refused.status_code == 429
            assert refused.headers["ratelimit"].startswith('"client";r=0;t=')


async def test_a_good_key_or_token_has_its_own_allowance_and_a_bad_one_its_addresses() -> None:
    _, server = await api_keys.make(
        "server", [Scope.CATALOGUE_READ], datetime.now(UTC), created_by=None
    )
    person = await signed_in()
    with mart(client_requests=2, key_requests=50, account_requests=50) as (_, client):
        for token in (server, person.token):
            bearer = {"authorization": f"Bearer {token}"}
            for _ in range(10):
                assert (await client.post("/graphql", json=QUERY, headers=bearer)).is_success
        bad = {"authorization": "Bearer odop_nonsense"}
        statuses = [
            (await client.post("/graphql", json=QUERY, headers=bad)).status_code for _ in range(4)
        ]
        assert statuses == [401, 401, 429, 429]
        assert (await client.post("/graphql", json=QUERY)).status_code == 429
        # Whoever is known goes on.
        for token in (server, person.token):
            bearer = {"authorization": f"Bearer {token}"}
            assert (await client.post("/graphql", json=QUERY, headers=bearer)).is_success


# --- Costs -------------------------------------------------------------------------------------


async def test_what_an_operation_costs_is_told(client: httpx.AsyncClient) -> None:
    query = "query ($n: Int) { districts(first: $n) { nodes { name craft { name } } } }"
    for n, requested in ((2, 5), (10, 21), (None, 41)):
        answer = (
            await client.post("/graphql", json={"query": query, "variables": {"n": n}})
        ).json()
        actual = 1 + 2 * len(answer["data"]["districts"]["nodes"])
        assert answer["extensions"]["cost"] == {
            "requested": requested,
            "actual": actual,
            "limit": 5000,
        }


async def test_what_would_cost_too_much_is_refused_before_it_is_begun(
    client: httpx.AsyncClient, queries: list[str]
) -> None:
    query = """query ($n: Int) { districts(first: 75) { nodes { products(first: $n) {
      nodes { variants { sku options { value } } } } } } }"""
    body = {"query": query, "variables": {"n": 100}}
    refused = await client.post("/graphql", json=body)
    assert refused.status_code == 400
    assert code(refused) == "COST_LIMIT"
    assert refused.json()["errors"][0]["extensions"]["cost"]["requested"] > 5000
    assert queries == []
    body["variables"] = {"n": 1}
    assert (await client.post("/graphql", json=body)).is_success


# --- Other sites -------------------------------------------------------------------------------


async def test_a_listed_site_may_ask_and_others_may_not() -> None:
    ask = {"access-control-request-method": "POST"}
    with mart(allowed_origins=[SITE]) as (_, client):
        told = await client.options("/graphql", headers={"origin": SITE, **ask})
        assert told.status_code == 204
        assert told.headers["access-control-allow-origin"] == SITE
        assert told.headers["access-control-allow-credentials"] == "true"
        assert "authorization" in told.headers["access-control-allow-headers"]
        given = await client.post("/graphql", json=QUERY, headers={"origin": SITE})
        assert given.headers["access-control-allow-origin"] == SITE
        assert "Origin" in given.headers["vary"]
        other = {"origin": "https://elsewhere.example"}
        assert (await client.options("/graphql", headers={**other, **ask})).status_code == 405
        given = await client.post("/graphql", json=QUERY, headers=other)
        assert "access-control-allow-origin" not in given.headers


async def test_a_refusal_is_readable_for_a_listed_site() -> None:
    with mart(allowed_origins=[SITE], client_requests=1) as (_, client):
        headers = {"origin": SITE, "content-type": "text/plain"}
        for status in (415, 429):
            refused = await client.post("/graphql", content=b"x", headers=headers)
            assert refused.status_code == status
            assert refused.headers["access-control-allow-origin"] == SITE


# --- Trusted documents -------------------------------------------------------------------------


def trusted(path: Path, *documents: str) -> Path:
    path.write_text(
        json.dumps({hashlib.sha256(each.encode()).hexdigest(): each for each in documents})
    )
    return path


async def test_only_documents_of_the_manifest_are_answered(tmp_path: Path) -> None:
    known = QUERY["query"]
    file = trusted(tmp_path / "documents.json", known)
    with mart(documents_file=file, documents_only=True) as (_, client):
        assert (await client.post("/graphql", json=QUERY)).is_success
        given = hashlib.sha256(known.encode()).hexdigest()
        hashed = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": given}}}
        assert (await client.post("/graphql", json=hashed)).is_success
        for body in (
            {"query": "{ __typename }"},
            {
                "query": "{ __typename }",
                "extensions": {
                    "persistedQuery": {
                        "version": 1,
                        "sha256Hash": hashlib.sha256(b"{ __typename }").hexdigest(),
                    }
                },
            },
        ):
            refused = await client.post("/graphql", json=body)
            assert refused.status_code == 403
            assert code(refused) == "DOCUMENT_NOT_TRUSTED"


@pytest.mark.parametrize(
    "content", ["", "[]", "5", '{"x": "{ __typename }"}', '{"operations": [{"id": 1}]}']
)
def test_a_manifest_that_is_none_is_said(tmp_path: Path, content: str) -> None:
    file = tmp_path / "documents.json"
    file.write_text(content)
    with pytest.raises(BadManifest):
        manifest(file)


def test_a_manifest_of_apollos_tools_is_read(tmp_path: Path) -> None:
    document = "query Q { __typename }"
    given = hashlib.sha256(document.encode()).hexdigest()
    file = tmp_path / "manifest.json"
    operations = [{"id": given, "name": "Q", "type": "query", "body": document}]
    file.write_text(
        json.dumps(
            {"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations}
        )
    )
    assert manifest(file) == {given: document}


# --- Cookies and headers -----------------------------------------------------------------------

SIGN_IN = """mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) {
  session { refreshToken } errors { code } } }"""
REFRESH = """mutation { sessionRefresh(input: {}) { session { accessToken refreshToken }
  errors { code } } }"""


async def test_the_webs_refresh_token_is_in_a_cookie_scripts_cannot_read() -> None:
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
def test_other_cookies_of_a_site_take_nothing_from_ours(other: str) -> None:
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


async def test_no_cookie_is_cleared_but_one_that_opens_nothing_any_more() -> None:
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


async def test_a_device_is_recognised_by_a_cookie_scripts_cannot_read() -> None:
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
async def test_cookies_over_https_have_a_prefix_and_are_read_by_it_alone(url: str) -> None:
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


async def test_a_cookie_alone_opens_nothing(client: httpx.AsyncClient) -> None:
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


@pytest.mark.parametrize("token", ["x", "odop_x", "a.b.c", "é", "x" * 5000])
async def test_a_token_that_opens_nothing_is_401(client: httpx.AsyncClient, token: str) -> None:
    headers = [(b"authorization", f"Bearer {token}".encode())]
    refused = await client.post("/graphql", json=QUERY, headers=headers)
    assert refused.status_code == 401
    assert code(refused) == "UNAUTHENTICATED"
    assert "invalid_token" in refused.headers["www-authenticate"]


async def test_what_is_signed_in_is_never_kept_by_others() -> None:
    person = await signed_in()
    with mart() as (_, client):
        for query in ("{ viewer { id } }", '{ product(slug: "x") { isWishlisted } }'):
            response = await client.get(
                "/graphql",
                params={"query": query},
                headers={"authorization": f"Bearer {person.token}"},
            )
            assert response.headers["cache-control"] == "no-store"


async def test_answers_say_nothing_of_the_server(client: httpx.AsyncClient) -> None:
    response = await client.post("/graphql", json=QUERY)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert "server" not in response.headers


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "1.2.3.4", "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "1.2.3.4, 10.0.0.2", "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        ("10.0.0.1", "account 5", "unknown"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "", "fe80::/64"),
        ("::1", "", "::/64"),
        ("::ffff:203.0.113.9", "", "203.0.113.9"),
        ("unknown", "", "unknown"),
        ("10.0.0.1", "1.2.3.4:567", "1.2.3.4"),
        ("10.0.0.1", "1.2.3.4:567, 10.0.0.2:80", "1.2.3.4"),
        ("10.0.0.1", '"1.2.3.4:567"', "1.2.3.4"),
        ("10.0.0.1", "[2001:db8:1:2::5]:443", "2001:db8:1:2::/64"),
        ("10.0.0.1", '"[2001:db8:1:2::5]:443"', "2001:db8:1:2::/64"),
        ("10.0.0.1", "[2001:db8:1:2::5]", "2001:db8:1:2::/64"),
        ("10.0.0.1", "2001:db8:1:2::5", "2001:db8:1:2::/64"),
        ("10.0.0.1", "9.9.9.9,\r\n 1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "1.2.3.4:567890", "unknown"),
        ("10.0.0.1", "1.2.3.4, ", "10.0.0.1"),
    ],
)
def test_whom_a_request_comes_from(peer: str, forwarded: str, client: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert ClientAddresses(["10.0.0.0/8"]).of(peer, headers) == client


def test_lines_of_a_header_are_one_list_and_forwarded_is_not_believed() -> None:
    clients = ClientAddresses(["10.0.0.0/8"])
    lines = [(b"x-forwarded-for", b"1.2.3.4"), (b"x-forwarded-for", b"10.0.0.2")]
    assert clients.of("10.0.0.1", lines) == "1.2.3.4"
    assert clients.of("10.0.0.1", [(b"forwarded", b"for=1.2.3.4")]) == "10.0.0.1"


@pytest.mark.parametrize(
    ("wider", "site", "provider"), [(OF_REQUESTS, 4, 16), (OF_CONNECTIONS, 2, 4)]
)
def test_households_of_one_network_are_counted_together_too(
    wider: Wider, site: int, provider: int
) -> None:
    for alone in ("203.0.113.9", "unknown", "account 7"):
        assert counted_networks(alone, wider) == ((alone, 1),)
    assert counted_networks(household("2001:db8:1:2:3::4"), wider) == (
        ("2001:db8:1:2::/64", 1),
        ("2001:db8:1::/56", site),
        ("2001:db8:1::/48", provider),
    )


@pytest.mark.parametrize("path", ["/schema.graphql", "/readyz"])
@pytest.mark.usefixtures("reference")
async def test_other_routes_count_for_their_address(path: str) -> None:
    with mart(client_requests=3, trusted_proxies=["203.0.113.0/24"]) as (app, client):
        behind = {"x-forwarded-for": "198.51.100.1"}
        for _ in range(3):
            assert (await client.get(path, headers=behind)).status_code != 429
        refused = await client.get(path, headers=behind)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) >= 1
        # A proxy that looks whether we are there is not counted, nor is this machine.
        local = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, client=("127.0.0.1", 1)),
            base_url="http://mart.test",
        )
        for each in (client, local):
            for _ in range(5):
                assert (await each.get(path)).status_code != 429
        again = await client.post("/graphql", json=QUERY, headers=behind)
        assert again.status_code == 429
