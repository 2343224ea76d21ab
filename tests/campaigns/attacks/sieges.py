"""Heavy loads that go on while somebody else buys: `python -m tests.campaigns.attacks.sieges`.

Each runs in a process of its own: what its buyer waits for is the mart, not the attacker.
"""

import argparse
import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial

import httpx
from websockets.exceptions import WebSocketException

from tests.campaigns.attacks.kinds import JSON, Target, told
from tests.support.servers.raw_client import raw
from tests.support.servers.sockets import begin, hear, opened, say

numbers = itertools.count()
Load = Callable[[Target, str], Awaitable[str]]


@dataclass(frozen=True)
class Siege:
    """`load` is done by `crowd` at once, again and again; it tells what came of it."""

    name: str
    load: Load
    crowd: int = 10


async def _ask(target: Target, source: str, query: str, variables: object = None) -> str:
    asked = {"query": query, "variables": variables}
    response = await target.client.post("/graphql", json=asked, headers=JSON)
    status, code = told(response)
    return f"{status} {code}".strip()


FACETS = """query ($f: ProductFilter, $s: String) { products(first: 100, filter: $f, search: $s) {
  totalCount facets { vendors { count vendor { slug } } artisans { count }
  attributes { attribute { name } values { count } } } nodes { name } } }"""
FIELDS = "name args { name type { name } } type { name kind ofType { name } } isDeprecated"


async def filters(target: Target, source: str) -> str:
    """Twenty attributes with a hundred values each, as many as there may be, each time others."""
    own = next(numbers)
    attributes = [
        {"attribute": ("fabric", "color", "occasion", f"a{n}")[n % 4],
         "values": [f"v{v}-{own}" for v in range(99)] + ["silk"]}
        for n in range(20)
    ]  # fmt: skip
    return await _ask(target, source, FACETS, {"f": {"attributes": attributes}})


async def facets(target: Target, source: str) -> str:
    """What the storefront asks, with a price nobody asked for before: nothing of it is kept."""
    wanted = {"f": {"price": {"max": f"{10_000 + next(numbers)}"}}, "s": "silk saree"}
    return await _ask(target, source, FACETS, wanted)


async def introspection(target: Target, source: str) -> str:
    """The whole schema, by a document of another name each time."""
    name = f"Q{next(numbers)}"
    text = f"query {name} {{ __schema {{ types {{ name description fields {{ {FIELDS} }} }} }} }}"
    return await _ask(target, source, text)


async def bodies(target: Target, source: str) -> str:
    """As large as a body may be."""
    return await _ask(target, source, "{ __typename }", {"x": f"{next(numbers)}" + "y" * 250_000})


async def refused_documents(target: Target, source: str) -> str:
    """As dear to refuse as a document can be, each another one."""
    own = next(numbers)
    text = f"query Q{own} {{ products {{ " + "nodes{craft{district{craft{id}}}} " * 150 + "} }"
    return await _ask(target, source, text)


async def searches(target: Target, source: str) -> str:
    texts = " ".join(
        f'a{n}: products(search: "handwoven silk saree {next(numbers)}", first: 20)'
        " { totalCount nodes { name artisan { name } } }"
        for n in range(8)
    )
    return await _ask(target, source, f"{{ {texts} }}")


async def slow_heads(target: Target, source: str) -> str:
    async with raw(target.address, source) as client:
        await client.send(b"GET /graphql HTTP/1.1\r\nhost: x\r\nx-slow: ")
        return str((await client.answer(20))[0])


async def sockets(target: Target, source: str) -> str:
    """Opens one, asks for pages and pings until it is closed."""
    page = {"query": "{ products(first: 50) { nodes { name images { url } } } }"}
    async with opened(target.address, local_addr=(source, 0)) as socket:
        await begin(socket)
        for number in range(50):
            await say(socket, type="subscribe", id=str(number), payload=page)
            await say(socket, type="ping")
        heard = Counter([(await hear(socket, 20))["type"] for _ in range(60)])
    return " ".join(sorted(heard))


