"""Which products say a thing that is searched for, and how well: by ordinal, kept until forgotten.

Made of where its words are said (`word_fields.py`) when a thing is first searched, then both are
brought up to date with the products whose words changed since. Of what is seldom searched nothing
is kept for long.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from pyroaring import BitMap

from commerce.catalogue.index.facet_bitmaps import Values
from commerce.catalogue.index.postings_cache import PostingsCache, trim_memory
from commerce.catalogue.index.word_fields import MAX_KEYS, WordFields, read_word_fields
from commerce.search.term import FIELDS, Kind, Term
from database.connect import fetch_value

MAX_BYTES = 16 * 1024 * 1024
# Of the keys of what was searched: whoever spells or calls it otherwise has most of it from them.
MAX_KEY_BYTES = 4 * 1024 * 1024
# With more products changed than these a thing is read anew.
MAX_CHANGED = 2_000
# Words of more products are common: they are read one after another, the others at once.
COMMON = 20_000
_MAX_WORDS = "SELECT coalesce(max(products), 0) FROM search_term WHERE key = ANY($1::text[])"


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
        return BitMap.union(BitMap(), *self.sets())

    def sets(self) -> Iterable[BitMap]:
        return [members for _, members in self.levels]


class Postings:
    """The postings of one process's index."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._things: PostingsCache[tuple[Kind, ...], Posting] = PostingsCache(MAX_BYTES)
        self._keys: PostingsCache[str, WordFields] = PostingsCache(MAX_KEY_BYTES)
        self._reading: dict[tuple[Kind, ...], asyncio.Task[Posting]] = {}
        self._reading_common = asyncio.Lock()
        self._changed: list[int] = []
        self._forgotten = 0  # how many of the changes are no longer in `_changed`

    def changed(self, product_ids: Sequence[int]) -> None:
        """These products may say other things than before."""
        self._changed += product_ids
        if len(self._changed) > 2 * MAX_CHANGED:
            self._forgotten += len(self._changed) - MAX_CHANGED
            del self._changed[:-MAX_CHANGED]

    async def of(self, term: Term) -> Posting:
        """Where the thing is said. Products without an ordinal are not among them."""
        posting = self._things.get(term.kinds)
        if posting is not None and posting.seen == self._now:
            return posting
        # Asked for several times at once, it is read once, for as long as anybody waits or not.
        task = self._reading.get(term.kinds)
        if task is None:
            task = self._reading[term.kinds] = asyncio.create_task(self._read(term))
            task.add_done_callback(lambda _: self._reading.pop(term.kinds, None))
        return await asyncio.shield(task)

    async def read(self, keys: Sequence[str]) -> dict[str, WordFields]:
        """Where these keys are said."""
        is_common = bool(self._lacking(keys)) and await fetch_value(_MAX_WORDS, list(keys)) > COMMON
        async with self._reading_common if is_common else nullcontext():
            # What somebody else has read meanwhile is there.
            now, lacking = self._now, self._lacking(keys)
            known = {
                key: said
                for key in keys
                if key not in lacking and (said := self._keys.get(key)) is not None
            }
            anew = await self._refreshed(known, now) | await self._read_words(lacking, None)
            for key, said in anew.items():
                said.seen = now
                self._keys.put(key, said)
            if is_common:
                trim_memory()
        return known | anew

    async def _refreshed(self, known: Mapping[str, WordFields], now: int) -> dict[str, WordFields]:
        """Those of the keys that do not know of all changes up to now, as they are said now."""
        stale = {key: said for key, said in known.items() if said.seen != now}
        if not stale:
            return {}
        changed = self._since(min(said.seen for said in stale.values()))
        gone = self._values.ordinals(changed)
        return {
            key: WordFields(
                tuple(
                    (old - gone) | new
                    for old, new in zip(stale[key].fields, more.fields, strict=True)
                )
            )
            for key, more in (await self._read_words(list(stale), changed)).items()
        }

    def _lacking(self, keys: Sequence[str]) -> list[str]:
        """The keys that are not known, or of a time since when changes are forgotten."""
        return [
            key for key in keys if (said := self._keys.get(key)) is None or not self._follows(said)
        ]

    def _follows(self, kept: Posting | WordFields) -> bool:
        return kept.seen >= self._forgotten

    @property
    def _now(self) -> int:
        return self._forgotten + len(self._changed)

    def _since(self, seen: int) -> list[int]:
        """The products that changed since so many changes were seen."""
        return sorted(set(self._changed[seen - self._forgotten :]))

    async def _read_words(
        self, keys: Sequence[str], product_ids: list[int] | None
    ) -> dict[str, WordFields]:
        found: dict[str, WordFields] = {}
        for start in range(0, len(keys), MAX_KEYS):
            some = keys[start : start + MAX_KEYS]
            found |= await read_word_fields(self._values, some, product_ids)
        return found

    async def _read(self, term: Term) -> Posting:
        now, keys = self._now, _keys(term)
        known = self._things.get(term.kinds)
        if known is not None and self._follows(known):
            changed = self._since(known.seen)
            gone = self._values.ordinals(changed)
            levels = await _levels(term, await self._read_words(keys, changed))
            for worth, members in known.levels:
                levels[worth] = levels.get(worth, NOTHING) | (members - gone)
        else:
            said = await self.read(keys)
            levels = _shared(await _levels(term, said), said)
        posting = Posting([(worth, levels[worth]) for worth in sorted(levels, reverse=True)], now)
        self._things.put(term.kinds, posting)
        return posting


NOTHING = BitMap()


def _keys(term: Term) -> list[str]:
    """Every key of every way to say a thing."""
    return list(
        dict.fromkeys(
            key for kind in term.kinds for phrase in kind.phrases for keys in phrase for key in keys
        )
    )


async def _levels(term: Term, said: Mapping[str, WordFields]) -> dict[int, BitMap]:
    """What matches are worth, each with the products whose best match is worth that."""
    ways = [
        (kind.weight * worth, kind, place)
        for kind in term.kinds
        for place, (_, worth) in enumerate(FIELDS)
    ]
    ways.sort(key=lambda way: -way[0])
    found: dict[int, BitMap] = {}
    seen = BitMap()
    for worth, kind, place in ways:
        if members := _matching(kind, said, place) - seen:
            seen |= members
            found[worth] = found.get(worth, NOTHING) | members
        # Of words that very many products say this takes a millisecond.
        await asyncio.sleep(0)
    return found


def _shared(levels: Mapping[int, BitMap], said: Mapping[str, WordFields]) -> dict[int, BitMap]:
    """The levels, where one is what a field says of a key, as that very set: kept once."""
    fields: defaultdict[int, list[BitMap]] = defaultdict(list)
    for each in said.values():
        for members in each.fields:
            fields[len(members)].append(members)
    return {
        worth: next((own for own in fields[len(members)] if own == members), members)
        for worth, members in levels.items()
    }


def _matching(kind: Kind, said: Mapping[str, WordFields], place: int) -> BitMap:
    """The products that say a thing in one of these ways, in the field of that place or better."""
    return BitMap.union(
        NOTHING,
        *[
            BitMap.intersection(
                *[
                    BitMap.union(NOTHING, *[said[key].within(place) for key in keys])
                    for keys in phrase
                ]
            )
            for phrase in kind.phrases
        ],
    )
