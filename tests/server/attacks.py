"""Attacks on the edge, each with what has to come of it; none may hold the mart up.

`python -m tests.server.attacks` serves the demo catalogue, tries each, and prints how long each
took and how long a page took right after. It fails when one of them takes more than 1.5 s.
"""

import asyncio
import functools
import json
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from tests.server.raw import sent
from tests.server.served import served

SECONDS = 1.5
GRAPHQL = "application/graphql-response+json"
JSON = {"content-type": "application/json", "accept": GRAPHQL}
PAGE = {"query": "{ products(first: 5) { nodes { slug name } } }"}


@dataclass(frozen=True)
class Attack:
    """`run` gives a status and a code; `expected` is what they have to be."""

    name: str
    run: Callable[["Target"], Awaitable[tuple[int, str]]]
    expected: tuple[int, str]


@dataclass(frozen=True)
class Target:
    address: str
    client: httpx.AsyncClient


def _told(response: httpx.Response) -> tuple[int, str]:
    try:
        errors = response.json().get("errors") or [{"extensions": {"code": ""}}]
        return response.status_code, str(errors[0]["extensions"]["code"])
    except (ValueError, AttributeError):
        return response.status_code, "not JSON"


def body(content: bytes, **headers: str) -> Callable[[Target], Awaitable[tuple[int, str]]]:
    async def run(target: Target) -> tuple[int, str]:
        response = await target.client.post("/graphql", content=content, headers=JSON | headers)
        return _told(response)

    return run


def document(
    text: str, variables: Any = None, **more: Any
) -> Callable[[Target], Awaitable[tuple[int, str]]]:
    return body(json.dumps({"query": text, "variables": variables, **more}).encode())


def get(**parameters: str) -> Callable[[Target], Awaitable[tuple[int, str]]]:
    async def run(target: Target) -> tuple[int, str]:
        response = await target.client.get(
            "/graphql", params=parameters, headers={"accept": GRAPHQL}
        )
        return _told(response)

    return run


def chain(links: int, kind: str = "Query", last: str = "__typename") -> str:
    """Fragments that each spread the next one twice."""
    parts = [f"{{ ...F0 ...F0 }} fragment F{links} on {kind} {{ {last} }}"]
    parts += [
        f"fragment F{n} on {kind} {{ ...F{n + 1} ...F{n + 1} }}" for n in reversed(range(links))
    ]
    return " ".join(parts)


def nested(depth: int) -> str:
    return (
        '{ district(slug: "agra") '
        + "{ crafts { district " * depth
        + "{ name }"
        + "} }" * depth
        + "}"
    )


def deep_introspection(depth: int) -> str:
    return "{ __schema { types { " + "fields { type { " * depth + "name" + " } }" * depth + "} } }"


async def half_a_body(target: Target) -> tuple[int, str]:
    """Says that more is to come, and leaves; the answer is that the mart doesn't mind."""
    host, port = target.address.split(":")
    for _ in range(20):
        with socket.create_connection((host, int(port))) as raw:
            raw.sendall(
                b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                b'content-length: 1000\r\n\r\n{"query":'
            )
    return 0, ""


async def leave_in_the_middle(target: Target) -> tuple[int, str]:
    """200 clients ask for something dear and go away at once."""
    host, port = target.address.split(":")
    asked = json.dumps(
        {"query": '{ products(search: "kurta", first: 100) { nodes { name images { url } } } }'}
    ).encode()
    head = (
        b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        b"content-length: %d\r\n\r\n" % len(asked)
    )

    async def once() -> None:
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(head + asked)
        await writer.drain()
        writer.close()

    await asyncio.gather(*(once() for _ in range(200)))
    return 0, ""


async def many_heads(target: Target) -> tuple[int, str]:
    headers = {**JSON, **{f"x-{n}": "y" * 100 for n in range(80)}}
    return _told(await target.client.post("/graphql", json=PAGE, headers=headers))


async def a_batch(target: Target) -> tuple[int, str]:
    response = await target.client.post("/graphql", content=json.dumps([PAGE] * 50), headers=JSON)
    return _told(response)


async def deleting(target: Target) -> tuple[int, str]:
    return _told(await target.client.delete("/graphql", headers={"accept": GRAPHQL}))


def sends(*parts: bytes) -> Callable[[Target], Awaitable[tuple[int, str]]]:
    """Bytes over a connection of its own."""

    async def run(target: Target) -> tuple[int, str]:
        status, _ = await sent(target.address, *parts)
        return status, ""

    return run


def bytes_of_head(extra: bytes, path: bytes = b"/healthz") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nhost: x\r\nconnection: close\r\n" + extra + b"\r\n"


def _within(inner: Any, _: int) -> Any:
    return [inner]


