"""Kinds of goods: what a thing is called in the shop, on its label and in the tariff.

A product's kind is one of its category. Products of before have none.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from migrations._frozen import CreateTable, choice
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

FUNCTIONS = """
SELECT forbid_empty_texts();
-- The product index reads its values from here alone, in this order.
DROP INDEX product_indexed;
CREATE INDEX product_indexed ON product
  (district_id, craft_id, category_id, kind_id, artisan_id, vendor_id, id)
  INCLUDE (country_of_origin, min_price_paise, rating_rank, rating_sum, rating_count,
    is_gi_tagged, is_available, is_made_to_order, published_at, popularity)
  WHERE status = 'published' AND is_on_sale;

ALTER TABLE product ADD CONSTRAINT product_kind_of_category
  FOREIGN KEY (kind_id, category_id) REFERENCES kind (id, category_id) ON UPDATE CASCADE;

CREATE OR REPLACE FUNCTION product_search_fill() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  SELECT
    p.status, p.district_id, p.craft_id, p.category_id, p.kind_id, p.artisan_id, p.vendor_id,
    p.country_of_origin, p.min_price_paise, p.is_gi_tagged, p.is_available, p.is_made_to_order,
    p.rating_sum, p.rating_count, p.rating_rank, p.popularity, p.published_at, p.is_on_sale
    INTO
    NEW.status, NEW.district_id, NEW.craft_id, NEW.category_id, NEW.kind_id, NEW.artisan_id,
    NEW.vendor_id, NEW.country_of_origin, NEW.min_price_paise, NEW.is_gi_tagged,
    NEW.is_available, NEW.is_made_to_order, NEW.rating_sum, NEW.rating_count, NEW.rating_rank,
    NEW.popularity, NEW.published_at, NEW.is_on_sale
    FROM product p WHERE p.id = NEW.product_id FOR NO KEY UPDATE;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION product_search_follow() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  UPDATE product_search SET (
    status, district_id, craft_id, category_id, kind_id, artisan_id, vendor_id,
    country_of_origin, min_price_paise, is_gi_tagged, is_available, is_made_to_order, rating_sum,
    rating_count, rating_rank, popularity, published_at, is_on_sale) = (
    NEW.status, NEW.district_id, NEW.craft_id, NEW.category_id, NEW.kind_id, NEW.artisan_id,
    NEW.vendor_id, NEW.country_of_origin, NEW.min_price_paise, NEW.is_gi_tagged,
    NEW.is_available, NEW.is_made_to_order, NEW.rating_sum, NEW.rating_count, NEW.rating_rank,
    NEW.popularity, NEW.published_at, NEW.is_on_sale)
   WHERE product_id = NEW.id;
  RETURN NULL;
END $$;
DROP TRIGGER product_search_follow ON product;
CREATE TRIGGER product_search_follow AFTER UPDATE OF
    status, district_id, craft_id, category_id, kind_id, artisan_id, vendor_id,
    country_of_origin, min_price_paise, is_gi_tagged, is_available, is_made_to_order, rating_sum,
    rating_count, popularity, published_at, is_on_sale
  ON product FOR EACH ROW WHEN ((
    OLD.status, OLD.district_id, OLD.craft_id, OLD.category_id, OLD.kind_id, OLD.artisan_id,
    OLD.vendor_id, OLD.country_of_origin, OLD.min_price_paise, OLD.is_gi_tagged,
    OLD.is_available, OLD.is_made_to_order, OLD.rating_sum, OLD.rating_count, OLD.rating_rank,
    OLD.popularity, OLD.published_at, OLD.is_on_sale) IS DISTINCT FROM (
    NEW.status, NEW.district_id, NEW.craft_id, NEW.category_id, NEW.kind_id, NEW.artisan_id,
    NEW.vendor_id, NEW.country_of_origin, NEW.min_price_paise, NEW.is_gi_tagged,
    NEW.is_available, NEW.is_made_to_order, NEW.rating_sum, NEW.rating_count, NEW.rating_rank,
    NEW.popularity, NEW.published_at, NEW.is_on_sale))
  EXECUTE FUNCTION product_search_follow();

