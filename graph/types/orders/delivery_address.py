"""Where a cart or an order goes."""

import strawberry

import models
from commerce.accounts.addresses import Written
from database.connect import fetch
from graph.access import inherited_type
from graph.context import Info
from graph.fields.field_types import column, to_one
from graph.fields.row_types import RowType
from graph.types.accounts.address import State


async def _districts(pincodes: list[str]) -> list[str | None]:
    rows = await fetch(
        "SELECT pincode, district_name FROM pincode WHERE pincode = ANY($1::text[])", pincodes
    )
    found = {row["pincode"]: row["district_name"] for row in rows}
    return [found.get(pincode) for pincode in pincodes]


@inherited_type(description="Delivery address of a cart or order, as entered by the buyer.")
class DeliveryAddress(RowType[Written]):
    """Its row has the columns of an address; `state` is a GST code."""

    name: str = column("name", description="Name of the recipient.")
    phone: str = column(
        "phone",
        description="Phone number for the carrier, for example +919876543210. Empty if the"
        " buyer's account was erased after delivery.",
    )
    line1: str = column("line1", description="House number and street.")
    line2: str | None = column("line2", description="Area, locality or village. Null if not given.")
    landmark: str | None = column("landmark", description="Nearby landmark. Null if not given.")
    city: str = column("city", description="City or town.")
    pincode: str = column("pincode", description="Six-digit PIN code.")

    @strawberry.field(description="District of the PIN code. Null if not known.")
    async def district(self, info: Info) -> str | None:
        return await info.context.loaders.of("district by pincode", _districts).load(
            self.row.pincode
        )

    state: State = to_one(
        "State",
        models.State,
        "state",
        by="code",
        description="State. For sales to consumers it is the place of supply.",
    )
