"""Address books."""

from dataclasses import dataclass
from typing import Any

from tortoise.transactions import in_transaction

from auth.permissions import Action
from commerce.accounts.contacts import folded_phone
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.short_text import optional_line, required_line
from commerce.core.texts.input_texts import Subject
from commerce.reference.pincodes import folded_pincode, further_states, is_of_the_army
from commerce.reference.states import state_code
from database.caches.table_cache import TABLE_CACHE
from database.connect import execute, fetch
from models import Account, Address

MAX_ADDRESSES = 50


@dataclass(frozen=True, slots=True)
class Written:
    """An address as entered. `state` is a GST code, an abbreviation or a name."""

    name: str
    phone: str
    line1: str
    line2: str | None
    landmark: str | None
    city: str
    pincode: str
    state: str


PLACE = """
SELECT p.pincode, p.state_id, s.name_en, s.name_hi, p.district_id, s.is_remote
FROM pincode p JOIN state s ON s.code = p.state_id WHERE p.pincode = $1
"""
COLUMNS = ("name", "phone", "line1", "line2", "landmark", "city", "pincode", "state_id")


async def columns(written: Written, *path: str) -> dict[str, Any]:
    """Validate an address and return its columns. Raises Refusal, or Refusals for several."""
    form = Form()
    texts = {
        "name": form.read(required_line, written.name, 80, *path, "name"),
        "phone": form.read(folded_phone, written.phone, *path, "phone"),
        "line1": form.read(required_line, written.line1, 160, *path, "line1"),
        "line2": form.read(optional_line, written.line2, 160, *path, "line2"),
        "landmark": form.read(optional_line, written.landmark, 120, *path, "landmark"),
        "city": form.read(required_line, written.city, 80, *path, "city"),
    }
    stated = form.read(_state, written.state, *path, "state")
    place = await form.wait_for(_place(written.pincode, stated, *path))
    form.check()
    return {**texts, **place}


async def place_of(pincode: str) -> Any | None:
    """The cached row of PLACE for a PIN code; None if it is unknown."""
    rows = await TABLE_CACHE.recall(
        ("pincode", "state"), ("place of", pincode), lambda: fetch(PLACE, pincode)
    )
    return rows[0] if rows else None


def _state(written: str, *path: str) -> str:
    """The GST code of a State as entered. Raises Refusal."""
    if not written.strip():
        raise Refusal(Reason.REQUIRED, *path)
    code = state_code(written)
    if code is None:
        raise Refusal(Reason.INVALID, *path)
    return code


async def _place(written: str, stated: str | None, *path: str) -> dict[str, Any]:
    """Columns for PIN code and State. Raises Refusal if the code is unknown or of another State."""
    code = folded_pincode(written)
    if code is None:
        reason = Reason.INVALID if written.strip() else Reason.REQUIRED
        raise Refusal(reason, *path, "pincode")
    found = await place_of(code)
    if found is None and is_of_the_army(code):
        raise Refusal(Reason.PINCODE_NOT_SERVED, *path, "pincode")
    if found is None:
        raise Refusal(Reason.NOT_FOUND, *path, "pincode")
    pincode, state = found["pincode"], found["state_id"]
    if stated is not None and stated not in (state, *further_states(pincode)):
        raise Refusal(
            Reason.PINCODE_OF_ANOTHER_STATE,
            *path,
            "state",
            pincode=pincode,
            state_en=found["name_en"],
            state_hi=found["name_hi"],
        )
    return {"pincode": pincode, "state_id": stated or state}


async def create(ctx: ActionContext, written: Written, *, is_default: bool) -> Address:
    """Add an address; the first one becomes the default. Raises Refusal."""
    row_columns = await columns(written, "address")
    async with in_transaction():
        await _lock(ctx)
        number = await Address.filter(account_id=ctx.account_id).count()
        if number >= MAX_ADDRESSES:
            raise Refusal(Reason.LIMIT_REACHED, most=MAX_ADDRESSES)
        if is_default:
            await _no_default(ctx)
        row = await Address.create(
            account_id=ctx.account_id,
            is_default=is_default or number == 0,
            created_at=ctx.now,
            **row_columns,
        )
        await audit.record(ctx, "address.create", f"address:{row.id}")
    return row


async def update(
    ctx: ActionContext, address_id: int, written: Written, *, is_default: bool
) -> Address:
    """Update an address. A default stays so until another one becomes it. Raises Refusal."""
    form = Form()
    row = await form.wait_for(own(ctx, address_id))
    row_columns = await form.wait_for(columns(written, "address"))
    form.check()
    async with in_transaction():
        await _lock(ctx)
        row = await own(ctx, address_id)
        if is_default and not row.is_default:
            await _no_default(ctx)
        changed = [name for name, value in row_columns.items() if getattr(row, name) != value]
        row.update_from_dict({**row_columns, "is_default": is_default or row.is_default})
        await row.save()
        await audit.record(ctx, "address.update", f"address:{row.id}", after={"changed": changed})
    return row


async def remove(ctx: ActionContext, address_id: int) -> None:
    """Remove an address; the newest of the others replaces a removed default. Raises Refusal."""
    async with in_transaction():
        await _lock(ctx)
        row = await own(ctx, address_id)
        await row.delete()
        if row.is_default:
            await execute(
                "UPDATE address SET is_default = true WHERE id ="
                " (SELECT max(id) FROM address WHERE account_id = $1)",
                ctx.account_id,
            )
        await audit.record(ctx, "address.remove", f"address:{address_id}")


async def own(ctx: ActionContext, address_id: int, *path: str) -> Address:
    """The viewer's own address. Raises Refusal NOT_FOUND."""
    row = await Address.get_or_none(id=address_id)
    ctx.require(Action.OWN_ACCOUNT, row, *(path or ("id",)), of=Subject.ADDRESS)
    assert row is not None
    return row


async def _lock(ctx: ActionContext) -> None:
    """Serialise changes of an address book."""
    await Account.filter(id=ctx.account_id).select_for_update(no_key=True).first()


async def _no_default(ctx: ActionContext) -> None:
    await Address.filter(account_id=ctx.account_id, is_default=True).update(is_default=False)
