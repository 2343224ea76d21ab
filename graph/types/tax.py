"""Tax contained in an amount."""

import strawberry

from graph.fields import RowType, part
from graph.types.money import Money


@strawberry.type(
    description="GST in the value supplied, delivery in it. What the mart or a scheme takes off a"
    " price does not lessen that value."
)
class Tax(RowType):
    taxable: Money = part("Money", "taxable", description="The value without tax.")
    cgst: Money = part("Money", "cgst", description="Central tax, within a State.")
    sgst: Money = part("Money", "sgst", description="State tax, within a State.")
    igst: Money = part("Money", "igst", description="Integrated tax, from State to State.")
