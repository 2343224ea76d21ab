"""The best of the products a search finds, without looking at all of them.

Products that match in the same way and can be had, or cannot, differ only by their rank: they are a
*class*. Classes are gone through from the one with the highest possible score on, and of each only
the products of the highest rank are looked at, until no other can come before those found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from pyroaring import BitMap

from commerce.facet import Facet
from commerce.index.postings import Posting
from commerce.index.values import Values
from commerce.search.query import AVAILABLE, BESIDE_RANK, UNAVAILABLE

HIGHEST_RANK = 5_000
# More ways to match than these, or products of a class to look at: the database is asked instead.
MOST_CLASSES = 256
MOST_LOOKED_AT = 5_000

Scored = tuple[int, int]  # score, product id


@dataclass(frozen=True, slots=True)
class MatchClass:
    """Products of one way to match: their score is `worth` times (BESIDE_RANK + rank)."""

    worth: int
    within: tuple[BitMap, ...]


def best(
    values: Values,
    hits: BitMap,
    terms: Sequence[tuple[int, Posting]],
    number: int,
    after: Scored | None = None,
) -> list[Scored] | None:
    """The first `number` of `hits` by score, then id, downwards; those after a place in that order.

    `terms` are how telling each thing asked for is, with where it is said. None when it would take
    too long.
    """
    if 2 * prod(len(posting.levels) for _, posting in terms) > MOST_CLASSES:
        return None
    found: list[Scored] = []
    if number < 1:
        return found
    for one in _classes(values, terms):
        if len(found) >= number and found[number - 1][0] > one.worth * (BESIDE_RANK + HIGHEST_RANK):
            break
        if after is not None and one.worth * BESIDE_RANK > after[0]:
            continue
        members = BitMap.intersection(hits, *one.within)
        if members:
            more = _first(values, members, one.worth, number, after)
            if more is None:
                return None
            found += more
            found.sort(reverse=True)
            del found[number:]
    return found


def _classes(values: Values, terms: Sequence[tuple[int, Posting]]) -> list[MatchClass]:
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
    classes.sort(key=lambda one: -one.worth)
    return classes


def _first(
    values: Values, members: BitMap, worth: int, number: int, after: Scored | None
) -> list[Scored] | None:
    ids, ranks = values.ids, values.ranks
    wanted = number
    while True:
        places = values.best(members, wanted)
        if len(places) > MOST_LOOKED_AT:
            return None
        scored = [(worth * (BESIDE_RANK + ranks[place]), ids[place]) for place in places]
        if after is not None:
            scored = [each for each in scored if each < after]
        if len(scored) >= number or len(places) == len(members):
            return scored
        # Those before the place asked for took up room.
        wanted = max(2 * wanted, len(places) + 1)
