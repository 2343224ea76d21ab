"""Tax contained in an amount."""

from auth.permissions import Action
from commerce.tax.gst import Parts
from graph.access import private_type
from graph.field_types import RowType, part
from graph.types.money import Money


@private_type(
    Action.INHERITED,
    description="GST included in an amount, on items and delivery. Discounts funded by"
    " the shop or a scheme do not reduce the taxable value.",
)
class Tax(RowType, row=Parts):
    taxable: Money = part("Money", "taxable", description="Taxable value, without tax.")
    cgst: Money = part("Money", "cgst", description="Central GST, for sales within a State.")
    sgst: Money = part("Money", "sgst", description="State GST, for sales within a State.")
    igst: Money = part("Money", "igst", description="Integrated GST, for sales between States.")
