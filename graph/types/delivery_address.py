"""Where a cart or an order goes."""

import strawberry

import models
from database.connect import fetch
from graph.context import Info
from graph.fields import RowType, column, one
from graph.types.address import State


async def _districts(pincodes: list[str]) -> list[str | None]:
    rows = await fetch(
        "SELECT pincode, district_name FROM pincode WHERE pincode = ANY($1::text[])", pincodes
    )
    found = {row["pincode"]: row["district_name"] for row in rows}
    return [found.get(pincode) for pincode in pincodes]


@strawberry.type(description="Where a cart or an order goes, as the buyer wrote it.")
class DeliveryAddress(RowType):
    """Its row has the columns of an address; `state` is a GST code."""

    name: str = column("name", description="Who takes the parcel.")
    phone: str = column(
        "phone",
        description="Whom the carrier calls, as in +919876543210; empty once the order has arrived"
        " and its buyer's account is erased.",
    )
    line1: str = column("line1", description="House and street.")
    line2: str | None = column("line2", description="Quarter or village.")
    landmark: str | None = column("landmark", description="What it is near to.")
    city: str = column("city", description="Town.")
    pincode: str = column("pincode", description="Six digits.")

    @strawberry.field(description="The district, as the table of PIN codes has it.")
    async def district(self, info: Info) -> str | None:
        return await info.context.loaders.of("district by pincode", _districts).load(
            self.row.pincode
        )

    state: State = one(
        "State",
        models.State,
        "state",
        by="code",
        description="The State: for goods to a consumer the place of supply.",
    )
