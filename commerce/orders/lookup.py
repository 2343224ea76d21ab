"""Finding an order by its number, with access checks."""

import re
import secrets

from auth.inputs.text_input import fold_order_number
from auth.permissions import Action, may
from auth.viewer import Viewer
from commerce.core import access_keys
from commerce.core.errors import Reason, Refusal
from database.connect import columns, fetch_rows
from models import Order

# Other texts are not looked up.
NUMBER = re.compile(r"[A-Z0-9-]{1,24}")
# As read aloud or copied by hand: without hyphens, with letters that look like digits.
SPOKEN_NUMBER = re.compile(r"OM-?([A-Z0-9]{5})-?([A-Z0-9]{5})")
LOOKALIKES = str.maketrans("OIL", "011")


def folded_numbers(written: str) -> list[str]:
    """The order numbers a typed text may stand for; none if it has no such form."""
    typed = fold_order_number(written[:100])
    numbers = [typed] if NUMBER.fullmatch(typed) else []
    if spoken := SPOKEN_NUMBER.fullmatch(typed):
        hyphenated = "-".join(("OM", *spoken.groups()))
        numbers += [hyphenated, "OM" + hyphenated[2:].translate(LOOKALIKES)]
    return numbers


async def with_number(written: str) -> Order | None:
    """The order with a number, without checking access."""
    numbers = folded_numbers(written)
    text = f"SELECT {columns(Order, 't')} FROM orders t WHERE t.number = ANY($1::text[]) LIMIT 1"
    found = await fetch_rows(Order, text, numbers) if numbers else []
    return found[0] if found else None


async def find(viewer: Viewer, number: str, access_key: str | None) -> Order | None:
    """An order for its buyer, a holder of its access key, or staff; None for others."""
    order = await with_number(number)
    if order is None:
        return None
    is_open = is_opened_by(order, access_key)
    return order if is_open or may(viewer, Action.SEE_ORDER, order) else None


def is_opened_by(order: Order, access_key: str | None) -> bool:
    """Whether the access key is the order's."""
    if access_key is None or order.access_key_sealed is None:
        return False
    own = access_keys.open_for_order(order.number, order.access_key_sealed)
    return own is not None and secrets.compare_digest(access_key.encode(), own.encode())


async def own(viewer: Viewer, number: str, access_key: str | None) -> Order:
    """An order that the viewer may change. Raises Refusal."""
    order = await find(viewer, number, access_key)
    if order is None or not (
        is_opened_by(order, access_key) or may(viewer, Action.CHANGE_ORDER, order)
    ):
        raise Refusal(Reason.NOT_FOUND, "number")
    return order
