-- The demo catalogue as plain tables, with the indexes and functions a careful user of PostGraphile
-- would write. The same goods, makers and prices as the mart's own tables hold.
DROP SCHEMA IF EXISTS peer CASCADE;
CREATE SCHEMA peer;
CREATE TABLE peer.category AS SELECT id, slug, name_en AS name FROM category;
CREATE TABLE peer.district AS
  SELECT d.id, d.slug, d.name_en AS name, coalesce(c.name_en, '') AS odop_product
  FROM district d LEFT JOIN craft c ON c.district_id = d.id AND c.is_primary;
CREATE TABLE peer.vendor AS SELECT id, slug, display_name_en AS name FROM vendor;
CREATE TABLE peer.artisan AS
  SELECT a.id, a.slug, a.name_en AS name, a.bio_en AS bio, a.district_id, m.vendor_id
  FROM artisan a
  JOIN LATERAL (SELECT vendor_id FROM agreement WHERE artisan_id = a.id ORDER BY id LIMIT 1) m ON true;
CREATE TABLE peer.product AS
  SELECT p.id, p.slug, coalesce(p.name_en, p.name_hi) AS name, coalesce(p.description_en, '') AS description,
    'http://127.0.0.1/media/480/' || i.public_id || '.webp' AS image_url,
    p.district_id, p.category_id, p.artisan_id, p.published_at AS created_at
  FROM product p LEFT JOIN product_image i ON i.product_id = p.id AND i.position = 0
  WHERE p.status = 'published' AND p.is_on_sale;
CREATE TABLE peer.variant AS
  SELECT v.id, v.product_id, v.sku, v.sku AS name, (v.price_paise / 100)::int AS price,
    coalesce(s.available, 0)::int AS stock
  FROM variant v JOIN peer.product p ON p.id = v.product_id LEFT JOIN stock s ON s.variant_id = v.id;

ALTER TABLE peer.product ADD COLUMN search tsvector GENERATED ALWAYS AS (
  setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', description), 'C')
) STORED;
ALTER TABLE peer.category ADD PRIMARY KEY (id), ADD UNIQUE (slug);
ALTER TABLE peer.district ADD PRIMARY KEY (id), ADD UNIQUE (slug);
ALTER TABLE peer.vendor ADD PRIMARY KEY (id), ADD UNIQUE (slug);
ALTER TABLE peer.artisan ADD PRIMARY KEY (id), ADD UNIQUE (slug),
  ADD FOREIGN KEY (district_id) REFERENCES peer.district, ADD FOREIGN KEY (vendor_id) REFERENCES peer.vendor;
ALTER TABLE peer.product ADD PRIMARY KEY (id), ADD UNIQUE (slug),
  ADD FOREIGN KEY (district_id) REFERENCES peer.district, ADD FOREIGN KEY (category_id) REFERENCES peer.category,
  ADD FOREIGN KEY (artisan_id) REFERENCES peer.artisan;
ALTER TABLE peer.variant ADD PRIMARY KEY (id), ADD UNIQUE (sku),
  ADD FOREIGN KEY (product_id) REFERENCES peer.product;
CREATE INDEX ON peer.artisan (district_id);
CREATE INDEX ON peer.artisan (vendor_id);
CREATE INDEX ON peer.product (district_id, created_at DESC);
CREATE INDEX ON peer.product (category_id, created_at DESC);
CREATE INDEX ON peer.product (artisan_id);
CREATE INDEX ON peer.product (created_at DESC, id DESC);
CREATE INDEX ON peer.product USING gin (search);
CREATE INDEX ON peer.variant (product_id, price);

CREATE FUNCTION peer.search_products(term text, category_slug text) RETURNS SETOF peer.product
LANGUAGE sql STABLE AS $$
  SELECT p.* FROM peer.product p
  WHERE p.search @@ websearch_to_tsquery('english', term)
    AND p.category_id = (SELECT id FROM peer.category WHERE slug = category_slug)
  ORDER BY ts_rank(p.search, websearch_to_tsquery('english', term)) DESC, p.id
$$;
CREATE TYPE peer.facet_count AS (facet text, slug text, name text, count int);
CREATE FUNCTION peer.search_facets(term text, category_slug text) RETURNS SETOF peer.facet_count
LANGUAGE sql STABLE ROWS 90 AS $$
  WITH hit AS MATERIALIZED (
    SELECT p.district_id, p.category_id FROM peer.product p
    WHERE p.search @@ websearch_to_tsquery('english', term)
      AND p.category_id = (SELECT id FROM peer.category WHERE slug = category_slug))
  (SELECT 'district', d.slug, d.name, count(*)::int FROM hit JOIN peer.district d ON d.id = hit.district_id
   GROUP BY d.id)
  UNION ALL
  (SELECT 'category', c.slug, c.name, count(*)::int FROM hit JOIN peer.category c ON c.id = hit.category_id
   GROUP BY c.id)
$$;
COMMENT ON COLUMN peer.product.search IS E'@omit';
ANALYZE;
