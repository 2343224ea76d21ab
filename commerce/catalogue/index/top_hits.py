"""The first or last products of a search by score, without looking at all hits.

Products that match in the same way and are equally available differ only by their rank: they are a
*class*. Classes are visited from the highest possible score (or the lowest), and in each only the
products with the highest rank, until no other can precede those found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from pyroaring import BitMap

from commerce.catalogue.facet_specs import Facet
from commerce.catalogue.index.bands import ID_BITS, ID_MASK, Span, id_of, key_of, value_of
from commerce.catalogue.index.facet_bitmaps import Column, Values
from commerce.catalogue.index.postings import Posting
from commerce.catalogue.index.sorted_pages import FEW, PageIds, exact, first
from commerce.search.query import AVAILABLE, RANK_OFFSET, UNAVAILABLE

MAX_RANK = 5_000
# With more classes the score of each product is computed, unless there are too many.
MAX_CLASSES = 256
MAX_SCORED = 20_000


@dataclass(frozen=True, slots=True)
class MatchClass:
    """Products with one way to match; their score is `weight` times (RANK_OFFSET + rank)."""

    weight: int
    members: tuple[BitMap, ...]

    @property
    def min_key(self) -> int:
        return key_of(self.weight * RANK_OFFSET, 0)

    @property
    def max_key(self) -> int:
        return key_of(self.weight * (RANK_OFFSET + MAX_RANK) + 1, 0)


def best(
    values: Values,
    hits: BitMap,
    terms: Sequence[tuple[int, Posting]],
    number: int,
    span: Span,
) -> PageIds | None:
    """The first `number` of `hits` in a part of the order by score, then id.

    `terms` are the weight and posting of each search term. None if it would take too long.
    """
    if number < 1 or not hits:
        return PageIds([], 0, [])
    if 2 * prod(len(posting.levels) for _, posting in terms) > MAX_CLASSES:
        if len(hits) > MAX_SCORED:
            return None
        scored = list(filter(span.has, _scored(values, hits, terms)))
        return _named(first([scored], number, span))
    found: list[int] = []
    for one in _classes(values, terms, span.descending):
        if len(found) >= number and _is_behind(one, found[number - 1], span.descending):
            break
        if (span.high is not None and one.min_key > span.high) or (
            span.low is not None and one.max_key <= span.low
        ):
            continue
        if members := BitMap.intersection(hits, *one.members):
            found += _first(values, members, one.weight, number, span)
            found.sort(reverse=span.descending)
            del found[number:]
    return _named(found)


def _named(keys: list[int]) -> PageIds:
    ids = [key & ID_MASK for key in keys]
    return PageIds(ids, len(ids), [key >> ID_BITS for key in keys])


def _is_behind(one: MatchClass, last: int, descending: bool) -> bool:
    return one.max_key <= last if descending else one.min_key > last


def _classes(
    values: Values, terms: Sequence[tuple[int, Posting]], descending: bool
) -> list[MatchClass]:
    availability = values.facets[Facet.AVAILABILITY]
    classes = [
        MatchClass(
            sum(idf * worth for (idf, _), (worth, _) in zip(terms, levels, strict=True)) * factor,
            (*[members for _, members in levels], within),
        )
        for levels in product(*[posting.levels for _, posting in terms])
        for factor, within in (
            (AVAILABLE, availability["true"]),
            (UNAVAILABLE, availability["false"]),
        )
    ]
    classes.sort(key=lambda one: one.weight, reverse=descending)
    return classes


def _first(values: Values, members: BitMap, worth: int, number: int, span: Span) -> list[int]:
    """The first of one class: those with the highest ranks."""
    if span.low is None and span.high is None:
        of_ranks = span
    else:
        of_ranks = Span(
            span.descending,
            None if span.low is None else _by_rank(span.low, worth),
            None if span.high is None else _by_rank(span.high, worth),
        )
    pieces: Iterable[list[int]]
    if of_ranks is span and len(members) <= FEW:
        pieces = (values.keys(Column.RANK, members),)
    else:
        pieces = exact(values, members, Column.RANK, of_ranks)
    return [
        worth * (RANK_OFFSET + (key >> ID_BITS)) << ID_BITS | key & ID_MASK
        for key in first(pieces, number, of_ranks)
    ]


def _by_rank(key: int, worth: int) -> int:
    """The position in the order by rank of a position in the order by score."""
    rank, more = divmod(value_of(key), worth)
    # Between two ranks: before all products of the higher one, whose ids begin with 1.
    return key_of(rank - RANK_OFFSET + 1, 0) if more else key_of(rank - RANK_OFFSET, id_of(key))


def _scored(values: Values, hits: BitMap, terms: Sequence[tuple[int, Posting]]) -> list[int]:
    """The keys of all `hits`."""
    sums = dict.fromkeys(hits, 0)
    for idf, posting in terms:
        for worth, members in posting.levels:
            for at in hits & members:
                sums[at] += idf * worth
    available = values.facets[Facet.AVAILABILITY]["true"]
    ids, ranks = values.ids, values.ranks
    return [
        key_of(
            worth * (AVAILABLE if at in available else UNAVAILABLE) * (RANK_OFFSET + ranks[at]),
            ids[at],
        )
        for at, worth in sums.items()
    ]
