"""The geographical indication that a product bears."""

import models
from commerce.catalogue.gi_claims import GiClaimRow
from graph.access import public_type
from graph.fields.field_types import column, computed, text, to_one
from graph.fields.row_types import RowType
from graph.types.reference.craft import GiRegistration
from graph.types.scalars import Date


@public_type(
    description="The right of a product to bear a geographical indication (GI): an entry of its"
    " artisan or vendor in the GI register."
)
class GiClaim(RowType[GiClaimRow]):
    number: str = column("number", description="Authorised user number in the GI register.")
    valid_to: Date = computed(
        lambda row, _: Date(row.valid_to.isoformat()),
        "valid_to",
        description="Last day on which the entry is valid.",
    )
    registration: GiRegistration = to_one(
        "GiRegistration",
        models.GiRegistration,
        "gi_registration_id",
        description="Geographical indication that the product bears.",
    )
    holder_name: str | None = text(
        "holder_name",
        description="Name of the authorised user, the product's artisan or vendor. Null if the"
        " artisan has no public profile.",
    )
