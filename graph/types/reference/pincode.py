"""A PIN code."""

from typing import Any

import strawberry

import models
from commerce.reference.pincode_lookup import Pincode as PincodeRow
from commerce.reference.pincodes import further_states
from graph.access import public_type
from graph.context import Info
from graph.fields.field_types import column, reads, to_one
from graph.fields.row_types import RowType
from graph.types.accounts.address import State
from graph.types.lazy import LazyDistrict


@public_type(description="A PIN code with its location and serviceability.")
class Pincode(RowType[PincodeRow]):
    code: str = column("code", description="Six-digit PIN code.")
    state: State | None = to_one(
        "State",
        models.State,
        "state_id",
        by="code",
        description="State or Union Territory. Null for army post offices.",
    )

    @strawberry.field(
        description="Other States or Union Territories served by the post offices of a PIN"
        " code near a border. An address may use `state` or any of these."
    )
    @reads("code")
    async def other_states(self, info: Info) -> list[State]:
        codes = further_states(self.row.code)
        rows = await info.context.loaders.state().load_many(list(codes))
        return [State.of(row) for row in rows if row is not None]

    district: LazyDistrict | None = to_one(
        "District",
        models.District,
        "district_id",
        description="District of Uttar Pradesh. Null for other States.",
    )
    is_serviceable: bool = column(
        "is_serviceable",
        description="Whether delivery is available. For a single product, see its `delivery`.",
    )

    @strawberry.field(
        description="Places of the PIN code. Currently only the district; post offices are"
        " not listed. Empty for army post offices."
    )
    @reads("district_id", "district_name")
    async def places(self, info: Info) -> list[str]:
        row: Any = self.row
        if row.district_id is not None:
            loader = info.context.loaders.row(models.District)
            if (district := await loader.load(row.district_id)) is not None:
                name = info.context.text(district, "name")
                return [name] if name else []
        return [row.district_name] if row.district_name else []
