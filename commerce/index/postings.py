"""Which products say a thing that is searched for, and how well: by ordinal, kept until forgotten.

Read when a thing is first searched, then brought up to date with the products whose words changed
since. Of things seldom searched nothing is kept for long.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from commerce.index.values import Values
from commerce.search.term import Kind, Term
from database.connect import fetch
from database.select import Sql

MOST_BYTES = 32 * 1024 * 1024
# With more products changed than these a thing is read anew.
MOST_CHANGED = 2_000
SET_BYTES = 100


@dataclass(slots=True)
class Posting:
    """Products by how well they match: `levels` are disjoint."""

    levels: list[tuple[int, BitMap]]
    seen: int = 0  # how many changes it knows of
    bytes: int = 0

    @property
    def all(self) -> BitMap:
        """The products of all levels; not to be changed."""
        if len(self.levels) == 1:
            return self.levels[0][1]
        return BitMap.union(BitMap(), *[members for _, members in self.levels])


class Postings:
    """The postings of one process's index."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._kept: OrderedDict[tuple[Kind, ...], Posting] = OrderedDict()
        self._reading: dict[tuple[Kind, ...], asyncio.Task[Posting]] = {}
        self._changed: list[int] = []
        self._forgotten = 0  # how many of the changes are no longer in `_changed`
        self._bytes = 0

    def changed(self, product_ids: Sequence[int]) -> None:
        """These products may say other things than before."""
        self._changed += product_ids
        if len(self._changed) > 2 * MOST_CHANGED:
            self._forgotten += len(self._changed) - MOST_CHANGED
            del self._changed[:-MOST_CHANGED]

    async def of(self, term: Term) -> Posting:
        """Where the thing is said. Products without an ordinal are not among them."""
        posting = self._kept.get(term.kinds)
        if posting is not None and posting.seen == self._now:
            self._kept.move_to_end(term.kinds)
            return posting
        # Asked for several times at once, it is read once, for as long as anybody waits or not.
        task = self._reading.get(term.kinds)
        if task is None:
            task = self._reading[term.kinds] = asyncio.create_task(self._read(term))
            task.add_done_callback(lambda _: self._reading.pop(term.kinds, None))
        return await asyncio.shield(task)

    @property
    def _now(self) -> int:
        return self._forgotten + len(self._changed)

    async def _read(self, term: Term) -> Posting:
        now = self._now
        known = self._kept.get(term.kinds)
        if known is not None and known.seen >= self._forgotten:
            changed = sorted(set(self._changed[known.seen - self._forgotten :]))
            found = await _levels(term, changed)
            gone = self._values.ordinals(changed)
            kept = {worth: members - gone for worth, members in known.levels}
        else:
            found, kept = await _levels(term, None), {}
        for worth, product_ids in found:
            members = self._values.ordinals(product_ids)
            kept[worth] = kept[worth] | members if worth in kept else members
        for members in kept.values():
            # What is said of a place or a craft is said of products in a row.
            members.run_optimize()
            members.shrink_to_fit()
        posting = Posting([(worth, kept[worth]) for worth in sorted(kept, reverse=True)], seen=now)
        posting.bytes = sum(_size(members) for _, members in posting.levels)
        self._keep(term, posting)
        return posting

    def _keep(self, term: Term, posting: Posting) -> None:
        before = self._kept.pop(term.kinds, None)
        self._bytes += posting.bytes - (before.bytes if before else 0)
        self._kept[term.kinds] = posting
        while self._bytes > MOST_BYTES and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].bytes


async def _levels(term: Term, product_ids: list[int] | None) -> list[tuple[int, list[int]]]:
    """What matches are worth, each with the products that match so; of all, or of these."""
    *better, (least, _) = term.levels()
    tried = " ".join(f"WHEN keys @@ {{}}::tsquery THEN {worth}" for worth, _ in better)
    found = Sql("keys @@ {}::tsquery", (term.tsquery,))
    if product_ids is not None:
        found &= Sql("product_id = ANY({}::int[])", (product_ids,))
    text, arguments = Sql(
        f"SELECT CASE {tried} ELSE {least} END AS worth, array_agg(product_id) AS ids"
        f" FROM product_search WHERE {found.text} GROUP BY 1",
        (*(tsquery for _, tsquery in better), *found.arguments),
    ).bound()
    rows = await fetch(text, *arguments)
    return [(row["worth"], row["ids"]) for row in rows]


def _size(members: BitMap) -> int:
    """About how many bytes a set takes."""
    found = members.get_statistics()
    return (
        SET_BYTES
        + found["n_bytes_array_containers"]
        + found["n_bytes_run_containers"]
        + found["n_bytes_bitset_containers"]
    )
