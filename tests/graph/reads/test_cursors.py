"""Cursors and IDs round-trip; anything else is refused."""

import base64
from datetime import datetime

import orjson
import pytest
from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from commerce.catalogue.catalogue import ORDERS
from database.keyset import SortOrder
from graph.connection import cursor, position_of
from graph.ids import global_id, parse_id

VALUES = {
    "int": st.integers(-999_999_999, 999_999_999).map(str),
    "bigint": st.integers(-(10**17), 10**17).map(str),
    "timestamptz": st.datetimes(min_value=datetime(2000, 1, 1)).map(  # noqa: DTZ001 - Hypothesis wants it
        lambda at: f"{at:%Y-%m-%d %H:%M:%S.%f}+00"
    ),
    "text": st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=100),
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=lambda order: order.name)
@given(data=st.data())
def test_a_cursor_round_trips(order: SortOrder, data: st.DataObject) -> None:
    position = tuple(data.draw(VALUES[kind]) for kind in order.types)
    assert position_of(cursor(order, position), order, "after") == position


@given(st.text(max_size=200))
def test_only_valid_cursors_are_accepted(text: str) -> None:
    for order in ORDERS.values():
        with pytest.raises(GraphQLError) as refused:
            position_of(text, order, "after")
        assert refused.value.extensions == {"code": "BAD_USER_INPUT", "argument": ["after"]}


@given(st.recursive(st.none() | st.integers() | st.text(max_size=9), st.lists, max_leaves=6))
def test_only_valid_cursor_json_is_accepted(value: object) -> None:
    order = next(iter(ORDERS.values()))
    if isinstance(value, list) and value[:1] == [order.name]:
        return
    try:
        text = base64.urlsafe_b64encode(orjson.dumps(value)).decode()
    except TypeError:
        return
    with pytest.raises(GraphQLError):
        position_of(text, order, "after")


@given(st.sampled_from(["Product", "District"]), st.integers(1, 2**31 - 1))
def test_an_id_round_trips(name: str, number: int) -> None:
    assert parse_id(global_id(name, number)) == (name, number)


@given(st.text(max_size=60))
def test_only_valid_ids_are_accepted(text: str) -> None:
    with pytest.raises(GraphQLError):
        parse_id(text)
