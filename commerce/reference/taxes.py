"""Tax rates of goods, taxes withheld from payouts, and the mart's commission."""

from typing import Any

from commerce.reference.files import read_csv
from commerce.reference.upsert import upsert


async def load_taxes() -> None:
    """Load the dated rates of GST by HSN, and of taxes withheld from payouts."""
    rates: list[dict[str, Any]] = [
        {
            "hsn": row["hsn"],
            "value_above_paise": _paise(row["value_above_rupees"]),
            "value_up_to_paise": _paise(row["value_up_to_rupees"]),
            "rate_bp": int(row["rate_bp"]),
            "valid_from": row["valid_from"],
            "valid_to": row["valid_to"] or None,
            "source": row["source"],
        }
        for row in read_csv("gst_rates.csv")
    ]
    await upsert("hsn_rate", "hsn, value_above_paise, value_up_to_paise, valid_from", rates)
    rules = [
        {**row, "rate_bp": int(row["rate_bp"]), "valid_to": row["valid_to"] or None}
        for row in read_csv("tax_rules.csv")
    ]
    await upsert("tax_rule", "kind, valid_from", rules)


async def load_commission(categories: dict[str, int]) -> None:
    """Load the mart's own commission; agreements with vendors stay."""
    rules = [
        {
            "vendor_id": None,
            "category_id": categories[row["category"]] if row["category"] else None,
            "rate_bp": int(row["rate_bp"]),
            "valid_from": row["valid_from"],
            "valid_to": row["valid_to"] or None,
        }
        for row in read_csv("commission_rules.csv")
    ]
    await upsert("commission_rule", "vendor_id, category_id, valid_from", rules)


def _paise(rupees: str) -> int | None:
    return int(rupees) * 100 if rupees else None
