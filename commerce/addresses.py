"""A person's address book."""

from dataclasses import dataclass
from typing import Any

from tortoise.transactions import in_transaction

from auth.may import Action
from commerce import audit
from commerce.acting import Acting
from commerce.contacts import folded_phone
from commerce.errors import Reason, Refusal
from commerce.words import optional_word, word
from database.connect import execute
from models import Account, Address, Pincode

MOST = 50


@dataclass(frozen=True, slots=True)
class Written:
    """An address as a person writes it. `state` is a GST code, as in 09."""

    name: str
    phone: str
    line1: str
    line2: str | None
    landmark: str | None
    city: str
    pincode: str
    state: str


async def _columns(written: Written) -> dict[str, Any]:
    """The columns of a row. Raises Refusal for what is missing, and for a PIN of another State."""
    found = {
        "name": word(written.name, 80, "name"),
        "phone": folded_phone(written.phone),
        "line1": word(written.line1, 160, "line1"),
        "line2": optional_word(written.line2, 160, "line2"),
        "landmark": optional_word(written.landmark, 120, "landmark"),
        "city": word(written.city, 80, "city"),
    }
    code = written.pincode if len(written.pincode) == 6 else ""
    pincode = await Pincode.get_or_none(pincode=code)
    if pincode is None:
        raise Refusal(Reason.NOT_FOUND, "pincode")
    if pincode.state_id != written.state:
        raise Refusal(Reason.PINCODE_OF_ANOTHER_STATE, "state", pincode=pincode.pincode)
    return {**found, "pincode": pincode.pincode, "state_id": pincode.state_id}


async def create(by: Acting, written: Written, *, is_default: bool) -> Address:
    """A new entry; the first one is the default."""
    columns = await _columns(written)
    async with in_transaction():
        await _lock(by)
        number = await Address.filter(account_id=by.account_id).count()
        if number >= MOST:
            raise Refusal(Reason.LIMIT_REACHED, most=MOST)
        if is_default:
            await _no_default(by)
        row = await Address.create(
            account_id=by.account_id,
            is_default=is_default or number == 0,
            created_at=by.now,
            **columns,
        )
        await audit.record(by, "address.create", f"address:{row.id}")
    return row


async def update(by: Acting, address_id: int, written: Written, *, is_default: bool) -> Address:
    """Rewrite an entry. To stop being the default another one has to become it."""
    columns = await _columns(written)
    async with in_transaction():
        await _lock(by)
        row = await own(by, address_id)
        if is_default and not row.is_default:
            await _no_default(by)
        changed = [name for name, value in columns.items() if getattr(row, name) != value]
        row.update_from_dict({**columns, "is_default": is_default or row.is_default})
        await row.save()
        await audit.record(by, "address.update", f"address:{row.id}", after={"changed": changed})
    return row


async def remove(by: Acting, address_id: int) -> None:
    """Take an entry away; if it was the default, the newest of the others becomes it."""
    async with in_transaction():
        await _lock(by)
        row = await own(by, address_id)
        await row.delete()
        if row.is_default:
            await execute(
                "UPDATE address SET is_default = true WHERE id ="
                " (SELECT max(id) FROM address WHERE account_id = $1)",
                by.account_id,
            )
        await audit.record(by, "address.remove", f"address:{address_id}")


async def own(by: Acting, address_id: int) -> Address:
    """One's own entry. Raises Refusal: another's is not there."""
    row = await Address.get_or_none(id=address_id)
    by.require(Action.BE_ONESELF, row, "address")
    assert row is not None
    return row


async def _lock(by: Acting) -> None:
    """One writer of an address book at a time."""
    await Account.filter(id=by.account_id).select_for_update(no_key=True).first()


async def _no_default(by: Acting) -> None:
    await Address.filter(account_id=by.account_id, is_default=True).update(is_default=False)
