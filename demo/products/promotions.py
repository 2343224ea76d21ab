"""Coupons and offers of the demo, each with another funder."""

from database.connect import execute, fetch_value

# Coupons have a code, offers have none. Amounts in paise.
PROMOTIONS = """
INSERT INTO promotion (code, name_en, name_hi, kind, basis_points, amount_paise, most_paise,
  vendor_share_bp, mart_share_bp, scheme_share_bp, scheme, vendor_id, category_id, least_paise,
  is_first_order, is_exclusive, starts_at, most_uses, most_uses_each, uses, is_active)
SELECT t.code, t.name_en, t.name_hi, t.kind, t.bp, t.amount, t.most, t.vendor, t.mart, t.scheme,
  CASE WHEN t.scheme > 0 THEN 'Craft fair assistance (demonstration)' END,
  CASE WHEN t.vendor > 0 THEN (SELECT min(id) FROM vendor WHERE status = 'approved') END,
  (SELECT id FROM category WHERE slug = t.category), t.least, t.first, t.alone, '2026-01-01',
  t.uses, t.each, 0, true
FROM (VALUES
  ('SWAGAT10', '10% off a first order', 'पहले ऑर्डर पर 10% छूट', 'percent', 1000, NULL::bigint,
   20000, 0, 10000, 0, NULL, 0, true, false, NULL::int, 1),
  ('MELA500', '₹500 off above ₹5,000', '₹5,000 से ऊपर ₹500 की छूट', 'fixed', NULL, 50000,
   NULL, 0, 0, 10000, NULL, 500000, false, true, 1000, 2),
  (NULL, '5% off pottery and glass', 'मिट्टी और काँच पर 5% छूट', 'percent', 500, NULL,
   NULL, 0, 10000, 0, 'glass-pottery-ceramics', 0, false, false, NULL, NULL),
  (NULL, '8% off at this seller', 'इस विक्रेता पर 8% छूट', 'percent', 800, NULL,
   NULL, 10000, 0, 0, NULL, 100000, false, false, NULL, NULL)
) AS t (code, name_en, name_hi, kind, bp, amount, most, vendor, mart, scheme, category, least,
  first, alone, uses, each)
"""


async def load_promotions() -> None:
    """Load the promotions, unless there are any."""
    if not await fetch_value("SELECT EXISTS (SELECT FROM promotion)"):
        await execute(PROMOTIONS)
