"""An entry of a person's address book."""

import models
from auth.permissions import Action
from graph.access import private_type, public_type
from graph.fields.field_types import column, text, to_one
from graph.fields.row_types import Node, RowType


@public_type(description="A State or Union Territory of India.")
class State(RowType[models.State]):
    code: str = column("code", description="Two-digit GST state code, for example 09.")
    name: str = text("name", description="Name of the State.")


@private_type(Action.OWN_ACCOUNT, description="An address book entry.")
class Address(Node[models.Address]):
    name: str = column("name", description="Name of the recipient.")
    phone: str = column(
        "phone", description="Phone number for the carrier, for example +919876543210."
    )
    line1: str = column("line1", description="House number and street.")
    line2: str | None = column("line2", description="Area, locality or village. Null if not given.")
    landmark: str | None = column("landmark", description="Nearby landmark. Null if not given.")
    city: str = column("city", description="City or town.")
    pincode: str = column("pincode", description="Six-digit PIN code.")
    is_default: bool = column("is_default", description="Whether this is the default address.")

    state: State = to_one(
        "State",
        models.State,
        "state_id",
        by="code",
        description="State given by the buyer.",
    )
