"""Tax rates of goods, taxes withheld from payouts, and the mart's commission."""

from typing import Any

import orjson

from commerce.reference.files import listed, read_csv
from commerce.reference.upsert import upsert
from database.connect import execute

HSN_KEY = "hsn, condition_id, value_above_paise, value_up_to_paise, valid_from"
_END_OTHERS = f"""
WITH given AS (SELECT {HSN_KEY} FROM json_populate_recordset(NULL::hsn_rate, $1::json)),
other AS (
  SELECT r.id, EXISTS (SELECT FROM order_line l WHERE l.hsn_rate_id = r.id) AS is_used
  FROM hsn_rate r WHERE r.valid_from IN (SELECT valid_from FROM given)
    AND r.valid_to IS NULL AND NOT EXISTS (SELECT FROM given g WHERE
      (g.hsn, g.condition_id, g.value_above_paise, g.value_up_to_paise, g.valid_from)
      IS NOT DISTINCT FROM
      (r.hsn, r.condition_id, r.value_above_paise, r.value_up_to_paise, r.valid_from))
), ended AS (
  UPDATE hsn_rate r
  SET valid_to = greatest(r.valid_from, (now() AT TIME ZONE 'Asia/Kolkata')::date - 1)
  FROM other o WHERE o.id = r.id AND o.is_used
)
DELETE FROM hsn_rate r USING other o WHERE o.id = r.id AND NOT o.is_used
"""


async def load_tariff() -> None:
    """Load the items of the tariff, and the conditions that rates of one item can have."""
    items = [
        {
            "hsn": row["hsn"],
            "description": row["description"],
            "rates_bp": [int(rate) for rate in listed(row["rates_bp"])],
            "source": row["source"],
        }
        for row in read_csv("tariff.csv")
    ]
    await upsert("tariff_item", "hsn", items)
    await upsert("rate_condition", "slug", read_csv("rate_conditions.csv"))


async def load_taxes() -> None:
    """Load the dated rates of GST by HSN, and of taxes withheld from payouts.

    Of the days that the file speaks of it has all rates: others of these days, which an earlier
    file had, go, or end yesterday where an order was taxed by them.
    """
    rates: list[dict[str, Any]] = [
        {
            "hsn": row["hsn"],
            "condition_id": row["condition"] or None,
            "value_above_paise": _paise(row["value_above_rupees"]),
            "value_up_to_paise": _paise(row["value_up_to_rupees"]),
            "rate_bp": int(row["rate_bp"]),
            "valid_from": row["valid_from"],
            "valid_to": row["valid_to"] or None,
            "source": row["source"],
        }
        for row in read_csv("gst_rates.csv")
    ]
    await upsert("hsn_rate", HSN_KEY, rates)
    await execute(_END_OTHERS, orjson.dumps(rates).decode())
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
