"""Cost of new documents, and memory after ten thousand of them."""

import argparse
import asyncio
import http.client
import json
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.harness.failures import Failures, NotMeasured
from benchmarks.harness.measuring import (
    DATA,
    Running,
    apart,
    cpu,
    database_for,
    descendants,
    machine,
    out,
    prepare,
    running,
)
from benchmarks.harness.pages import PAGES, Bodies
from benchmarks.harness.servers import ours, python_of

# Pages whose documents can be varied: all that have fields.
VARIED = tuple(page for page in PAGES if page != "typename")
WARM = 50
NUMBER = 400
MAX_MS = 5.0


class Asker:
    """One connection to a server."""

    def __init__(self, each: Running) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", each.port)
        self._number = 0

    def milliseconds(self, body: dict[str, Any]) -> float:
        text = json.dumps(body)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        begun = time.perf_counter()
        self._connection.request("POST", "/graphql", text, headers)
        answer = self._connection.getresponse().read()
        took = (time.perf_counter() - begun) * 1000
        if b'"errors":[{' in answer:
            raise NotMeasured(f"{answer[:300]!r} to {text}")
        return took

    def unseen(self, body: dict[str, Any]) -> dict[str, Any]:
        """The same body with a field of a new name."""
        self._number += 1
        query = body["query"].replace("{", f"{{ never{self._number}: __typename", 1)
        return body | {"query": query}


def measured(each: Running, sent: Bodies, number: int) -> bool:
    """Print both tables; whether a new document stays within MAX_MS."""
    asker = Asker(each)
    table = Table(
        "page", "known, p50", "never seen, p50", "p99", "server CPU",
        title="Milliseconds of one request, one after the other", title_justify="left",
    )  # fmt: skip
    holds = True
    for page in VARIED:
        body = sent[page][0]
        warm = sorted(asker.milliseconds(body) for _ in range(WARM))
        worked = cpu(descendants(each.pid))
        times = sorted(asker.milliseconds(asker.unseen(body)) for _ in range(NUMBER))
        worked = cpu(descendants(each.pid)) - worked
        holds &= times[NUMBER // 2] <= MAX_MS
        table.add_row(
            page, f"{warm[WARM // 2]:.2f}", f"{times[NUMBER // 2]:.2f}",
            f"{times[int(NUMBER * 0.99)]:.2f}", f"{worked / NUMBER * 1000:.2f}",
        )  # fmt: skip
    out.print(table)
    table = Table("documents never seen", "MiB", title="Memory", title_justify="left")
    for place in range(number + 1):
        if place % (number // 4) == 0:
            table.add_row(f"{NUMBER * len(VARIED) + place:,}", f"{memory(each):.0f}")
        asker.milliseconds(asker.unseen(sent[VARIED[place % len(VARIED)]][0]))
    out.print(table)
    return holds


def memory(each: Running) -> float:
    """Resident memory of the server, in MiB."""
    status = Path(f"/proc/{each.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=11_000)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--python", default="", help="another build of this version to serve with")
    options = parser.parse_args()
    folder = DATA / str(options.products)
    python, environment = python_of(options.python)
    with database_for(folder) as url, ExitStack() as stack:
        sent = asyncio.run(prepare(url, options.products))
        apart(url)
        out.print(machine(python))
        (server,) = [each for each in ours(url, python) if each.name == "odop"]
        failures = Failures()
        with failures.of(server.name):
            each = stack.enter_context(running(server, folder, environment))
            time.sleep(1)
            return 0 if measured(each, sent["odop"], options.number) else 1
        failures.print_to(out)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
