"""The one statement that writes an order."""

from functools import cache

from tortoise.models import Model

from commerce.checkout import reservation_limits
from commerce.core import audit
from commerce.orders import promotion_claims
from database import queue
from database.connect import columns
from database.named_parameters import NamedStatement
from models import Order, OrderLine, Payment, Suborder

OF_ORDER = (
    "id", "number", "access_key_sealed", "account_id", "phone", "email", "marks", "client_mark",
    "language", "status", "name", "line1", "line2", "landmark", "city", "pincode",
    "delivery_phone", "state_id", "cart_id", "terms_version", "goods_paise", "discount_paise",
    "delivery_paise", "taxable_paise", "cgst_paise", "sgst_paise", "igst_paise", "total_paise",
    "placed_at", "pay_before", "updated_at",
)  # fmt: skip


def names_of(model: type[Model], *but: str) -> str:
    """The columns of a model that the order statement writes."""
    names = model._meta.fields_db_projection.values()
    return ", ".join(name for name in names if name not in ("id", *but))


# Stock is locked variant by variant, in the order of the arguments: two orders never deadlock.
SEVERAL = """
shelf AS MATERIALIZED (
  SELECT s.variant_id, w.quantity FROM stock s
  JOIN unnest($variants::int[], $quantities::int[]) WITH ORDINALITY
    AS w (variant_id, quantity, place) ON w.variant_id = s.variant_id
  ORDER BY w.place FOR NO KEY UPDATE OF s),"""
SINGLE = """
shelf AS (
  SELECT variant_id, quantity
  FROM unnest($variants::int[], $quantities::int[]) AS w (variant_id, quantity)),"""
# What foreign keys, and the trigger of a variant that is sold out, would wait for at the end of the
# statement, after `order_is_current` has read it. Products come before the entry, as when an order
# is cancelled.
LATE_LOCKS = """
product_keys AS MATERIALIZED (
  SELECT p.id FROM variant w JOIN product p ON p.id = w.product_id
  JOIN vendor v ON v.id = p.vendor_id
  WHERE w.id = ANY($ordered::int[]) AND (SELECT count(*) FROM taken) >= 0
  ORDER BY p.id, w.id FOR KEY SHARE),
artisan_keys AS MATERIALIZED (
  SELECT id FROM artisan
  WHERE id = ANY($artisans::int[]) AND (SELECT count(*) FROM product_keys) >= 0
  ORDER BY id FOR KEY SHARE),
agreement_keys AS MATERIALIZED (
  SELECT id FROM agreement
  WHERE id = ANY($agreements::int[]) AND (SELECT count(*) FROM artisan_keys) >= 0
  ORDER BY id FOR KEY SHARE),
sold_out AS MATERIALIZED (
  SELECT lock_products(ids) FROM (
    SELECT array_agg(w.product_id) AS ids FROM taken JOIN variant w ON w.id = taken.variant_id
    WHERE taken.is_last AND (SELECT count(*) FROM agreement_keys) >= 0) AS last
  WHERE ids IS NOT NULL)"""


@cache
def order_statement(shelf: str) -> NamedStatement:
    """The statement that writes an order and reserves stock from `shelf`. Cached; models must be
    loaded.

    `is_current` says whether the order may stand. It is read after the entry, whose lock is the
    last one.
    """
    of_part, of_line = names_of(Suborder, "cancelled_at"), names_of(OrderLine, "suborder_id")
    from_line = ", ".join(f"l.{name}" for name in of_line.split(", "))
    return NamedStatement(
        f"""
WITH {reservation_limits.RESERVED_CTES}, {shelf}
taken AS (
  UPDATE stock s SET reserved = s.reserved + w.quantity FROM shelf w
  WHERE s.variant_id = w.variant_id AND s.available >= w.quantity
  RETURNING s.variant_id, w.quantity, s.on_hand = s.reserved AS is_last),
{LATE_LOCKS},
made AS (
  INSERT INTO orders ({", ".join(OF_ORDER)})
  VALUES ({", ".join(f"${name}" if name != "id" else "$order_id" for name in OF_ORDER)})
  RETURNING {columns(Order)}),
paid AS (
  INSERT INTO payment (id, order_id, gateway, method, amount_paise, currency, status,
    refunded_paise, attempts, created_at, updated_at)
  VALUES ($payment_id, $order_id, $gateway, $method, $total_paise, 'INR', $payment_status, 0, 0,
    $placed_at, $placed_at)
  RETURNING {columns(Payment)}),
part AS (
  INSERT INTO suborder ({of_part})
  SELECT {of_part} FROM json_populate_recordset(NULL::suborder, $parts::json)
  RETURNING id, vendor_id),
line AS (
  INSERT INTO order_line (suborder_id, {of_line})
  SELECT part.id, {from_line}
  FROM json_populate_recordset(NULL::order_line, $lines::json) WITH ORDINALITY AS l
  JOIN part ON part.vendor_id = l.suborder_id ORDER BY l.ordinality
  RETURNING id, variant_id),
discount AS (
  INSERT INTO line_discount (line_id, promotion_id, code, funder, paise)
  SELECT line.id, d.promotion_id, d.code, d.funder, d.paise
  FROM ROWS FROM (json_to_recordset($discounts::json)
    AS (variant_id int, promotion_id int, code text, funder text, paise bigint))
    WITH ORDINALITY AS d (variant_id, promotion_id, code, funder, paise, place)
  JOIN line USING (variant_id) ORDER BY d.place),
kept AS (
  INSERT INTO reservation (line_id, order_id, variant_id, quantity, status)
  SELECT line.id, $order_id, line.variant_id, taken.quantity, $reserved
  FROM line JOIN taken USING (variant_id)),
event AS (
  INSERT INTO order_event (order_id, at, kind, facts)
  VALUES ($order_id, $placed_at, $event, '{{}}')),
{promotion_claims.CLAIM_CTES},
{queue.ENQUEUE_CTES},
entry AS ({audit.ENTRY}
  WHERE (SELECT count(*) FROM claimed) + (SELECT count(*) FROM sold_out) >= 0 RETURNING id)
SELECT {columns(Order, "made")}, {columns(Payment, "paid")},
  ARRAY(SELECT variant_id FROM taken) AS taken, ARRAY(SELECT promotion_id FROM claimed) AS claimed,
  order_is_current($account_id, $ordered::int[], $versions::text[], $today::date,
    (SELECT count(*) FROM entry)) AS is_current,
  {reservation_limits.RESERVED_COLUMNS}
FROM made, paid
"""
    )
