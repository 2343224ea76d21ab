"""What was read and is kept as long as there is room, those used last the longest."""

import ctypes
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

from pyroaring import BitMap

SET_BYTES = 100


class Sets(Protocol):
    """Sets of products that know of so many changes."""

    seen: int
    bytes: int

    def sets(self) -> Iterable[BitMap]:
        """All there are."""


Key = TypeVar("Key", bound=Hashable)
Kind = TypeVar("Kind", bound=Sets)


class PostingsCache(Generic[Key, Kind]):
    """At most `max_bytes` of sets by what they are of; the latest in any case."""

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
            # What is said of a place or a craft is said of products in a row.
            members.run_optimize()
            members.shrink_to_fit()
            sets.bytes += _size(members)
        before = self._entries.pop(of, None)
        self.bytes += sets.bytes - (before.bytes if before else 0)
        self._entries[of] = sets
        while self.bytes > self._max_bytes and len(self._entries) > 1:
            self.bytes -= self._entries.popitem(last=False)[1].bytes


def _size(members: BitMap) -> int:
    """About how many bytes a set takes."""
    found = members.get_statistics()
    return (
        SET_BYTES
        + found["n_bytes_array_containers"]
        + found["n_bytes_run_containers"]
        + found["n_bytes_bitset_containers"]
    )


def trim_memory() -> None:
    """Give back what is free of the memory of this process, where the C library can.

    It keeps what was freed between what is in use, for whatever comes next. Nothing as large as a
    start does.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
