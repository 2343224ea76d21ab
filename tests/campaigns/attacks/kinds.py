"""What an attack is, and how most of them ask."""

import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.servers.raw_client import sent

GRAPHQL = "application/graphql-response+json"
JSON = {"content-type": "application/json", "accept": GRAPHQL}
PAGE = {"query": "{ products(first: 5) { nodes { slug name } } }"}
ONE = "{ __typename }"
Told = tuple[int, str]
Run = Callable[["Target"], Awaitable[Told]]


@dataclass(frozen=True)
class Attack:
    """`run` gives a status and a code; `expected` is what they have to be.

    `of` are the rows of `server/limits.py` it goes beyond.
    """

    name: str
    run: Run
    expected: Told
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    address: str
    client: httpx.AsyncClient

    @asynccontextmanager
    async def from_elsewhere(self, source: str) -> AsyncIterator["Target"]:
        """The same mart, asked from another address of this machine."""
        transport = httpx.AsyncHTTPTransport(
            local_address=source, limits=httpx.Limits(max_connections=None)
        )
        async with httpx.AsyncClient(
            base_url=f"http://{self.address}", timeout=60, transport=transport
        ) as client:
            yield Target(self.address, client)


def told(response: httpx.Response) -> Told:
    try:
        errors = response.json().get("errors") or [{"extensions": {"code": ""}}]
        return response.status_code, str(errors[0]["extensions"]["code"])
    except (ValueError, AttributeError):
        return response.status_code, "not JSON"


def body(content: bytes, **headers: str) -> Run:
    async def run(target: Target) -> Told:
        response = await target.client.post("/graphql", content=content, headers=JSON | headers)
        return told(response)

    return run


def document(text: str, variables: Any = None, **more: Any) -> Run:
    return body(json.dumps({"query": text, "variables": variables, **more}).encode())


def get(**parameters: str) -> Run:
    async def run(target: Target) -> Told:
        response = await target.client.get(
            "/graphql", params=parameters, headers={"accept": GRAPHQL}
        )
        return told(response)

    return run


def sends(*parts: bytes) -> Run:
    """Bytes over a connection of its own."""

    async def run(target: Target) -> Told:
        status, _ = await sent(target.address, *parts)
        return status, ""

    return run


REGISTER = """mutation ($i: AccountRegisterInput!) { accountRegister(input: $i) {
  session { accessToken } errors { code } } }"""


async def registered(target: Target) -> str:
    """The access token of somebody new."""
    email = f"{secrets.token_hex(6)}@attacks.example.in"
    given = {"name": "Nobody", "email": email, "password": secrets.token_hex(8)}
    asked = {"query": REGISTER, "variables": {"i": given}}
    found = (await target.client.post("/graphql", json=asked)).json()
    token: str = found["data"]["accountRegister"]["session"]["accessToken"]
    return token


async def well(target: Target) -> bool:
    """Whether an ordinary page is answered."""
    response = await target.client.post("/graphql", json=PAGE)
    return response.is_success and len(response.json()["data"]["products"]["nodes"]) == 5
