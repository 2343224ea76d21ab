"""The product index of a process: counts, facets and the best of a search, in memory.

It is loaded when the process starts and follows the database's notifications. Until it is loaded,
while notifications cannot be received, and for what it lacks, the database answers. See
`docs/decisions/product-index.md`.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Hashable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from pyroaring import BitMap

from commerce.catalogue.facet_specs import NOUNS, SPECS, Facet
from commerce.catalogue.facet_types import (
    MAX_ATTRIBUTE_VALUES,
    MAX_CHOICES,
    AttributeCount,
    Facets,
)
from commerce.catalogue.index import sorted_pages, top_hits
from commerce.catalogue.index.bands import Span
from commerce.catalogue.index.common_words import read_common
from commerce.catalogue.index.facet_bitmaps import (
    NONE,
    ORDERED,
    Column,
    TooSparseError,
    Values,
)
from commerce.catalogue.index.filter_ids import keys_of, parts_of
from commerce.catalogue.index.loading import Options, read_options, read_popularity, read_values
from commerce.catalogue.index.postings import Posting, Postings
from commerce.catalogue.index.postings_cache import size_of, trim_memory
from commerce.catalogue.index.sorted_pages import RELEVANCE, PageIds
from commerce.catalogue.product_filter import (
    ATTRIBUTE_PREFIX,
    ProductFilter,
    Scope,
)
from commerce.core.visibility import ON_SALE
from commerce.search.query import SearchQuery
from database.background import background
from database.caches.table_cache import TABLE_CACHE
from database.connect import fetch

log = logging.getLogger("odop.index")

# After more changed products at once than these the index is reloaded.
MAX_CHANGED = 5_000
RETRY_SECONDS = 5.0
# Recent lists: a page needs its rows, then its facets.
MAX_RECENT_LISTS = 32
MAX_RECENT_BYTES = 512 * 1024
# A starting process waits no longer for its index and then answers by SQL.
MAX_START_SECONDS = 30.0
# Part of it for the most common words.
COMMON_SECONDS = 5.0

SELECTED = ", ".join(
    [f"t.{name}" for name in ORDERED]
    + [f"{spec.copied.sql} AS {spec.copied.name}" for spec in SPECS]
)
SOME = (
    f"SELECT {SELECTED}, ARRAY(SELECT value_id FROM product_attribute pa"
    " WHERE pa.product_id = t.id AND value_id IS NOT NULL) AS attribute_values"
    f" FROM product t WHERE t.id = ANY($1::int[]) AND {ON_SALE.text}"
)


@dataclass(frozen=True, slots=True)
class ProductList:
    """A list of products: all products of its scope and search, and those that fit each part of its
    filter.
    """

    base: BitMap
    parts: dict[str, BitMap]
    terms: list[tuple[int, Posting]]
    bytes: int  # of `base` and `parts`

    def hits(self, but: str = "") -> BitMap:
        """The products that fit every part of the filter, or every part except one."""
        return BitMap.intersection(
            self.base, *[members for name, members in self.parts.items() if name != but]
        )


class ProductIndex:
    """The index of products on sale. Use it only while it is `ready`."""

    def __init__(self) -> None:
        self._values: Values | None = None
        self._postings = Postings(Values())
        self._changed: set[int] = set()
        self._reworded: set[int] = set()
        # Products that changed while popularity is reloaded.
        self._meanwhile: set[int] = set()
        self._is_recounted = False
        self._read_anew = asyncio.Event()
        self._catching_up = asyncio.Lock()
        self._start_ends = 0.0
        # For one version of the cached tables.
        self._recent_lists: dict[tuple[Hashable, ...], ProductList] = {}
        self._version = -1

    def is_starting(self) -> bool:
        """Whether the index is being loaded for the first time and is worth waiting for.

        False while notifications cannot be received, after MAX_START_SECONDS, and for later
        reloads: the database answers meanwhile, and not all processes appear to be starting at
        once.
        """
        if self._start_ends and (TABLE_CACHE.is_deaf or time.monotonic() > self._start_ends):
            if self._values is None:
                log.warning("the index is not there after the start: lists are counted in SQL")
            self._start_ends = 0.0
        return self._start_ends > 0

    @property
    def ready(self) -> bool:
        return self._values is not None and TABLE_CACHE.listening.is_set()

    async def wait(self) -> None:
        """Return once it is ready."""
        while not self.ready:  # noqa: ASYNC110 - becomes ready by two events, seldom waited for
            await asyncio.sleep(0.01)

    # --- Following the database ----------------------------------------------------------------

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Load the index and follow changes while the context lasts."""
        # They belong to the running event loop.
        self._read_anew, self._catching_up = asyncio.Event(), asyncio.Lock()
        TABLE_CACHE.watch(self._on_change)
        self._read_anew.set()
        self._start_ends = time.monotonic() + MAX_START_SECONDS
        try:
            async with background(self._keep):
                yield
        finally:
            TABLE_CACHE.unwatch(self._on_change)
            self._values, self._start_ends = None, 0.0

    def _on_change(self, payload: str | None) -> None:
        """A notification: `values 1,2` or `words 1,2` for changed products, else anything has
        changed.

        `popularity` is sent when the popularity of very many has changed.
        """
        self._recent_lists = {}
        if payload == Column.POPULARITY:
            self._is_recounted = True
            if self._values is not None:
                self._values.bands.pop(Column.POPULARITY, None)
            self._read_anew.set()
            return
        kind, _, ids = (payload or "").partition(" ")
        if ids:
            changed = self._reworded if kind == "words" else self._changed
            some = list(map(int, ids.split(",")))
            changed.update(some)
            self._meanwhile.update(some)
        if not ids or len(self._changed) + len(self._reworded) > MAX_CHANGED:
            self._forget()

    def _forget(self) -> None:
        self._values = None
        self._changed.clear()
        self._reworded.clear()
        self._read_anew.set()

    async def _keep(self) -> None:
        while True:
            await self._read_anew.wait()
            await TABLE_CACHE.listening.wait()
            self._read_anew.clear()
            try:
                if self._values is not None:
                    await self._recount(self._values)
                    continue
                self._is_recounted = False
                values = await self._read()
                # Changes meanwhile were noted and are applied at the next request.
                if not self._read_anew.is_set():
                    self._values, self._postings = values, Postings(values)
                    self._recent_lists = {}
                    trim_memory()
                    if self._start_ends:
                        await self._read_common(self._postings)
                    self._start_ends = 0.0
                    trim_memory()
            except TooSparseError:
                self._start_ends = 0.0
                log.warning("the products' ids lie too far apart: lists are counted in SQL")
            except Exception:  # the database goes on answering
                log.warning("the index could not be read, it is tried again", exc_info=True)
                await asyncio.sleep(RETRY_SECONDS)
                self._read_anew.set()

    async def _read(self) -> Values:
        self._changed.clear()
        self._reworded.clear()
        return await read_values()

    async def _recount(self, values: Values) -> None:
        """Reload popularity, which may have changed everywhere."""
        while self._is_recounted:
            self._is_recounted = False
            self._meanwhile.clear()
            bands = await read_popularity(values)
            if values is self._values and not self._is_recounted:
                values.bands[Column.POPULARITY] = bands
                self._changed |= self._meanwhile

    async def _read_common(self, postings: Postings) -> None:
        """Read the most common words, as far as the time for starting allows."""
        try:
            async with asyncio.timeout(self._start_ends - time.monotonic()):
                await read_common(postings, COMMON_SECONDS)
        except Exception:  # they are read when they are searched
            log.warning("the commonest words could not be read", exc_info=True)

    async def _current(self) -> Values | None:
        """The values with all changes applied; None while they have to be reloaded."""
        if self._changed or self._reworded or self._catching_up.locked():
            async with self._catching_up:
                if self._values is not None:
                    await self._catch_up(self._values)
        return self._values if self.ready else None

    async def _catch_up(self, values: Values) -> None:
        changed, reworded = sorted(self._changed), self._reworded
        self._changed, self._reworded = set(), set()
        try:
            rows = {row["id"]: row for row in await fetch(SOME, changed)} if changed else {}
            if values is not self._values:
                return
            for product_id in changed:
                if row := rows.get(product_id):
                    # The words of a product without an ordinal are not in the postings.
                    if values.ordinal(product_id) == NONE:
                        reworded.add(product_id)
                    values.put(row)
                    values.has_attributes(product_id, row["attribute_values"])
                else:
                    values.drop(product_id)
            self._postings.changed(sorted(reworded))
        except TooSparseError:
            self._forget()
        except BaseException:
            self._changed.update(changed)
            self._reworded.update(reworded)
            raise

    # --- Answers -------------------------------------------------------------------------------

    async def total(self, wanted: ProductFilter, search: SearchQuery | None) -> int | None:
        """The number of products in a list; None if the database has to be asked."""
        listed = await self._listed(wanted, search, None)
        return None if listed is None else len(listed.hits())

    async def totals(
        self,
        wanted: ProductFilter,
        search: SearchQuery | None,
        column: str,
        row_ids: Sequence[int],
    ) -> list[int] | None:
        """The number of products in a list for each of `row_ids` in a noun's column."""
        listed = await self._listed(wanted, search, None)
        values = self._values
        if listed is None or values is None:
            return None
        hits, facet = listed.hits(), NOUNS[column].facet
        return [hits.intersection_cardinality(values.having(facet, [each])) for each in row_ids]

    async def page(
        self,
        wanted: ProductFilter,
        search: SearchQuery,
        order: str,
        span: Span,
        number: int,
    ) -> tuple[PageIds, int] | None:
        """Candidates for the first `number` products of a part of a list, and the list's total.

        None if the database has to be asked.
        """
        listed = await self._listed(wanted, search, None)
        values = self._values
        if listed is None or values is None:
            return None
        hits = listed.hits()
        if order == RELEVANCE:
            named = top_hits.best(values, hits, listed.terms, number, span)
        else:
            named = sorted_pages.page(values, hits, order, span, number)
        return None if named is None else (named, len(hits))

    async def facets(
        self,
        wanted: ProductFilter,
        search: SearchQuery | None,
        facets: Iterable[Facet],
        scope: Scope | None,
    ) -> Facets | None:
        """The counts of facets; None if the database has to be asked."""
        options = await TABLE_CACHE.recall(
            ("attribute", "attribute_value"), "options of attributes", read_options
        )
        listed = await self._listed(wanted, search, scope)
        values = self._values
        if listed is None or values is None:
            return None
        hits = listed.hits()
        found = Facets()
        for facet in facets:
            if facet is Facet.ATTRIBUTES:
                found.attributes.extend(_count_attributes(values, listed, hits, options))
            else:
                own = listed.hits(facet.value) if facet.value in listed.parts else hits
                counts = values.count(facet, own)[:MAX_CHOICES]
                if counts:
                    found.counts[facet] = counts
        return found

    async def _listed(
        self, wanted: ProductFilter, search: SearchQuery | None, scope: Scope | None
    ) -> ProductList | None:
        if not self.ready:
            return None
        if self._version != TABLE_CACHE.version:
            self._recent_lists, self._version = {}, TABLE_CACHE.version
        lately, key = self._recent_lists, (wanted, search, scope)
        if (recent := lately.get(key)) is not None:
            return recent
        wanted.check()
        keys = await keys_of(wanted)
        values = await self._current()
        if values is None:
            return None
        terms = []
        for term in search.terms if search else ():
            terms.append((term.idf, await self._postings.of(term)))
        # The index may have been reloaded while terms were read.
        if values is not self._values:
            return None
        base = [values.all, *[posting.all for _, posting in terms]]
        if search is not None and not search.terms:
            base.append(BitMap())
        if scope is not None:
            base.append(values.having(NOUNS[scope.column].facet, [scope.row_id]))
        found, parts = BitMap.intersection(*base), parts_of(values, wanted, keys)
        listed = ProductList(found, parts, terms, sum(map(size_of, (found, *parts.values()))))
        # Into the dictionary from before: changes meanwhile have replaced it.
        if wanted.is_short:
            lately[key] = listed
            size = sum(each.bytes for each in lately.values())
            while len(lately) > 1 and (len(lately) > MAX_RECENT_LISTS or size > MAX_RECENT_BYTES):
                size -= lately.pop(next(iter(lately))).bytes
        return listed


def _count_attributes(
    values: Values, listed: ProductList, hits: BitMap, options: Options
) -> list[AttributeCount]:
    """Counts of attributes, each a facet of its own: a selected fabric does not limit fabrics."""
    found = []
    without = {
        part: listed.hits(part) for part in listed.parts if part.startswith(ATTRIBUTE_PREFIX)
    }
    sets = values.facets[Facet.ATTRIBUTES]
    for (attribute_id, key), (part, ids) in options.items():
        within = without.get(part, hits)
        # A product has one category, so values of one slug have no product in common.
        number = sum(within.intersection_cardinality(sets[each]) for each in ids if each in sets)
        if number:
            found.append((-number, attribute_id, key))
    found.sort()
    return [
        AttributeCount(attribute_id, int(key), -number)
        for number, attribute_id, key in found[:MAX_ATTRIBUTE_VALUES]
    ]


INDEX = ProductIndex()
