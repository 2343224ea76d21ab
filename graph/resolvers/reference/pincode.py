"""States and PIN codes."""

from typing import Annotated

import strawberry

from commerce.reference import pincode_lookup, states
from graph.context import Info
from graph.types.accounts.address import State
from graph.types.reference.pincode import Pincode


async def list_states(info: Info) -> list[State]:
    return [State.of(row) for row in await states.for_addresses(info.context.language)]


async def find_pincode(
    code: Annotated[
        str,
        strawberry.argument(
            description="Six-digit PIN code. Digits of any script and spaces are accepted, for"
            " example 226 001."
        ),
    ],
) -> Pincode | None:
    row = await pincode_lookup.find(code)
    return Pincode.of(row) if row else None
