"""Rows of a person, and documents for what is their own."""

from datetime import UTC, datetime
from typing import Any

import models
from auth.viewer import Viewer
from commerce.accounts import addresses
from commerce.core.action_context import ActionContext
from database.connect import fetch_value
from tests.conftest import Ask
from tests.support.people.accounts import Person


def acting(person: Person, **more: Any) -> ActionContext:
    viewer = Viewer(account_id=person.id, session_id=person.session_id)
    return ActionContext(datetime.now(UTC), viewer, **more)


WRITTEN = addresses.Written(
    "Asha", "00000 54321", "1, Chowk", None, None, "Lucknow", "226003", "09"
)


async def an_address(person: Person) -> int:
    return (await addresses.create(acting(person), WRITTEN, is_default=False)).id


async def an_order(person: Person) -> int:
    row = await models.Order.create(
        number=f"ODOP-TEST-{person.id}",
        account_id=person.id,
        status=models.OrderStatus.PLACED,
        total_paise=100,
        placed_at=datetime.now(UTC),
    )
    return row.id


async def an_audit_entry(person: Person) -> int:
    number: int = await fetch_value("SELECT max(id) FROM audit_entry")
    return number


ADDRESS = {
    "name": "Asha",
    "phone": "00000 54321",
    "line1": "1, Chowk",
    "city": "Lucknow",
    "pincode": "226003",
    "state": "09",
}


CREATE = """mutation ($input: AddressCreateInput!) { addressCreate(input: $input) {
  address { id isDefault } errors { code path } } }"""


async def created(ask: Ask, person: Person, **more: Any) -> dict[str, Any]:
    given = {"address": ADDRESS | more.pop("address", {}), **more}
    found: dict[str, Any] = (await ask(CREATE, token=person.token, input=given))["addressCreate"]
    return found


ERASE = "mutation { accountErase(input: {isCertain: true}) { isErased errors { code } } }"