DROP TRIGGER product_searched_anew ON product;
CREATE TRIGGER product_searched_anew AFTER UPDATE ON product FOR EACH ROW WHEN ((
    OLD.name_en, OLD.name_hi, OLD.description_en, OLD.description_hi, OLD.district_id, OLD.craft_id,
    OLD.category_id, OLD.kind_id, OLD.artisan_id, OLD.vendor_id, OLD.is_on_sale) IS DISTINCT FROM (
    NEW.name_en, NEW.name_hi, NEW.description_en, NEW.description_hi, NEW.district_id, NEW.craft_id,
    NEW.category_id, NEW.kind_id, NEW.artisan_id, NEW.vendor_id, NEW.is_on_sale)
    AND NOT bulk_loading())
  EXECUTE FUNCTION search_told('product', 'id');

CREATE OR REPLACE FUNCTION product_told() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  ids integer[];
  popular integer[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM tell_of_products('values', array_agg(c.id)) FROM come c;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM tell_of_products('values', array_agg(g.id)) FROM gone g;
  ELSE
    SELECT array_agg(id) FILTER (WHERE differs),
        array_agg(id) FILTER (WHERE NOT differs AND is_popular)
      INTO ids, popular
      FROM (SELECT c.id, (
            c.is_on_sale, c.district_id, c.craft_id, c.category_id, c.kind_id, c.artisan_id,
            c.vendor_id, c.country_of_origin, c.min_price_paise, c.is_gi_tagged, c.is_available,
            c.is_made_to_order, c.rating_sum, c.rating_count, c.published_at) IS DISTINCT FROM (
            g.is_on_sale, g.district_id, g.craft_id, g.category_id, g.kind_id, g.artisan_id,
            g.vendor_id, g.country_of_origin, g.min_price_paise, g.is_gi_tagged, g.is_available,
            g.is_made_to_order, g.rating_sum, g.rating_count, g.published_at) AS differs,
          c.is_on_sale AND c.popularity <> g.popularity AS is_popular
        FROM come c JOIN gone g ON g.id = c.id) changed;
    PERFORM tell_of_products('values', ids);
    IF cardinality(popular) > 5000 OR (bulk_loading() AND popular IS NOT NULL) THEN
      PERFORM pg_notify('odop_products', 'popularity');
    ELSE
      PERFORM tell_of_products('values', popular);
    END IF;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER kind_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON kind
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change();
CREATE TRIGGER kind_searched AFTER INSERT OR DELETE ON kind
  FOR EACH ROW EXECUTE FUNCTION search_told('kind', 'id');
CREATE TRIGGER kind_searched_anew AFTER UPDATE ON kind FOR EACH ROW WHEN (
    (OLD.name_en, OLD.name_hi, OLD.spellings) IS DISTINCT FROM
    (NEW.name_en, NEW.name_hi, NEW.spellings))
  EXECUTE FUNCTION search_told('kind', 'id');
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0044_tariff')]

    initial = False
    operations = [
        CreateTable(
            name='Kind',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('slug', fields.CharField(unique=True, max_length=60)),
                ('name_en', fields.CharField(max_length=60)),
                ('name_hi', fields.CharField(max_length=60)),
                ('gender_hi', choice(description='MASCULINE: m\nFEMININE: f\nMASCULINE_PLURAL: mp', max_length=2)),
                ('spellings', ArrayField(default=list, element_type='TEXT')),
                ('category', fields.ForeignKeyField('models.Category', source_field='category_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('hsn', fields.CharField(max_length=8)),
                ('rate_condition', fields.ForeignKeyField('models.RateCondition', source_field='rate_condition_id', null=True, db_constraint=True, to_field='slug', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('net_unit', choice(description='GRAM: g\nMILLILITRE: ml\nMETRE: m\nPIECE: piece\nPAIR: pair\nSET: set', max_length=6)),
                ('drawing', fields.CharField(null=True, max_length=40)),
                ('attributes', ArrayField(default=list, element_type='TEXT')),
            ],
            options={'table': 'kind', 'app': 'models', 'constraints': [CheckConstraint(check="slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name='kind_slug_form'), CheckConstraint(check="hsn ~ '^[0-9]{8}$'", name='kind_hsn'), UniqueConstraint(fields=('id', 'category_id'), name='kind_of_category')], 'indexes': [PostgreSQLIndex(fields=['category_id'], name='kind_category')], 'pk_attr': 'id', 'table_description': 'A kind of goods of one category: embroidered kurta, padlock, papad.'},
            bases=['Model'],
        ),
        CreateTable(
            name='KindTariff',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('kind', fields.ForeignKeyField('models.Kind', source_field='kind_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('attribute', fields.CharField(max_length=60)),
                ('value', fields.CharField(max_length=60)),
                ('hsn', fields.CharField(max_length=8)),
                ('rate_condition', fields.ForeignKeyField('models.RateCondition', source_field='rate_condition_id', null=True, db_constraint=True, to_field='slug', related_name=False, on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'kind_tariff', 'app': 'models', 'unique_together': (('kind', 'attribute', 'value'),), 'constraints': [CheckConstraint(check="hsn ~ '^[0-9]{8}$'", name='kind_tariff_hsn')], 'pk_attr': 'id', 'table_description': 'The tariff item of goods of a kind with a value of an attribute: of sarees of cotton.'},
            bases=['Model'],
        ),
        ops.AlterModelOptions(
            name='Product',
            options={'table': 'product', 'app': 'models', 'constraints': [CheckConstraint(check="slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name='product_slug_form'), CheckConstraint(check='num_nonnulls(name_en, name_hi) > 0', name='product_name_said'), CheckConstraint(check="country_of_origin ~ '^[A-Z]{2}$'", name='product_origin'), CheckConstraint(check='return_days >= 0 AND (return_days > 0 OR num_nonnulls(return_reason_en, return_reason_hi) > 0)', name='product_returns'), CheckConstraint(check="status <> 'published' OR published_at IS NOT NULL", name='product_published_at'), CheckConstraint(check='min_price_paise <= max_price_paise', name='product_prices'), CheckConstraint(check='rating_sum BETWEEN rating_count AND 5 * rating_count', name='product_rating')], 'indexes': [PostgreSQLIndex(fields=['published_at', 'id'], name='product_newest', condition={'status': 'published'}), PostgreSQLIndex(fields=['min_price_paise', 'id'], name='product_price', condition={'status': 'published'}), PostgreSQLIndex(fields=['popularity', 'id'], name='product_popular', condition={'status': 'published'}), PostgreSQLIndex(fields=['rating_rank', 'id'], name='product_rated', condition={'status': 'published'}), PostgreSQLIndex(fields=['district_id', 'popularity', 'id'], name='product_district_popular', condition={'status': 'published'}), PostgreSQLIndex(fields=['district_id', 'published_at', 'id'], name='product_district_newest', condition={'status': 'published'}), PostgreSQLIndex(fields=['category_id', 'popularity', 'id'], name='product_category_popular', condition={'status': 'published'}), PostgreSQLIndex(fields=['category_id', 'published_at', 'id'], name='product_category_newest', condition={'status': 'published'}), PostgreSQLIndex(fields=['craft_id', 'popularity', 'id'], name='product_craft_popular', condition={'status': 'published'}), PostgreSQLIndex(fields=['kind_id', 'popularity', 'id'], name='product_kind_popular', condition={'status': 'published'}), PostgreSQLIndex(fields=['artisan_id', 'popularity', 'id'], name='product_artisan_popular', condition={'status': 'published'}), PostgreSQLIndex(fields=['vendor_id', 'popularity', 'id'], name='product_vendor_popular', condition={'status': 'published'})], 'pk_attr': 'id', 'table_description': 'A product. Its district and category are those of its craft, and its kind is one of the'},
        ),
        ops.AddField(
            model_name='Product',
            name='kind',
            field=fields.ForeignKeyField('models.Kind', source_field='kind_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT),
        ),
        ops.AddIndex(
            model_name='Product',
            index=PostgreSQLIndex(fields=['kind_id', 'popularity', 'id'], name='product_kind_popular', condition={'status': 'published'}),
        ),
        ops.AddField(
            model_name='ProductSearch',
            name='kind_id',
            field=fields.IntField(null=True),
        ),
        ops.RunSQL(FUNCTIONS),
    ]
