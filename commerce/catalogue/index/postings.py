"""The products that match a search term and how well, by ordinal; cached while memory lasts.

They are computed from the fields of the term's words (`word_fields.py`) at its first search; then
both follow the products whose words changed. Rare searches are not kept for long.
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
# Of keys of searched terms: other spellings and synonyms share most of them.
MAX_KEY_BYTES = 3 * 1024 * 1024
# After more changed products than these a term is read again.
MAX_CHANGED = 2_000
# Words in more products are common and read one after another, others at once.
COMMON = 20_000
_MAX_WORDS = "SELECT coalesce(max(products), 0) FROM search_term WHERE key = ANY($1::text[])"


@dataclass(slots=True)
class Posting:
    """Products by how well they match; `levels` are disjoint."""

    levels: list[tuple[int, BitMap]]
    seen: int = 0  # number of changes that are included
    bytes: int = 0

    @property
    def all(self) -> BitMap:
        """The products of all levels; do not change it."""
        if len(self.levels) == 1:
            return self.levels[0][1]
        return BitMap.union(BitMap(), *self.sets())

    def sets(self) -> Iterable[BitMap]:
        return [members for _, members in self.levels]


class Postings:
    """The postings of the process's index."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._things: PostingsCache[tuple[Kind, ...], Posting] = PostingsCache(MAX_BYTES)
        self._keys: PostingsCache[str, WordFields] = PostingsCache(MAX_KEY_BYTES)
        self._reading: dict[tuple[Kind, ...], asyncio.Task[Posting]] = {}
        self._reading_common = asyncio.Lock()
        self._changed: list[int] = []
        self._forgotten = 0  # number of changes that are no longer in `_changed`

    def changed(self, product_ids: Sequence[int]) -> None:
        """Note products whose words may have changed."""
        self._changed += product_ids
        if len(self._changed) > 2 * MAX_CHANGED:
            self._forgotten += len(self._changed) - MAX_CHANGED
            del self._changed[:-MAX_CHANGED]

    async def of(self, term: Term) -> Posting:
        """The posting of a term. Products without an ordinal are not in it."""
        posting = self._things.get(term.kinds)
        if posting is not None and posting.seen == self._now:
            return posting
        # Concurrent requests share one read, which goes on even if they give up.
        task = self._reading.get(term.kinds)
        if task is None:
            task = self._reading[term.kinds] = asyncio.create_task(self._read(term))
            task.add_done_callback(lambda _: self._reading.pop(term.kinds, None))
        return await asyncio.shield(task)

    async def read(self, keys: Sequence[str]) -> dict[str, WordFields]:
        """The word fields of keys."""
        is_common = bool(self._lacking(keys)) and await fetch_value(_MAX_WORDS, list(keys)) > COMMON
        async with self._reading_common if is_common else nullcontext():
            # Somebody else may have read some meanwhile.
            now, lacking = self._now, self._lacking(keys)
            cached = {
                key: fields
                for key in keys
                if key not in lacking and (fields := self._keys.get(key)) is not None
            }
            anew = await self._refreshed(cached, now) | await self._read_words(lacking, None)
            for key, fields in anew.items():
                fields.seen = now
                self._keys.put(key, fields)
            if is_common:
                trim_memory()
        return cached | anew

    async def _refreshed(self, cached: Mapping[str, WordFields], now: int) -> dict[str, WordFields]:
        """The keys that lack changes, brought up to date."""
        stale = {key: fields for key, fields in cached.items() if fields.seen != now}
        if not stale:
            return {}
        changed = self._since(min(fields.seen for fields in stale.values()))
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
        """Keys that are not cached, or so old that changes since are no longer known."""
        return [
            key
            for key in keys
            if (fields := self._keys.get(key)) is None or not self._follows(fields)
        ]

    def _follows(self, kept: Posting | WordFields) -> bool:
        return kept.seen >= self._forgotten

    @property
    def _now(self) -> int:
        return self._forgotten + len(self._changed)

    def _since(self, seen: int) -> list[int]:
        """Products changed after a number of changes."""
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
        cached = self._things.get(term.kinds)
        if cached is not None and self._follows(cached):
            changed = self._since(cached.seen)
            gone = self._values.ordinals(changed)
            levels = await _levels(term, await self._read_words(keys, changed))
            for worth, members in cached.levels:
                levels[worth] = levels.get(worth, NOTHING) | (members - gone)
        else:
            fields = await self.read(keys)
            levels = _shared(await _levels(term, fields), fields)
        posting = Posting([(worth, levels[worth]) for worth in sorted(levels, reverse=True)], now)
        self._things.put(term.kinds, posting)
        return posting


NOTHING = BitMap()


def _keys(term: Term) -> list[str]:
    """Every key of every kind of a term."""
    return list(
        dict.fromkeys(
            key for kind in term.kinds for phrase in kind.phrases for keys in phrase for key in keys
        )
    )


async def _levels(term: Term, fields: Mapping[str, WordFields]) -> dict[int, BitMap]:
    """Scores of matches, each with the products whose best match has it."""
    ways = [
        (kind.weight * worth, kind, place)
        for kind in term.kinds
        for place, (_, worth) in enumerate(FIELDS)
    ]
    ways.sort(key=lambda way: -way[0])
    found: dict[int, BitMap] = {}
    seen = BitMap()
    for worth, kind, place in ways:
        if members := _matching(kind, fields, place) - seen:
            seen |= members
            found[worth] = found.get(worth, NOTHING) | members
        # Takes a millisecond for very common words.
        await asyncio.sleep(0)
    return found


def _shared(levels: Mapping[int, BitMap], fields: Mapping[str, WordFields]) -> dict[int, BitMap]:
    """The levels; one that equals a field of a key is that set itself, stored once."""
    by_size: defaultdict[int, list[BitMap]] = defaultdict(list)
    for each in fields.values():
        for members in each.fields:
            by_size[len(members)].append(members)
    return {
        worth: next((own for own in by_size[len(members)] if own == members), members)
        for worth, members in levels.items()
    }


def _matching(kind: Kind, fields: Mapping[str, WordFields], place: int) -> BitMap:
    """Products that have a term in one of its kinds, in this field or a better one."""
    return BitMap.union(
        NOTHING,
        *[
            BitMap.intersection(
                *[
                    BitMap.union(NOTHING, *[fields[key].within(place) for key in keys])
                    for keys in phrase
                ]
            )
            for phrase in kind.phrases
        ],
    )
