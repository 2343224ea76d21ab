"""Tax contained in an amount."""

from commerce.tax.gst import Parts
from graph.access import inherited_type
from graph.fields.field_types import column
from graph.fields.row_types import RowType
from graph.types.money import Money


@inherited_type(
    description="GST included in an amount, on items and delivery. Discounts funded by"
    " the shop or a scheme do not reduce the taxable value, but subsidies of a Government do.",
)
class Tax(RowType[Parts]):
    taxable: Money = column("taxable", as_type="Money", description="Taxable value, without tax.")
    cgst: Money = column(
        "cgst", as_type="Money", description="Central GST, for sales within a State."
    )
    sgst: Money = column(
        "sgst", as_type="Money", description="State GST, for sales within a State."
    )
    igst: Money = column(
        "igst", as_type="Money", description="Integrated GST, for sales between States."
    )
