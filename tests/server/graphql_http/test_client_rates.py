"""Request rates by address, network, account, token and key."""

import asyncio
import time
from datetime import UTC, datetime

import httpx
import pytest

import models
from auth import rate_limits
from auth.credentials import api_keys
from auth.networks import OF_CONNECTIONS, OF_REQUESTS, Wider, counted_networks
from auth.rate_limits import TooMany, count
from auth.roles import Scope
from database.connect import execute
from server.rate_limits.rate_limit import RateLimits
from server.requests.client_address import ClientAddresses, household
from tests.support.people.accounts import PASSWORD, make_account, signed_in
from tests.support.servers.mart import QUERY, code, mart
from tests.support.servers.served import served

pytestmark = pytest.mark.usefixtures("reference")


async def test_a_rate_limited_client_gets_retry_after() -> None:
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


async def test_clients_behind_a_trusted_proxy_are_counted_separately() -> None:
    with mart(client_requests=1, trusted_proxies=["203.0.113.0/24"]) as (_, client):
        for address in ("198.51.100.1", "198.51.100.2"):
            forwarded = {"x-forwarded-for": f"1.2.3.4, {address}"}
            assert (await client.post("/graphql", json=QUERY, headers=forwarded)).is_success
            refused = await client.post("/graphql", json=QUERY, headers=forwarded)
            assert refused.status_code == 429


async def test_forwarded_addresses_of_untrusted_clients_are_ignored() -> None:
    with mart(client_requests=1) as (_, client):
        assert (await client.post("/graphql", json=QUERY)).is_success
        forwarded = {"x-forwarded-for": "198.51.100.1"}
        refused = await client.post("/graphql", json=QUERY, headers=forwarded)
        assert refused.status_code == 429


async def test_an_account_is_counted_across_addresses() -> None:
    person = await signed_in()
    bearer = {"authorization": f"Bearer {person.token}"}
    with mart(account_requests=2) as (_, client):
        # And the one of the session.
        for _ in range(2 + 1):
            response = await client.post("/graphql", json=QUERY, headers=bearer)
            assert response.is_success
        refused = await client.post("/graphql", json=QUERY, headers=bearer)
        assert refused.status_code == 429
        assert (await client.post("/graphql", json=QUERY)).is_success


async def test_a_copied_token_leaves_other_sessions_units() -> None:
    person = await signed_in()
    own = await signed_in(person.account)
    copied, bearer = ({"authorization": f"Bearer {each.token}"} for each in (person, own))
    with mart(account_requests=40) as (_, client):
        found = [
            (await client.post("/graphql", json=QUERY, headers=copied)).status_code
            for _ in range(45)
        ]
        assert found[-1] == 429
        assert (await client.post("/graphql", json=QUERY, headers=bearer)).is_success
        last = await client.post("/graphql", json=QUERY, headers=bearer)
        assert last.headers["ratelimit"].startswith('"session";r=0;')
        assert (await client.post("/graphql", json=QUERY, headers=bearer)).status_code == 429


@pytest.mark.slow
async def test_sign_ins_have_a_stricter_rate_limit(client: httpx.AsyncClient) -> None:
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


async def test_password_guesses_for_one_account_are_limited(client: httpx.AsyncClient) -> None:
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


async def test_concurrent_attempts_are_counted_exactly() -> None:
    async def attempt() -> bool:
        try:
            await count(rate_limits.SIGN_IN, "203.0.113.7")
        except TooMany:
            return False
        return True

    assert sum(await asyncio.gather(*(attempt() for _ in range(80)))) == 60


async def test_processes_share_their_request_counts() -> None:
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


def test_the_number_of_rate_buckets_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.rate_limits.rate_limit.MAX_CLIENTS", 100)
    pace = RateLimits()
    for number in range(1_000):
        pace.count(f"client {number}", 10, time.time())
    assert len(pace._buckets) == 101
    assert pace.count("client 5", 10, time.time())[0] == 8


def test_a_bucket_leaks_and_refuses_only_the_excess() -> None:
    limits, now = RateLimits(), 1_000_000_000.0
    assert [limits.count("x", 60, now)[0] for _ in range(60)] == list(range(59, -1, -1))
    left, seconds = limits.count("x", 60, now)
    assert (left < 0, seconds) == (True, 1)
    # What was refused is not counted: after a second one more may come, and only one.
    assert limits.count("x", 60, now + 1)[0] == 0
    assert limits.count("x", 60, now + 1)[0] < 0
    assert limits.count("x", 60, now + 61)[0] == 59


def test_a_large_ipv6_network_has_a_shared_limit() -> None:
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


@pytest.mark.slow
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


async def test_valid_tokens_have_their_own_rate_and_invalid_ones_count_for_the_address() -> None:
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
def test_the_client_address_of_a_request(peer: str, forwarded: str, client: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert ClientAddresses(["10.0.0.0/8"]).of(peer, headers) == client


def test_x_forwarded_for_lines_are_joined_and_forwarded_is_ignored() -> None:
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
