"""Serviceability: whether, when and for how much a product is delivered to a PIN code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from commerce.cart.pricing.priced_cart import COD_LIMIT_PAISE
from commerce.reference.pincodes import folded_pincode, is_of_the_army
from commerce.tax.gst import INTRA_STATE_KINDS
from database.connect import fetch


class NoDelivery(StrEnum):
    """Why a product cannot be delivered to a PIN code."""

    MISTYPED_PINCODE = "mistyped_pincode"
    UNKNOWN_PINCODE = "unknown_pincode"
    ARMY_POST_OFFICE = "army_post_office"
    SUPPLIER_INTRA_STATE_ONLY = "supplier_intra_state_only"
    TOO_HEAVY = "too_heavy"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Quote:
    """Delivery of one piece of the cheapest available variant."""

    refusal: NoDelivery | None = None
    days_min: int | None = None
    days_max: int | None = None
    charge_paise: int | None = None
    takes_cod: bool = False


QUOTES = """
SELECT i.id, pin.state_id AS to_state, v.state_id AS from_state, v.kind, v.accepts_cod,
       v.free_delivery_above_paise, w.price_paise, w.is_made_to_order, w.lead_time_days,
       w.available, r.days_min, r.days_max,
       r.charge_paise + CASE WHEN w.is_fragile THEN r.fragile_paise ELSE 0 END AS charge_paise
  FROM unnest($1::int[]) i(id)
  JOIN product p ON p.id = i.id
  JOIN vendor v ON v.id = p.vendor_id
  LEFT JOIN pincode pin ON pin.pincode = $2
  LEFT JOIN state st ON st.code = pin.state_id
  LEFT JOIN LATERAL (
       SELECT w.*, coalesce(s.available, 0) AS available
         FROM variant w LEFT JOIN stock s ON s.variant_id = w.id
        WHERE w.product_id = p.id AND w.is_active AND (w.is_made_to_order OR s.available > 0)
        ORDER BY w.price_paise, w.position LIMIT 1) w ON true
  LEFT JOIN LATERAL (
       SELECT r.* FROM delivery_rate r
        WHERE (r.vendor_id = v.id OR r.vendor_id IS NULL AND NOT EXISTS (
                SELECT FROM delivery_rate own WHERE own.vendor_id = v.id
                   AND own.zone = r.zone AND own.service = r.service))
          AND r.service = 'standard' AND r.up_to_grams >= w.weight_grams
          AND r.zone = CASE WHEN st.is_remote THEN 'remote'
                            WHEN pin.state_id <> v.state_id THEN 'country'
                            WHEN pin.district_id IS DISTINCT FROM v.district_id THEN 'state'
                            ELSE 'district' END
        ORDER BY r.up_to_grams LIMIT 1) r ON true
"""


async def quotes(product_ids: Sequence[int], written: str) -> list[Quote]:
    """Quotes for sending each product to a PIN code, in one statement."""
    pincode = folded_pincode(written)
    if pincode is None:
        return [Quote(NoDelivery.MISTYPED_PINCODE)] * len(product_ids)
    if is_of_the_army(pincode):
        return [Quote(NoDelivery.ARMY_POST_OFFICE)] * len(product_ids)
    rows = await fetch(QUOTES, list(product_ids), pincode)
    found = {row["id"]: _quote(row) for row in rows}
    return [found.get(key, Quote(NoDelivery.UNAVAILABLE)) for key in product_ids]


def _quote(row: Mapping[str, Any]) -> Quote:
    get = row.__getitem__
    if get("to_state") is None:
        return Quote(NoDelivery.UNKNOWN_PINCODE)
    # CGST Act, s. 10(2)(c), and notification 34/2023: these suppliers sell within their State only.
    if get("kind") in INTRA_STATE_KINDS and get("to_state") != get("from_state"):
        return Quote(NoDelivery.SUPPLIER_INTRA_STATE_ONLY)
    if get("price_paise") is None:
        return Quote(NoDelivery.UNAVAILABLE)
    if get("charge_paise") is None:
        return Quote(NoDelivery.TOO_HEAVY)
    in_stock = get("available") > 0
    making = 0 if in_stock else get("lead_time_days")
    free_above = get("free_delivery_above_paise")
    is_free = free_above is not None and get("price_paise") >= free_above
    return Quote(
        days_min=making + get("days_min"),
        days_max=making + get("days_max"),
        charge_paise=0 if is_free else get("charge_paise"),
        takes_cod=get("accepts_cod") and in_stock and get("price_paise") <= COD_LIMIT_PAISE,
    )
