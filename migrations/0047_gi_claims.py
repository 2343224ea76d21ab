"""The GI mark of a product: its maker or vendor is an authorised user, and the product claims it.

It was the mark of the craft: a screen print was "Pilkhuwa Hand Block Print" because its district
prints by block too. Now a claim counts if it is not withdrawn, its entry is verified and valid
today in India, the entry is of the product's maker or vendor, and the registration covers the
product's district and goods. So no product of before has a mark until it is claimed.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from migrations._frozen import CreateTable
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

# Ranges of one number, since the exclusion of equal numbers needs an extension.
ONE_AT_A_TIME = """
SELECT forbid_empty_texts();
ALTER TABLE gi_authorised_user
  ADD CONSTRAINT gi_authorised_user_of_artisan EXCLUDE USING gist (
    int4range(gi_registration_id, gi_registration_id, '[]') WITH &&,
    int4range(artisan_id, artisan_id, '[]') WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&)
    WHERE (verified_at IS NOT NULL AND artisan_id IS NOT NULL),
  ADD CONSTRAINT gi_authorised_user_of_vendor EXCLUDE USING gist (
    int4range(gi_registration_id, gi_registration_id, '[]') WITH &&,
    int4range(vendor_id, vendor_id, '[]') WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&)
    WHERE (verified_at IS NOT NULL AND vendor_id IS NOT NULL);
"""
RULE = """
-- Claims of a product that are not withdrawn, and why each does not hold. The other arguments are
-- the product's, which a trigger has before they are in the table.
CREATE FUNCTION gi_claims_of(
    product integer, district integer, kind integer, artisan integer, vendor integer)
    RETURNS TABLE (claim_id integer, gi_authorised_user_id integer, problems text[])
    LANGUAGE sql STABLE
    AS $$
  SELECT c.id, u.id, array_remove(ARRAY[
      CASE WHEN g.confidence = 'memory' THEN 'REGISTRATION_UNCONFIRMED' END,
      CASE WHEN u.verified_at IS NULL THEN 'ENTRY_UNVERIFIED' END,
      CASE WHEN u.valid_from > t.day THEN 'ENTRY_NOT_BEGUN' END,
      CASE WHEN u.valid_to < t.day THEN 'ENTRY_EXPIRED' END,
      CASE WHEN (u.artisan_id = $4 OR u.vendor_id = $5) IS NOT TRUE THEN 'OTHER_SELLER' END,
      CASE WHEN NOT EXISTS (
        SELECT FROM gi_district d
         WHERE d.gi_registration_id = g.id AND d.district_id = $2) THEN 'OTHER_DISTRICT' END,
      CASE WHEN NOT EXISTS (
        SELECT FROM gi_goods w
         WHERE w.gi_registration_id = g.id AND w.kind_id = $3 AND (w.attribute IS NULL OR EXISTS (
           SELECT FROM product_attribute pa
             JOIN attribute a ON a.id = pa.attribute_id
             JOIN attribute_value av ON av.id = pa.value_id
            WHERE pa.product_id = $1 AND a.slug = w.attribute AND av.slug = w.value)))
        THEN 'OTHER_GOODS' END], NULL)
    FROM product_gi_claim c
    JOIN gi_authorised_user u ON u.id = c.gi_authorised_user_id
    JOIN gi_registration g ON g.id = u.gi_registration_id
   CROSS JOIN (SELECT (now() AT TIME ZONE 'Asia/Kolkata')::date AS day) t
   WHERE c.product_id = $1 AND c.withdrawn_at IS NULL
$$;

CREATE FUNCTION may_bear_gi(
    product integer, district integer, kind integer, artisan integer, vendor integer)
    RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  SELECT EXISTS (SELECT FROM gi_claims_of($1, $2, $3, $4, $5) WHERE problems = '{}')
$$;
"""
MARK = """
DROP TRIGGER craft_gi_mark ON craft;
DROP FUNCTION craft_gi_changed();
DROP TRIGGER a_sales_lock ON craft;
CREATE TRIGGER a_sales_lock BEFORE UPDATE OF id, district_id, category_id ON craft
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales();

DROP TRIGGER product_gi_mark ON product;
CREATE OR REPLACE FUNCTION product_gi() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.is_gi_tagged :=
    may_bear_gi(NEW.id, NEW.district_id, NEW.kind_id, NEW.artisan_id, NEW.vendor_id);
  RETURN NEW;
END $$;
CREATE TRIGGER product_gi_mark
  BEFORE INSERT OR UPDATE OF district_id, kind_id, artisan_id, vendor_id ON product
  FOR EACH ROW WHEN (NOT bulk_loading()) EXECUTE FUNCTION product_gi();
DROP TRIGGER a_sales_lock ON product;
CREATE TRIGGER a_sales_lock
  BEFORE INSERT OR DELETE
    OR UPDATE OF status, district_id, craft_id, kind_id, artisan_id, vendor_id ON product
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales_shared();

