"""Pages of a list in the order of a column, without looking at all hits.

By price or rating the products of a page are exact. By publication and popularity only bands are
known: the index gives a few more products than the page has, and PostgreSQL sorts them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap

from commerce.catalogue.facet_specs import Facet
from commerce.catalogue.index.bands import WHOLE, Span, id_of, key_of, value_of
from commerce.catalogue.index.facet_bitmaps import NONE, Column, Values, microseconds

# Hits that are looked at together.
FEW = 128
# With more candidates PostgreSQL sorts the whole list.
MAX_NAMED = 5_000
# Ids tried in one step, where very many products are sorted by id.
IDS = 4_096

# The columns of sort orders (`commerce.catalogue.catalogue.ORDERS`).
COLUMNS = {
    "newest": Column.PUBLISHED,
    "oldest": Column.PUBLISHED,
    "price_asc": Column.PRICE,
    "price_desc": Column.PRICE,
    "popular": Column.POPULARITY,
    "rating": Column.RANK,
}
COUNTRY = "country_of_origin"
RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class PageIds:
    """Ids of products that contain a page; at least `min_count` of them are on it or after it.

    With `scores` they are exactly the page, in order.
    """

    ids: list[int]
    min_count: int
    scores: list[int] | None = None


def span_of(
    order: str,
    descending: bool,
    low: tuple[str, ...] | None,
    high: tuple[str, ...] | None,
) -> Span | None:
    """The part of a sort order between two cursors; None for unreadable cursors."""
    if low is None and high is None:
        return WHOLE[descending]
    try:
        return Span(descending, _key(order, low), _key(order, high))
    except (ValueError, OverflowError):
        return None


def _key(order: str, cursor: tuple[str, ...] | None) -> int | None:
    """The key of a cursor. Raises ValueError or OverflowError."""
    if cursor is None:
        return None
    value, row_id = cursor
    number = int(row_id)
    if not 0 <= number < 1 << 31:
        raise ValueError(f"no id: {row_id}")
    if order == COUNTRY:
        return key_of(_letters(value), number)
    if COLUMNS.get(order) is Column.PUBLISHED:
        return key_of(microseconds(datetime.fromisoformat(value)), number)
    return key_of(int(value), number)


def _letters(country: str) -> int:
    """Two letters as a number with the same order."""
    if len(country) != 2 or not (country.isascii() and country.isalpha() and country.isupper()):
        raise ValueError(f"no country: {country}")
    return int.from_bytes(country.encode())


def page(values: Values, hits: BitMap, order: str, span: Span, number: int) -> PageIds | None:
    """Some of `hits` that contain the first `number` of a part of a sort order.

    None if there would be too many.
    """
    if order == COUNTRY:
        return _exactly(_by_country(values, hits, span), number, span)
    column = COLUMNS[order]
    if column not in values.bands:
        return None
    if column.is_exact:
        return _exactly(exact(values, hits, column, span), number, span)
    return _among(values, hits, column, span, number)


def first(pieces: Iterable[list[int]], number: int, span: Span) -> list[int]:
    """The first keys of consecutive pieces."""
    found: list[int] = []
    for keys in pieces:
        keys.sort(reverse=span.descending)
        found += keys
        if len(found) >= number:
            break
    return found[:number]


def exact(values: Values, hits: BitMap, column: Column, span: Span) -> Iterator[list[int]]:
    """The keys of `hits` inside the span, some at a time."""
    for members, is_whole in values.bands[column].walk(hits, span, FEW):
        keys = values.keys(column, members)
        yield keys if is_whole else list(filter(span.has, keys))


def _exactly(pieces: Iterable[list[int]], number: int, span: Span) -> PageIds:
    ids = [id_of(key) for key in first(pieces, number, span)]
    return PageIds(ids, len(ids))


def _among(values: Values, hits: BitMap, column: Column, span: Span, number: int) -> PageIds | None:
    ids, found, least = values.ids, list[int](), 0
    for members, is_whole in values.bands[column].walk(hits, span, FEW):
        found += [ids[place] for place in members.to_array()]
        if len(found) > MAX_NAMED:
            return None
        if is_whole:
            least += len(members)
            if least >= number:
                break
    return PageIds(found, min(least, number))


def _by_country(values: Values, hits: BitMap, span: Span) -> Iterator[list[int]]:
    countries = values.facets[Facet.COUNTRIES]
    for country in sorted(countries, reverse=span.descending):
        value = _letters(country)
        # The ids of this country inside the span.
        low = high = None
        if span.low is not None:
            if value < value_of(span.low):
                continue
            low = id_of(span.low) if value == value_of(span.low) else None
        if span.high is not None:
            if value > value_of(span.high):
                continue
            high = id_of(span.high) if value == value_of(span.high) else None
        for ids in _by_id(values, hits & countries[country], low, high, span.descending):
            yield [key_of(value, row_id) for row_id in ids]


def _by_id(
    values: Values, members: BitMap, low: int | None, high: int | None, descending: bool
) -> Iterator[list[int]]:
    """Ids of products between two ids, some at a time."""
    begin = 0 if low is None else low + 1
    end = values.end_of_ids if high is None else min(high, values.end_of_ids)
    if len(members) <= MAX_NAMED:
        yield [row_id for at in members if begin <= (row_id := values.ids[at]) < end]
        return
    for some in _slices(begin, end, descending):
        yield [
            row_id for row_id in some if (at := values.ordinal(row_id)) != NONE and at in members
        ]


def _slices(begin: int, end: int, descending: bool) -> Iterator[range]:
    if descending:
        for stop in range(end, begin, -IDS):
            yield range(max(begin, stop - IDS), stop)
    else:
        for start in range(begin, end, IDS):
            yield range(start, min(start + IDS, end))
