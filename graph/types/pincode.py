"""A PIN code."""

from typing import Any

import strawberry

import models
from commerce.reference.pincodes import further_states
from graph.context import Info
from graph.fields import RowType, column, one, reads
from graph.types.address import State
from graph.types.lazy import LazyDistrict


@strawberry.type(description="A PIN code: where it is, and whether parcels go there.")
class Pincode(RowType):
    code: str = column("code", description="Six digits.")
    state: State | None = one(
        "State",
        models.State,
        "state_id",
        by="code",
        description="The State or Union Territory it is in; null for the army's post offices.",
    )

    @strawberry.field(
        description="Further States or Union Territories that its post offices deliver into, near a"
        " border. An address may name any of them, or `state`."
    )
    @reads("code")
    async def other_states(self, info: Info) -> list[State]:
        codes = further_states(self.row.code)
        rows = await info.context.loaders.state().load_many(list(codes))
        return [State.of(row) for row in rows if row is not None]

    district: LazyDistrict | None = one(
        "District",
        models.District,
        "district_id",
        description="The district of Uttar Pradesh it is in; null elsewhere.",
    )
    is_serviceable: bool = column(
        "is_serviceable",
        description="Whether the mart delivers there. A product may have a reason of its own not"
        " to be sent: its `delivery` tells.",
    )

    @strawberry.field(
        description="Places that have it. At present its district alone; post offices are not"
        " listed. Empty for the army's post offices."
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
