"""An LRU cache of query results, bounded in bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from gc import get_referents
from sys import getsizeof, maxsize
from types import FunctionType, ModuleType
from typing import Any

# A value larger than this part of the room is worked out again each time.
MAX_SHARE_OF_ONE = 8
# What is looked at of a value before it counts as too large.
MAX_OBJECTS = 50_000
SHARED = (type, ModuleType, FunctionType)


class QueryCache:
    """Values by key, each as of a stamp.

    What has a name for its key, a `str`, is the mart's own: there is as much of it as the code has
    names. It is recalled whatever it takes; the room is for what depends on who asks what.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes, self.bytes = max_bytes, 0
        self._values: OrderedDict[Hashable, tuple[Hashable, Any, int]] = OrderedDict()
        self._named: dict[str, tuple[Hashable, Any]] = {}

    def get(self, key: Hashable, stamp: Hashable) -> tuple[Any] | None:
        """The value alone in a tuple; None where there is none as of that stamp."""
        if isinstance(key, str):
            named = self._named.get(key)
            return None if named is None or named[0] != stamp else (named[1],)
        known = self._values.get(key)
        if known is None or known[0] != stamp:
            return None
        self._values.move_to_end(key)
        return (known[1],)

    def put(self, key: Hashable, stamp: Hashable, value: Any) -> None:
        if isinstance(key, str):
            self._named[key] = (stamp, value)
            return
        self._drop(key)
        size = size_of((key, stamp, value))
        if size > self.max_bytes // MAX_SHARE_OF_ONE:
            return
        self._values[key] = (stamp, value, size)
        self.bytes += size
        while self.bytes > self.max_bytes:
            self._drop(next(iter(self._values)))

    def clear(self) -> None:
        self._values.clear()
        self._named.clear()
        self.bytes = 0

    def _drop(self, key: Hashable) -> None:
        if (known := self._values.pop(key, None)) is not None:
            self.bytes -= known[2]


def size_of(value: Any) -> int:
    """The bytes a value takes with all it leads to, classes and functions apart; `maxsize` where
    that is too much to look at.
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
