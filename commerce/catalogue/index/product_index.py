"""The index of one process: counts, facets and the best of a search, without the database.

It is read when the process starts and follows every change that the database tells of. Until it is
read, while changes are not heard of, and for what it cannot say, the same is asked of the database.
See `docs/decisions/product-index.md`.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Hashable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from pyroaring import BitMap

from commerce.catalogue.facet_types import (
    MAX_ATTRIBUTE_VALUES,
    MAX_CHOICES,
    AttributeCount,
    Facet,
    Facets,
)
from commerce.catalogue.index import sorted_pages, top_hits
from commerce.catalogue.index.bands import Span
from commerce.catalogue.index.common_words import read_common
from commerce.catalogue.index.facet_bitmaps import (
    COLUMNS,
    NONE,
    NOUNS,
    Column,
    TooSparseError,
    Values,
)
from commerce.catalogue.index.filter_ids import keys_of, parts_of
from commerce.catalogue.index.loading import read_popularity, read_values
from commerce.catalogue.index.postings import Posting, Postings
from commerce.catalogue.index.postings_cache import trim_memory
from commerce.catalogue.index.sorted_pages import RELEVANCE, PageIds
from commerce.catalogue.product_filter import OF_ATTRIBUTE, ONE_A_SLUG, ProductFilter, Scope
from commerce.core.visibility import ON_SALE
from commerce.search.query import SearchQuery
from database.background import background
from database.caches.table_cache import TABLE_CACHE
from database.connect import fetch

log = logging.getLogger("odop.index")

# With more products changed at once than these the index is read anew.
MAX_CHANGED = 5_000
RETRY_SECONDS = 5.0
# Lists that were put together lately: a page asks for its rows, then for its facets.
MAX_LATELY = 32
FACETS = tuple(Facet)
# A process that starts waits for its index no longer than this before it answers by SQL.
MAX_START_SECONDS = 30.0
# And so long of it for the words most searched for.
COMMON_SECONDS = 5.0

SELECTED = ", ".join(f"t.{name}" for name in COLUMNS)
SOME = (
    f"SELECT {SELECTED}, ARRAY(SELECT value_id FROM product_attribute pa"
    " WHERE pa.product_id = t.id AND value_id IS NOT NULL) AS attribute_values"
    f" FROM product t WHERE t.id = ANY($1::int[]) AND {ON_SALE.text}"
)


@dataclass(frozen=True, slots=True)
class ProductList:
    """A list of products: `base` is what it is of, `parts` what fits each part of its filter."""

    base: BitMap
    parts: dict[str, BitMap]
    terms: list[tuple[int, Posting]]

    def hits(self, but: str = "") -> BitMap:
        """The products that fit every part of the filter, or every part but one."""
        return BitMap.intersection(
            self.base, *[members for name, members in self.parts.items() if name != but]
        )


class ProductIndex:
    """What products on sale have and say. Ask only while it is `ready`."""

    def __init__(self) -> None:
        self._values: Values | None = None
        self._postings = Postings(Values())
        self._changed: set[int] = set()
        self._reworded: set[int] = set()
        # While popularity is read anew, all products told of.
        self._meanwhile: set[int] = set()
        self._is_recounted = False
        self._read_anew = asyncio.Event()
        self._catching_up = asyncio.Lock()
        self._start_ends = 0.0
        # As of a version of all that is held.
        self._recent_lists: dict[tuple[Hashable, ...], ProductList] = {}
        self._version = -1

    def is_starting(self) -> bool:
        """Whether it is being read for the first time and is worth waiting for.

        It is not while changes cannot be heard of, which may last, nor for long: the database
        answers meanwhile. Once a start has come to an end the index may be read anew as often as
        it likes, this stays false: all processes would otherwise be starting at once.
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
        """Read it, and follow what changes, for as long as this lasts."""
        # They belong to the loop that is running now.
        self._read_anew, self._catching_up = asyncio.Event(), asyncio.Lock()
        TABLE_CACHE.watch(self._on_change)
        self._read_anew.set()
        self._start_ends = time.monotonic() + MAX_START_SECONDS
        try:
            async with background(self._keep()):
                yield
        finally:
            TABLE_CACHE.unwatch(self._on_change)
            self._values, self._start_ends = None, 0.0

    def _on_change(self, payload: str | None) -> None:
        """`values 1,2` or `words 1,2` says what of which products has changed; else it is all.

        Or the popularity of very many, of which `popularity` tells.
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
                # What changed meanwhile was heard of, and is brought up to date when it is asked.
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
            except Exception:  # whatever it is, the database goes on answering
                log.warning("the index could not be read, it is tried again", exc_info=True)
                await asyncio.sleep(RETRY_SECONDS)
                self._read_anew.set()

    async def _read(self) -> Values:
        self._changed.clear()
        self._reworded.clear()
        return await read_values()

    async def _recount(self, values: Values) -> None:
        """Read popularity anew, of which all may have changed."""
        while self._is_recounted:
            self._is_recounted = False
            self._meanwhile.clear()
            bands = await read_popularity(values)
            if values is self._values and not self._is_recounted:
                values.bands[Column.POPULARITY] = bands
                self._changed |= self._meanwhile

    async def _read_common(self, postings: Postings) -> None:
        """What of the commonest words can be read within the time that a start may take for it."""
        try:
            async with asyncio.timeout(self._start_ends - time.monotonic()):
                await read_common(postings, COMMON_SECONDS)
        except Exception:  # whatever it is, they are read when they are searched
            log.warning("the commonest words could not be read", exc_info=True)

    async def _current(self) -> Values | None:
        """The values once all changes heard of are in them; None when they are to be read anew."""
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
                    # What it says is not known of a product without a place.
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
        """How many products a list has; None when it has to be asked of the database."""
        listed = await self._listed(wanted, search, None)
        return None if listed is None else len(listed.hits())

    async def totals(
        self,
        wanted: ProductFilter,
        search: SearchQuery | None,
        column: str,
        row_ids: Sequence[int],
    ) -> list[int] | None:
        """How many products of a list have each of `row_ids` in a noun's column."""
        listed = await self._listed(wanted, search, None)
        values = self._values
        if listed is None or values is None:
            return None
        hits, noun = listed.hits(), NOUNS[column]
        return [hits.intersection_cardinality(values.having(noun, [each])) for each in row_ids]

    async def page(
        self,
        wanted: ProductFilter,
        search: SearchQuery,
        order: str,
        span: Span,
        number: int,
    ) -> tuple[PageIds, int] | None:
        """Products with the first `number` of a part of a list among them, and how many it has.

        None when it has to be asked of the database.
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
        """How many products each choice would leave; None when it has to be asked elsewhere."""
        options = await TABLE_CACHE.recall(
            ("attribute", "attribute_value"), "options of attributes", _options
        )
        listed = await self._listed(wanted, search, scope)
        values = self._values
        if listed is None or values is None:
            return None
        hits = listed.hits()
        found = Facets()
        for facet in FACETS:
            if facet not in facets:
                continue
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
        if (known := lately.get(key)) is not None:
            return known
        wanted.check()
        keys = await keys_of(wanted)
        values = await self._current()
        if values is None:
            return None
        terms = []
        for term in search.terms if search else ():
            terms.append((term.idf, await self._postings.of(term)))
        # While terms were read anything may have changed.
        if values is not self._values:
            return None
        base = [values.all, *[posting.all for _, posting in terms]]
        if search is not None and not search.terms:
            base.append(BitMap())
        if scope is not None:
            base.append(values.having(NOUNS[scope.column], [scope.row_id]))
        listed = ProductList(BitMap.intersection(*base), parts_of(values, wanted, keys), terms)
        # In `lately` as it was: what changed meanwhile has begun another.
        if wanted.is_short:
            if len(lately) >= MAX_LATELY:
                del lately[next(iter(lately))]
            lately[key] = listed
        return listed


# By an attribute's and a value's id, the part of a filter it is and the ids of its values, as text.
Options = dict[tuple[int, str], tuple[str, list[str]]]


async def _options() -> Options:
    """What there is to choose of attributes, one a slug."""
    found: Options = {}
    for row in await fetch(ONE_A_SLUG):
        key = row["attribute_id"], str(row["first_id"])
        found.setdefault(key, (f"{OF_ATTRIBUTE}{row['slug']}", []))[1].append(str(row["id"]))
    return found


def _count_attributes(
    values: Values, listed: ProductList, hits: BitMap, options: Options
) -> list[AttributeCount]:
    """Attributes are facets one by one: a choice of fabric does not narrow the fabrics."""
    found = []
    without = {part: listed.hits(part) for part in listed.parts if part.startswith(OF_ATTRIBUTE)}
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
