"""A cache of sets of products, limited by size, least recently used first out."""

import ctypes
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

from pyroaring import BitMap

SET_BYTES = 100


class Sets(Protocol):
    """Sets of products that include a number of changes."""

    seen: int
    bytes: int

    def sets(self) -> Iterable[BitMap]:
        """All sets."""


Key = TypeVar("Key", bound=Hashable)
Kind = TypeVar("Kind", bound=Sets)


class PostingsCache(Generic[Key, Kind]):
    """At most `max_bytes` of sets by key; the latest in any case."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._entries: OrderedDict[Key, Kind] = OrderedDict()
        self.bytes = 0

    def get(self, of: Key) -> Kind | None:
        found = self._entries.get(of)
        if found is not None:
            self._entries.move_to_end(of)
        return found

    def put(self, of: Key, sets: Kind) -> None:
        sets.bytes = 0
        for members in sets.sets():
            # Words of a place or a craft are in consecutive products.
            members.run_optimize()
            members.shrink_to_fit()
            sets.bytes += size_of(members)
        before = self._entries.pop(of, None)
        self.bytes += sets.bytes - (before.bytes if before else 0)
        self._entries[of] = sets
        while self.bytes > self._max_bytes and len(self._entries) > 1:
            self.bytes -= self._entries.popitem(last=False)[1].bytes


def size_of(members: BitMap) -> int:
    """The approximate size of a set in bytes."""
    found = members.get_statistics()
    return (
        SET_BYTES
        + found["n_bytes_array_containers"]
        + found["n_bytes_run_containers"]
        + found["n_bytes_bitset_containers"]
    )


def trim_memory() -> None:
    """Return free memory of this process to the system, where the C library can.

    The C library keeps freed memory for later allocations, but nothing later is as large as
    loading.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