SIEGES = (
    Siege("filters at their bound", filters),
    Siege("facets of everything", facets),
    Siege("introspection", introspection),
    Siege("bodies of 250 kB", bodies),
    Siege("refused documents", refused_documents),
    Siege("searches", searches),
    Siege("slow heads", slow_heads, crowd=300),
    Siege("sockets", sockets, crowd=30),
)


async def lay(target: Target, source: str, siege: Siege) -> None:
    """Go on until the process is ended; tells of it when the first is through, and of each."""

    async def one() -> None:
        while True:
            try:
                came = await siege.load(target, source)
            except (OSError, httpx.HTTPError, WebSocketException, TimeoutError) as error:
                came = type(error).__name__
            print(json.dumps(came), flush=True)

    await asyncio.gather(*(one() for _ in range(siege.crowd)))


async def _attacker(address: str, source: str, name: str) -> None:
    siege = next(each for each in SIEGES if each.name == name)
    transport = httpx.AsyncHTTPTransport(
        local_address=source, limits=httpx.Limits(max_connections=None)
    )
    async with httpx.AsyncClient(
        base_url=f"http://{address}", timeout=60, transport=transport
    ) as client:
        if siege.load is slow_heads:
            # Nothing comes of one for a while: they are there as soon as they are open.
            print(json.dumps("open"), flush=True)
        await lay(Target(address, client), source, siege)


@asynccontextmanager
async def besieged(address: str, siege: Siege, source: str) -> AsyncIterator[Counter[str]]:
    """The mart under a siege that has begun; what came of it is counted."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.campaigns.attacks.sieges", address, source, siege.name,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    came: Counter[str] = Counter()
    came[json.loads(await process.stdout.readline())] += 1
    reading = asyncio.create_task(_count(process.stdout, came))
    try:
        yield came
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        await reading


async def _count(lines: asyncio.StreamReader, came: Counter[str]) -> None:
    async for line in lines:
        with suppress(ValueError):
            came[json.loads(line)] += 1


# --- The buyer ---------------------------------------------------------------------------------

CREATE = "mutation { cartCreate(input: {}) { cart { id } errors { code } } }"
ADD = """mutation ($i: CartLinesAddInput!) { cartLinesAdd(input: $i) {
  cart { total { amount } } errors { code } } }"""
VARIANTS = "{ products(first: 1, filter: {isAvailable: true}) { nodes { variants { id } } } }"


class NotServed(Exception):  # noqa: N818 - it says what happened
    """Somebody who buys is told to come again."""


async def variant_id(client: httpx.AsyncClient) -> str:
    found = (await client.post("/graphql", json={"query": VARIANTS})).json()
    variant: str = found["data"]["products"]["nodes"][0]["variants"][0]["id"]
    return variant


async def buys(address: str, variant: str) -> dict[str, float]:
    """A new visitor begins a cart, adds something, and the mart is ready: seconds of each."""
    took: dict[str, float] = {}
    async with httpx.AsyncClient(base_url=f"http://{address}", timeout=60) as client:

        async def timed(name: str, ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
            begun = time.perf_counter()
            response = await ask()
            took[name] = time.perf_counter() - begun
            if response.status_code != 200:
                raise NotServed(name, response.status_code, response.text)
            return response

        made = await timed("cartCreate", partial(client.post, "/graphql", json={"query": CREATE}))
        cart = made.json()["data"]["cartCreate"]["cart"]["id"]
        line = {"variantId": variant, "quantity": 1}
        asked = {"query": ADD, "variables": {"i": {"cartId": cart, "lines": [line]}}}
        added = await timed("cartLinesAdd", partial(client.post, "/graphql", json=asked))
        assert added.json()["data"]["cartLinesAdd"]["errors"] == [], added.text
        await timed("/readyz", partial(client.get, "/readyz"))
    return took


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("source")
    parser.add_argument("name")
    given = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(_attacker(given.address, given.source, given.name))