ONE = "{ __typename }"
NESTED: Any = functools.reduce(_within, range(900), None)
MUTATION = 'mutation { otpRequest(input: {phone: "1"}) { errors { code } } }'
ATTACKS = (
    Attack("fragments of 18 links", document(chain(18)), (200, "")),
    Attack("fragments of 60 links", document(chain(60)), (200, "")),
    Attack(
        "fragments of 40 links over pages",
        document(
            "{ districts { ...C } } fragment C on DistrictConnection { nodes { ...F0 } } "
            + chain(40, "District", "crafts { name }").partition("} ")[2]
        ),
        (200, ""),
    ),
    Attack(
        "fragments in a circle",
        document("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
        (400, "GRAPHQL_VALIDATION_FAILED"),
    ),
    Attack("20 fields deep", document(nested(10)), (400, "COST_LIMIT")),
    Attack("900 fields deep", document(nested(450)), (400, "GRAPHQL_PARSE_FAILED")),
    Attack("braces without end", document("{" * 100_000), (400, "GRAPHQL_PARSE_FAILED")),
    Attack("deep introspection", document(deep_introspection(8)), (400, "COST_LIMIT")),
    Attack(
        "31 aliases",
        document("{" + " ".join(f"a{n}: __typename" for n in range(31)) + "}"),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "2,001 tokens", document("{" + " __typename" * 2_000 + "}"), (400, "GRAPHQL_PARSE_FAILED")
    ),
    Attack(
        "6 writes",
        document(
            "mutation {"
            + " ".join(
                f'a{n}: otpRequest(input: {{phone: "1"}}) {{ errors {{ code }} }}' for n in range(6)
            )
            + "}"
        ),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "a page of 101",
        document("{ products(first: 101) { nodes { name } } }"),
        (200, "BAD_USER_INPUT"),
    ),
    Attack(
        "pages within pages",
        document("{ districts(first: 75) { nodes { products(first: 100) { nodes { name } } } } }"),
        (400, "COST_LIMIT"),
    ),
    Attack("a batch", a_batch, (400, "BAD_REQUEST")),
    Attack(
        "several operations, none named",
        document("query A { __typename } query B { __typename }"),
        (400, "OPERATION_RESOLUTION_FAILURE"),
    ),
    Attack("a mutation by GET", get(query=MUTATION), (405, "METHOD_NOT_ALLOWED")),
    Attack("DELETE", deleting, (405, "METHOD_NOT_ALLOWED")),
    Attack(
        "a form",
        body(b"query=%7B__typename%7D", **{"content-type": "application/x-www-form-urlencoded"}),
        (415, "UNSUPPORTED_MEDIA_TYPE"),
    ),
    Attack(
        "plain text", body(b"{}", **{"content-type": "text/plain"}), (415, "UNSUPPORTED_MEDIA_TYPE")
    ),
    Attack(
        "packed", body(b"\x1f\x8b", **{"content-encoding": "gzip"}), (415, "UNSUPPORTED_MEDIA_TYPE")
    ),
    Attack("no UTF-8", body(b'{"query": "\xff\xfe"}'), (400, "BAD_REQUEST")),
    Attack("null", body(b"null"), (400, "BAD_REQUEST")),
    Attack("nothing", body(b""), (400, "BAD_REQUEST")),
    Attack(
        "a number of 10,000 digits",
        body(b'{"query": "{ __typename }", "variables": {"n": ' + b"9" * 10_000 + b"}}"),
        (400, "BAD_REQUEST"),
    ),
    Attack(
        "a literal of 10,000 digits",
        document("{ products(first: " + "9" * 10_000 + ") { totalCount } }"),
        (400, "GRAPHQL_VALIDATION_FAILED"),
    ),
    Attack("100,000 arrays", body(b'{"query": ' + b"[" * 100_000), (400, "BAD_REQUEST")),
    Attack(
        "1,000 arrays as a variable",
        document("query ($n: Int) { products(first: $n) { totalCount } }", {"n": NESTED}),
        (400, "BAD_USER_INPUT"),
    ),
    Attack(
        "NaN", body(b'{"query": "{ __typename }", "variables": {"n": NaN}}'), (400, "BAD_REQUEST")
    ),
    Attack(
        "Infinity",
        body(b'{"query": "{ __typename }", "variables": {"n": -Infinity}}'),
        (400, "BAD_REQUEST"),
    ),
    Attack("a body of 300 kB", body(b" " * 300_000), (413, "PAYLOAD_TOO_LARGE")),
    Attack("a name of 20 kB", document("{ " + "x" * 20_000 + " }"), (400, "COST_LIMIT")),
    Attack(
        "an operation name of 20 kB",
        document(ONE, None, operationName="x" * 20_000),
        (400, "BAD_REQUEST"),
    ),
    Attack(
        "a spoilt cursor",
        document('{ products(after: "!!!") { totalCount } }'),
        (200, "BAD_USER_INPUT"),
    ),
    Attack(
        "a cursor of 200 kB",
        document("query ($c: String) { products(after: $c) { totalCount } }", {"c": "A" * 200_000}),
        (400, "BAD_USER_INPUT"),
    ),
    Attack(
        "an id of 200 kB",
        document("query ($i: ID!) { node(id: $i) { id } }", {"i": "A" * 200_000}),
        (400, "BAD_USER_INPUT"),
    ),
    Attack(
        "a search of 130 kB",
        document(
            "query ($q: String) { products(search: $q) { totalCount } }", {"q": "कु " * 10_000}
        ),
        (400, "BAD_USER_INPUT"),
    ),
    Attack(
        "a password of 200 kB",
        document(
            'mutation ($p: String!) { sessionCreate(input: {email: "a@b.example.in", password: $p})'
            " { errors { code } } }",
            {"p": "x" * 200_000},
        ),
        (400, "BAD_USER_INPUT"),
    ),
    Attack(
        "30 aliased introspections",
        document(
            "{" + " ".join(f"a{n}: __schema {{ ...F }}" for n in range(30)) + "}"
            " fragment F on __Schema { types { fields { name type { name } } } }"
        ),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "11 times the products of all vendors of the facets",
        document(
            "{"
            + " ".join(
                f"a{n}: products(first: 0) {{ facets {{ vendors {{ vendor {{ products(first: 100)"
                " { nodes { id name } } } } } }"
                for n in range(11)
            )
            + "}"
        ),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "480 times nodes",
        document("{ products { " + "nodes{id} " * 480 + "} }"),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "150 times nodes, nested",
        document("{ products { " + "nodes{craft{district{craft{id}}}} " * 150 + "} }"),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "29 searches",
        document(
            "{"
            + " ".join(
                f'a{n}: products(search: "banarasi silk saree {n}") {{ totalCount }}'
                for n in range(29)
            )
            + "}"
        ),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "neighbours of neighbours of neighbours",
        document(
            "{ districts(first: 75) { nodes { neighbours { neighbours { neighbours { slug }"
            " } } } } }"
        ),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "a filter by 200 attributes",
        document(
            "query ($f: ProductFilter) { products(first: 1, filter: $f) { totalCount } }",
            {"f": {"attributes": [{"attribute": f"a{n}", "values": ["x"]} for n in range(200)]}},
        ),
        (400, "BAD_USER_INPUT"),
    ),
    Attack(
        "a filter by 20 attributes with 100 values each",
        document(
            "query ($f: ProductFilter) { products(first: 1, filter: $f) { totalCount } }",
            {
                "f": {
                    "attributes": [
                        {"attribute": f"a{n}", "values": [f"v{v}" for v in range(100)]}
                        for n in range(20)
                    ]
                }
            },
        ),
        (200, ""),
    ),
    Attack(
        "5,000 variables nobody declared",
        document(ONE, {f"v{n}": [[[n]]] for n in range(5_000)}),
        (400, "BAD_USER_INPUT"),
    ),
    Attack("80 headers", many_heads, (200, "")),
    Attack(
        "an Accept of nothing we have",
        body(json.dumps(PAGE).encode(), accept="image/png"),
        (406, "BAD_REQUEST"),
    ),
    Attack(
        "a token of 5 kB",
        body(json.dumps(PAGE).encode(), authorization="Bearer " + "x" * 5_000),
        (401, "UNAUTHENTICATED"),
    ),
    Attack("a head of 40 kB", sends(bytes_of_head(b"x: " + b"y" * 40_000 + b"\r\n")), (431, "")),
    Attack("101 headers", sends(bytes_of_head(b"x: y\r\n" * 101)), (431, "")),
    Attack("an address of 20 kB", sends(bytes_of_head(b"", b"/" + b"x" * 20_000)), (414, "")),
    Attack(
        "half a surrogate pair",
        body(
            b'{"query": "query ($s: String!) { product(slug: $s) { id } }",'
            b' "variables": {"s": "\\ud83e"}}'
        ),
        (400, "BAD_USER_INPUT"),
    ),
    Attack("20 half bodies", half_a_body, (0, "")),
    Attack("200 who leave in the middle", leave_in_the_middle, (0, "")),
)


async def well(target: Target) -> bool:
    """Whether an ordinary page is answered."""
    response = await target.client.post("/graphql", json=PAGE)
    return response.is_success and len(response.json()["data"]["products"]["nodes"]) == 5


async def campaign(address: str) -> bool:
    table = Table("Attack", "Answer", "ms", "then a page, ms")
    all_well = True
    async with httpx.AsyncClient(base_url=f"http://{address}", timeout=30) as client:
        target = Target(address, client)
        for attack in ATTACKS:
            begun = time.perf_counter()
            given = await attack.run(target)
            ended = time.perf_counter()
            is_well = await well(target)
            after = time.perf_counter() - ended
            took = ended - begun
            right = given == attack.expected and is_well and took < SECONDS and after < SECONDS
            all_well &= right
            mark = "" if right else "  ✗"
            said = " ".join(map(str, given))
            table.add_row(attack.name + mark, said, f"{took * 1e3:.0f}", f"{after * 1e3:.0f}")
    Console().print(table)
    return all_well


async def _main() -> bool:
    from database import migrate
    from database.connect import connected
    from demo import catalogue
    from tests.throwaway import throwaway_server

    with throwaway_server() as url:
        async with connected(url):
            await migrate.apply()
            await catalogue.load()
        with served(url, ODOP_CLIENT_REQUESTS="0") as address:
            return await campaign(address)


if __name__ == "__main__":
    raise SystemExit(not asyncio.run(_main()))
