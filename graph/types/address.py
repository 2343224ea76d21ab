"""An entry of a person's address book."""

import strawberry

import models
from graph.fields import Node, RowType, column, one, text


@strawberry.type(description="A State or Union Territory.")
class State(RowType):
    code: str = column("code", description="Its GST code, two digits, as in 09.")
    name: str = text("name", description="Its name.")


@strawberry.type(description="Where a person's parcels go.")
class Address(Node):
    name: str = column("name", description="Who takes the parcel.")
    phone: str = column("phone", description="Whom the carrier calls, as in +919876543210.")
    line1: str = column("line1", description="House and street.")
    line2: str | None = column("line2", description="Quarter or village.")
    landmark: str | None = column("landmark", description="What it is near to.")
    city: str = column("city", description="Town.")
    pincode: str = column("pincode", description="Six digits.")
    is_default: bool = column("is_default", description="Whether it is taken unless another is.")

    state: State = one(
        "State",
        models.State,
        "state_id",
        by="code",
        description="The State, as the buyer states it.",
    )
