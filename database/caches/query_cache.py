"""An LRU cache of query results, bounded in bytes."""

from collections.abc import Hashable
from gc import get_referents
from operator import itemgetter
from sys import getsizeof, maxsize
from types import FunctionType, ModuleType
from typing import Any

from cachetools import LRUCache

# A value larger than this share of the cache is not stored.
MAX_SHARE_OF_ONE = 8
# Objects of a value that are counted before it is too large.
MAX_OBJECTS = 50_000
SHARED = (type, ModuleType, FunctionType)


class QueryCache:
    """Values by key, each valid for one stamp.

    A `str` is the name of a query in the code: as there are only so many, those values are stored
    whatever their size. The bound is for values that depend on a request.
    """

    def __init__(self, max_bytes: int) -> None:
        # Stamp, value and size in bytes.
        self._values: LRUCache[Hashable, tuple[Hashable, Any, int]] = LRUCache(
            max_bytes, getsizeof=itemgetter(2)
        )
        self._named: dict[str, tuple[Hashable, Any]] = {}

    @property
    def bytes(self) -> int:
        """The size of the values that count for the bound."""
        return round(self._values.currsize)

    def get(self, key: Hashable, stamp: Hashable) -> tuple[Any] | None:
        """The value in a tuple of its own; None if there is none for that stamp."""
        if isinstance(key, str):
            named = self._named.get(key)
            return None if named is None or named[0] != stamp else (named[1],)
        entry = self._values.get(key)
        return None if entry is None or entry[0] != stamp else (entry[1],)

    def put(self, key: Hashable, stamp: Hashable, value: Any) -> None:
        """Store a value, unless it is too large."""
        if isinstance(key, str):
            self._named[key] = (stamp, value)
            return
        self._values.pop(key, None)
        size = size_of((key, stamp, value))
        if size <= self._values.maxsize // MAX_SHARE_OF_ONE:
            self._values[key] = (stamp, value, size)

    def clear(self) -> None:
        self._values.clear()
        self._named.clear()


def size_of(value: Any) -> int:
    """The bytes of a value with all that it refers to, except classes and functions.

    `maxsize` if there are too many objects.
    """
    seen: set[int] = set()
    size, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, SHARED):
            continue
        if len(seen) >= MAX_OBJECTS:
            return maxsize
        seen.add(id(each))
        size += getsizeof(each)
        waiting += get_referents(each)
    return size
