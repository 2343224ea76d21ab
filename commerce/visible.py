"""Which rows the public may see, as conditions on `t`."""

from database.select import Sql

ON_SALE = Sql("t.status = 'published' AND t.min_price_paise IS NOT NULL")
PUBLIC_ARTISAN = Sql("t.status = 'active' AND t.profile_consented_at IS NOT NULL")
OPEN_VENDOR = Sql("t.status = 'approved'")
SHOWN_REVIEW = Sql("t.status = 'published'")
