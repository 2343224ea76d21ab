"""What a process keeps of those who ask for ever new things, measured in its memory."""

import re
from hashlib import sha256
from pathlib import Path

from tests.campaigns.attacks.kinds import JSON, ONE, Attack, Target, Told

# Bounds of what is kept come to less; the rest is what a process needs while it answers.
MAX_GROWTH_MB = 150
ROUNDS = 300


async def resident_mb(target: Target) -> float:
    found = re.search(r'process="(\d+)"', (await target.client.get("/metrics")).text)
    assert found
    status = Path(f"/proc/{found[1]}/status").read_text(encoding="ascii")  # noqa: ASYNC240 - no file of a disk
    kilobytes = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert kilobytes
    return int(kilobytes[1]) / 1024


async def ever_new_things(target: Target) -> Told:
    """Documents, refusals, variables, hashes and answers of which none comes twice."""
    before = await resident_mb(target)
    for number in range(ROUNDS):
        long = f"{{ a{number}: __typename{' ' * 39_000} }}"
        digest = sha256(long.encode()).hexdigest()
        persisted = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
        read = "query ($s: String, $i: ID) { products(search: $s, first: 3) { nodes { name } }"
        for asked in (
            {"query": long},
            {"query": long, "extensions": persisted},
            {"query": long + " " * 20_000},
            {"query": f"{{ nothing{number}{'x' * 150} }}"},
            {"query": read + " node(id: $i) { id } }",
             "variables": {"s": f"silk {number} " + "x" * 900, "i": "x" * 190}},
            {"query": "query ($n: Int!) { products(first: $n) { nodes { name images { url } } } }",
             "variables": {"n": number % 100 + 1}},
            {"query": ONE, "variables": {"x": f"{number}" + "y" * 240_000}},
            {"query": f"query N{number} {{ __schema {{ types {{ name description }} }} }}"},
        ):  # fmt: skip
            await target.client.post("/graphql", json=asked, headers=JSON)
    grown = await resident_mb(target) - before
    return 0, "" if grown < MAX_GROWTH_MB else f"{grown:.0f} MB more"


KEPT = (
    Attack(
        "2,400 things that never come twice",
        ever_new_things,
        (0, ""),
        of=(
            "responses",
            "responses that never change",
            "documents and their plans",
            "cached document",
            "errors of refused documents",
            "persisted documents",
            "plans per operation",
            "cached variables per operation",
            "size of cached variables",
            "costs per operation",
        ),
    ),
)
