"""The rows of products in batches, as texts for COPY.

A large catalogue is made by several processes, since one is slower than the database takes it. They
end with this one.
"""

import asyncio
import gc
import multiprocessing
import os
import signal
import sys
import threading
from array import array
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import parent_process
from typing import Any

from database.bulk import copy_text
from demo.people.population import Population
from demo.products.product_draft import goods
from demo.products.products import COLUMNS, Rows, write

BATCH = 1_000
# From this number of products on, processes make them.
MANY = 50_000
PROCESSES = 4
# Batches that are made while one is written, by process.
AHEAD = 2
# Tables whose first column is the number of a variant, counted over all batches.
OF_VARIANTS = ("variant", "stock", "variant_option")

Names = Mapping[str, "array[int]"]
Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Products up to `last`. Rows of variants lack their first column, which `numbers` has."""

    last: int
    variants: int
    texts: Mapping[str, bytes]
    numbers: Mapping[str, "array[int]"]

    def text(self, table: str, variants: int) -> bytes:
        """The text of a table when there were so many variants before."""
        if table not in OF_VARIANTS:
            return self.texts[table]
        lines = self.texts[table].splitlines(keepends=True)
        numbers = self.numbers[table]
        return b"".join(
            b"%d\t%b" % (variants + number, line)
            for number, line in zip(numbers, lines, strict=True)
        )


async def batches(cast: Population, number: int, report: Report) -> AsyncGenerator[Batch]:
    """Batches of products up to `number`, in order; a few are made ahead."""
    loop, waiting = asyncio.get_running_loop(), deque[asyncio.Future[Batch]]()
    with _executor(cast, number) as (pool, make, processes):
        try:
            if processes > 1:
                names = await _named(pool, cast, number, report)
                make = partial(make, names=names)
            report("Products", 0, number)
            for first in range(1, number + 1, BATCH):
                last = min(first + BATCH - 1, number)
                waiting.append(loop.run_in_executor(pool, make, first, last))
                if len(waiting) > AHEAD * processes:
                    yield await waiting.popleft()
            while waiting:
                yield await waiting.popleft()
        finally:
            pool.shutdown(cancel_futures=True)


async def _named(pool: Executor, cast: Population, number: int, report: Report) -> Names:
    """How each craft's products get names of their own. Every process needs all of it."""
    loop, found = asyncio.get_running_loop(), dict[str, "array[int]"]()
    counts = cast.seating.counts(number)
    report("Names", 0, len(counts))
    # Those with most to find come first, so that all processes end together.
    largest = sorted(counts.items(), key=lambda count: -count[1])
    waiting = [loop.run_in_executor(pool, _names_here, *count) for count in largest]
    for done, future in enumerate(asyncio.as_completed(waiting), start=1):
        craft, attempts = await future
        found[craft] = attempts
        report("Names", done, len(counts))
    return found


@contextmanager
def _executor(
    cast: Population, number: int
) -> Iterator[tuple[Executor, Callable[..., Batch], int]]:
    """What makes batches, how, and of how many processes it consists."""
    processes = min(os.cpu_count() or 1, PROCESSES)
    if number < MANY or processes == 1:
        with ThreadPoolExecutor(1) as pool:
            yield pool, partial(batch, cast), 1
        return
    spawning = multiprocessing.get_context("spawn")
    with _hidden_main(), ProcessPoolExecutor(processes, spawning, _begin, (cast,)) as pool:
        yield pool, _batch_here, processes


def batch(cast: Population, first: int, last: int) -> Batch:
    """The products from `first` to `last`."""
    rows = Rows()
    for number in range(first, last + 1):
        write(goods(number, cast), cast, rows)
    return Batch(
        last,
        rows.variants,
        {table: copy_text(_unnumbered(table, rows.tables[table])) for table in COLUMNS},
        {table: array("i", [row[0] for row in rows.tables[table]]) for table in OF_VARIANTS},
    )


def _unnumbered(table: str, rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    return [row[1:] for row in rows] if table in OF_VARIANTS else rows


# --- In a process of its own -------------------------------------------------------------------

_casts: list[Population] = []


def _begin(cast: Population) -> None:
    _casts.append(cast)
    # Rows refer to nothing that refers to them.
    gc.disable()
    # The leading process ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _names_here(craft: str, number: int) -> tuple[str, "array[int]"]:
    return craft, _casts[0].drafts[craft].attempts(number)


def _batch_here(first: int, last: int, names: Names) -> Batch:
    for craft, attempts in names.items():
        _casts[0].drafts[craft].adopt(attempts)
    return batch(_casts[0], first, last)


@contextmanager
def _hidden_main() -> Iterator[None]:
    """Have processes import what they need, and not the program that this one began with."""
    main = vars(sys.modules["__main__"])
    before = {name: main.get(name) for name in ("__spec__", "__file__")}
    main.update(dict.fromkeys(before))
    try:
        yield
    finally:
        main.update(before)
