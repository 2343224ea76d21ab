"""Other people's IDs in mutations are refused like unknown ones."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from database.connect import fetch_value
from graph.ids import global_id
from tests.conftest import Ask
from tests.support.databases.copies import REFERENCE, copy_of
from tests.support.people.actors import World, make_world
from tests.support.people.privacy import ADDRESS, an_address

NEVER = 2_000_000
PAYEE = {"holder": "Somebody", "pan": "ABCPD1234E"}
Given = Callable[[str], dict[str, Any]]

# The mutation, who tries it, whose thing it is and of which type, and the input around the id.
TRIES: list[tuple[str, str, str, str, Given]] = [
    ("addressUpdate", "other buyer", "address", "Address", lambda i: {"id": i, "address": ADDRESS}),
    ("addressRemove", "other buyer", "address", "Address", lambda i: {"id": i}),
    ("sessionRevoke", "other buyer", "session", "ActiveSession", lambda i: {"session": i}),
    (
        "vendorMemberAdd", "other owner", "vendor", "Vendor",
        lambda i: {"vendor": i, "phone": "9876543210", "role": "OWNER"},
    ),
    ("invitationRevoke", "other owner", "invitation", "Invitation", lambda i: {"invitation": i}),
    ("invitationRevoke", "cataloguer", "invitation", "Invitation", lambda i: {"invitation": i}),
    ("invitationAccept", "owner", "invitation", "Invitation", lambda i: {"invitation": i}),
    ("invitationDecline", "other buyer", "invitation", "Invitation", lambda i: {"invitation": i}),
    ("vendorMemberRemove", "other owner", "member", "VendorMember", lambda i: {"member": i}),
    (
        "vendorPayeeSet", "other owner", "vendor", "Vendor",
        lambda i: {"vendor": i, "payee": PAYEE},
    ),
    (
        "artisanPayeeSet", "other artisan", "artisan", "Artisan",
        lambda i: {"artisan": i, "payee": PAYEE},
    ),
    (
        "artisanPayeeSet", "other facilitator", "artisan", "Artisan",
        lambda i: {"artisan": i, "payee": PAYEE},
    ),
    (
        "facilitationRecord", "other officer", "artisan", "Artisan",
        lambda i: {"artisan": i, "phone": "9876543210", "reference": "x"},
    ),
    (
        "facilitationEnd", "other artisan", "facilitation", "Facilitation",
        lambda i: {"facilitation": i},
    ),
    (
        "facilitationEnd", "other facilitator", "facilitation", "Facilitation",
        lambda i: {"facilitation": i},
    ),
    (
        "facilitationEnd", "other officer", "facilitation", "Facilitation",
        lambda i: {"facilitation": i},
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
async def world(server_url: str, reference_url: str, worker_id: str) -> AsyncIterator[World]:
    async with copy_of(server_url, REFERENCE, worker_id):
        yield await make_world()


async def written() -> list[Any]:
    """What a refused mutation leaves as it is."""
    tables = ("address", "session", "vendor_member", "payee", "facilitation", "invitation")
    return [
        await fetch_value(f"SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t")
        for table in tables
    ]


@pytest.mark.parametrize(
    ("mutation", "who", "what", "type_name", "given"),
    TRIES,
    ids=[f"{mutation} by {who}" for mutation, who, *_ in TRIES],
)
async def test_ids_of_other_people_are_not_found(
    ask: Ask, world: World, mutation: str, who: str, what: str, type_name: str, given: Given
) -> None:
    buyer = world["buyer"].person
    assert buyer is not None
    ids = {
        "address": await an_address(buyer),
        "session": buyer.session_id,
        "vendor": world.vendor.id,
        "artisan": world.artisan.id,
        "member": world.member.id,
        "facilitation": world.facilitation.id,
        "invitation": world.invitation.id,
    }
    row_id = ids[what]
    kind = f"{mutation[0].upper()}{mutation[1:]}Input"
    document = (
        f"mutation ($input: {kind}!) {{ {mutation}(input: $input)"
        " { errors { code message path } } }"
    )
    before = await written()
    token = world[who].token
    anothers = await ask(document, token=token, input=given(global_id(type_name, row_id)))
    never = await ask(document, token=token, input=given(global_id(type_name, NEVER)))
    assert anothers == never
    assert anothers[mutation]["errors"][0]["code"] == "NOT_FOUND"
    assert await written() == before