-- All products are locked before the mark is computed: an open change of one is waited for.
CREATE FUNCTION product_refresh_gi(ids integer[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM lock_products(ids);
  UPDATE product p SET is_gi_tagged = NOT p.is_gi_tagged
   WHERE p.id = ANY(ids) AND p.is_gi_tagged
      <> may_bear_gi(p.id, p.district_id, p.kind_id, p.artisan_id, p.vendor_id);
END $$;

-- Under the exclusive lock nobody changes claims, so only products whose mark turns are locked.
CREATE FUNCTION gi_refresh_entries(entries integer[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF cardinality(entries) > 0 THEN
    -- For entries that begin and end by date.
    PERFORM pg_advisory_xact_lock(23, 0);
    PERFORM product_refresh_gi(ARRAY(
      SELECT p.id FROM product p
       WHERE p.id IN (SELECT product_id FROM product_gi_claim
                       WHERE gi_authorised_user_id = ANY(entries) AND withdrawn_at IS NULL)
         AND p.is_gi_tagged
           <> may_bear_gi(p.id, p.district_id, p.kind_id, p.artisan_id, p.vendor_id)));
  END IF;
END $$;

CREATE FUNCTION gi_refresh_registrations(registrations integer[]) RETURNS void
    LANGUAGE sql
    AS $$
  SELECT gi_refresh_entries(ARRAY(
    SELECT id FROM gi_authorised_user WHERE gi_registration_id = ANY(registrations)))
$$;

CREATE FUNCTION gi_entries_follow_calendar() RETURNS void
    LANGUAGE sql
    AS $$
  SELECT gi_refresh_entries(ARRAY(
    SELECT u.id FROM gi_authorised_user u
     CROSS JOIN (SELECT (now() AT TIME ZONE 'Asia/Kolkata')::date AS day) t
     WHERE u.valid_from BETWEEN t.day - 8 AND t.day OR u.valid_to BETWEEN t.day - 9 AND t.day - 1))
$$;
"""
CLAIMS = """
CREATE FUNCTION product_claims_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM product_refresh_gi(ARRAY(SELECT product_id FROM come));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM product_refresh_gi(ARRAY(SELECT product_id FROM gone));
  ELSE
    PERFORM product_refresh_gi(ARRAY(
      SELECT product_id FROM gone UNION SELECT product_id FROM come));
  END IF;
  RETURN NULL;
END $$;
"""
# Claims and attributes of a product, with the shared lock.
OF_PRODUCTS = "".join(
    f"""
CREATE TRIGGER a_sales_lock BEFORE INSERT OR DELETE OR UPDATE ON {table} FOR EACH STATEMENT
  WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales_shared();
CREATE TRIGGER gi_mark_of_new AFTER INSERT ON {table} REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION product_claims_changed();
CREATE TRIGGER gi_mark_of_old AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION product_claims_changed();
CREATE TRIGGER gi_mark_of_changed AFTER UPDATE ON {table}
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION product_claims_changed();
"""
    for table in ("product_gi_claim", "product_attribute")
)
ENTRIES = """
-- A new entry has no claims, and one with claims cannot be deleted.
CREATE FUNCTION gi_entry_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM gi_refresh_entries(ARRAY(SELECT id FROM come));
  RETURN NULL;
END $$;
CREATE TRIGGER a_sales_lock BEFORE UPDATE ON gi_authorised_user FOR EACH STATEMENT
  WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales();
CREATE TRIGGER gi_mark_of_changed AFTER UPDATE ON gi_authorised_user
  REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION gi_entry_changed();

CREATE FUNCTION gi_confidence_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM gi_refresh_registrations(ARRAY(
    SELECT c.id FROM come c JOIN gone g USING (id) WHERE c.confidence <> g.confidence));
  RETURN NULL;
END $$;
CREATE TRIGGER a_sales_lock BEFORE UPDATE OF confidence ON gi_registration FOR EACH STATEMENT
  WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales();
CREATE TRIGGER gi_mark_of_changed AFTER UPDATE ON gi_registration
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION gi_confidence_changed();

CREATE FUNCTION gi_cover_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM gi_refresh_registrations(ARRAY(SELECT gi_registration_id FROM come));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM gi_refresh_registrations(ARRAY(SELECT gi_registration_id FROM gone));
  ELSE
    PERFORM gi_refresh_registrations(ARRAY(
      SELECT gi_registration_id FROM gone UNION SELECT gi_registration_id FROM come));
  END IF;
  RETURN NULL;
END $$;

-- Goods are covered by the slugs of attributes and values.
CREATE FUNCTION gi_slug_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF EXISTS (SELECT FROM come c JOIN gone g USING (id) WHERE c.slug <> g.slug) THEN
    PERFORM gi_refresh_registrations(ARRAY(
      SELECT DISTINCT gi_registration_id FROM gi_goods WHERE attribute IS NOT NULL));
  END IF;
  RETURN NULL;
END $$;
"""
# Districts and goods of registrations.
OF_REGISTRATIONS = "".join(
    f"""
CREATE TRIGGER a_sales_lock BEFORE INSERT OR DELETE OR UPDATE ON {table} FOR EACH STATEMENT
  WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales();
CREATE TRIGGER gi_mark_of_new AFTER INSERT ON {table} REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION gi_cover_changed();
CREATE TRIGGER gi_mark_of_old AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION gi_cover_changed();
CREATE TRIGGER gi_mark_of_changed AFTER UPDATE ON {table}
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION gi_cover_changed();
"""
    for table in ("gi_district", "gi_goods")
)
OF_SLUGS = "".join(
    f"""
CREATE TRIGGER a_sales_lock BEFORE UPDATE OF slug ON {table} FOR EACH STATEMENT
  WHEN (NOT bulk_loading()) EXECUTE FUNCTION lock_sales();
CREATE TRIGGER gi_mark_of_changed AFTER UPDATE ON {table}
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT WHEN (NOT bulk_loading()) EXECUTE FUNCTION gi_slug_changed();
"""
    for table in ("attribute", "attribute_value")
)
# Responses are cached until one of their tables changes.
TOLD = "".join(
    f"""
CREATE TRIGGER {table}_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change();
"""
    for table in ("gi_authorised_user", "product_gi_claim", "gi_goods")
)
UNMARKED = """
LOCK TABLE product, product_search IN SHARE ROW EXCLUSIVE MODE;
UPDATE product SET is_gi_tagged = false WHERE is_gi_tagged;
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0046_packages')]
    initial = False

    operations = [
        CreateTable(
            name='GiAuthorisedUser',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('gi_registration', fields.ForeignKeyField('models.GiRegistration', source_field='gi_registration_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('artisan', fields.ForeignKeyField('models.Artisan', source_field='artisan_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('vendor', fields.ForeignKeyField('models.Vendor', source_field='vendor_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('number', fields.CharField(description='authorised user number in the register', max_length=40)),
                ('valid_from', fields.DateField()),
                ('valid_to', fields.DateField(description='last day, in India')),
                ('verified_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'gi_authorised_user', 'app': 'models', 'unique_together': (('gi_registration', 'number', 'valid_from'),), 'constraints': [CheckConstraint(check='num_nonnulls(artisan_id, vendor_id) = 1', name='gi_authorised_user_holder'), CheckConstraint(check='valid_to >= valid_from', name='gi_authorised_user_dates')], 'indexes': [PostgreSQLIndex(fields=['artisan_id'], name='gi_authorised_user_artisan'), PostgreSQLIndex(fields=['vendor_id'], name='gi_authorised_user_vendor')], 'pk_attr': 'id', 'table_description': 'An entry of an artisan or a vendor as authorised user in the register (GI Act 1999, s. 17).'},
            bases=['Model'],
        ),
        CreateTable(
            name='GiGoods',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('gi_registration', fields.ForeignKeyField('models.GiRegistration', source_field='gi_registration_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('kind', fields.ForeignKeyField('models.Kind', source_field='kind_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('attribute', fields.CharField(null=True, max_length=60)),
                ('value', fields.CharField(null=True, max_length=60)),
            ],
            options={'table': 'gi_goods', 'app': 'models', 'unique_together': (('gi_registration', 'kind', 'attribute', 'value'),), 'constraints': [CheckConstraint(check='num_nonnulls(attribute, value) <> 1', name='gi_goods_attribute'), UniqueConstraint(fields=('gi_registration_id', 'kind_id'), name='gi_goods_whole_kind', condition='attribute IS NULL')], 'indexes': [PostgreSQLIndex(fields=['kind_id'], name='gi_goods_kind')], 'pk_attr': 'id', 'table_description': 'A kind of goods that a geographical indication covers, or its goods with one attribute value.'},
            bases=['Model'],
        ),
        CreateTable(
            name='ProductGiClaim',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('product', fields.ForeignKeyField('models.Product', source_field='product_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('gi_authorised_user', fields.ForeignKeyField('models.GiAuthorisedUser', source_field='gi_authorised_user_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('claimed_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('withdrawn_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'product_gi_claim', 'app': 'models', 'constraints': [UniqueConstraint(fields=('product_id', 'gi_authorised_user_id'), name='product_gi_claim_once', condition='withdrawn_at IS NULL'), CheckConstraint(check='withdrawn_at >= claimed_at', name='product_gi_claim_withdrawn')], 'indexes': [PostgreSQLIndex(fields=['product_id'], name='product_gi_claim_product'), PostgreSQLIndex(fields=['gi_authorised_user_id'], name='product_gi_claim_user')], 'pk_attr': 'id', 'table_description': "A claim that a product may bear a GI by an authorised user's entry."},
            bases=['Model'],
        ),
        ops.RunSQL(
            ONE_AT_A_TIME + RULE + MARK + CLAIMS + OF_PRODUCTS + ENTRIES + OF_REGISTRATIONS
            + OF_SLUGS + TOLD + UNMARKED
        ),
    ]
