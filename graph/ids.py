"""Opaque ids: what `node(id:)` takes."""

import base64
import binascii
import re
from functools import cache

import strawberry
from graphql import GraphQLError

from graph.error_texts import NO_ID
from graph.errors import bad_input

PATTERN = re.compile(r"([A-Z][A-Za-z]{1,40}):([1-9][0-9]{0,9})")
MAX_ID_NUMBER = 2**31 - 1
# Ids of one type that are remembered.
MAX_CACHED_IDS = 10_000


class GlobalIds(dict[int, strawberry.ID]):
    """Cached global ids of one type, by row id."""

    def __init__(self, type_name: str) -> None:
        super().__init__()
        self._type_name = type_name

    def __missing__(self, row_id: int) -> strawberry.ID:
        if len(self) >= MAX_CACHED_IDS:
            self.clear()
        # Letters, digits and a colon never give the two characters in which URL-safe base64
        # differs.
        text = binascii.b2a_base64(f"{self._type_name}:{row_id}".encode(), newline=False)
        made = self[row_id] = strawberry.ID(text.decode())
        return made


@cache
def ids_of(type_name: str) -> GlobalIds:
    return GlobalIds(type_name)


def global_id(type_name: str, row_id: int) -> strawberry.ID:
    return ids_of(type_name)[row_id]


def parse_id(value: str, *argument: str) -> tuple[str, int]:
    """Type name and row id. Raises BAD_USER_INPUT for anything we did not hand out."""
    try:
        text = base64.b64decode(value, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    form = PATTERN.fullmatch(text)
    if not form or int(form[2]) > MAX_ID_NUMBER:
        raise bad_input(NO_ID, *(argument or ("id",)))
    return form[1], int(form[2])


NO_ROW = 0


def row_id(value: str, type_name: str) -> int:
    """The row id of an id of one type; NO_ROW for any other id.

    The rule looks for that row, and tells that it is not there with all else that is wrong.
    """
    try:
        found, known = parse_id(value)
    except GraphQLError:
        return NO_ROW
    return known if found == type_name else NO_ROW
