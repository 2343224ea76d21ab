"""A hand-written endpoint for the pages: the same SQL, the same JSON, no GraphQL.

`python -m benchmarks.handwritten <database URL>`, on `PORT`. Districts and categories are joined or
looked up; search terms are parsed by the mart's own rules and cached.
"""

import base64
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.harness.servers import SITE
from commerce.search.query import SearchQuery, understand
from database.connect import connected, credentials

SHOWN = "a.status = 'active' AND a.profile_consented_at IS NOT NULL"
ON_SALE = "t.status = 'published' AND t.is_on_sale"
CARD = "SELECT i.public_id FROM product_image i WHERE i.product_id = t.id AND i.position = 0"
NAME = "coalesce(t.name_en, t.name_hi) AS name"

LISTING = f"""
SELECT t.id, t.slug, {NAME}, t.min_price_paise, ({CARD}) AS card, d.name_en AS district,
  a.name_en AS artisan
FROM product t JOIN district d ON d.id = t.district_id
LEFT JOIN artisan a ON a.id = t.artisan_id AND {SHOWN}
WHERE {ON_SALE} ORDER BY t.published_at DESC, t.id DESC LIMIT 24
"""
PRODUCT = f"""
SELECT t.id, {NAME}, coalesce(t.description_en, t.description_hi) AS description, ({CARD}) AS card,
  d.name_en AS district, c.name_en AS craft, a.name_en AS artisan, a.bio_en AS bio, t.craft_id
FROM product t JOIN district d ON d.id = t.district_id
LEFT JOIN craft c ON c.district_id = d.id AND c.is_primary
LEFT JOIN artisan a ON a.id = t.artisan_id AND {SHOWN}
WHERE {ON_SALE} AND t.slug = $1
"""
VARIANTS = """
SELECT v.id, v.sku, v.price_paise, coalesce(s.available, 0) AS available,
  (SELECT string_agg(ov.label_en, ' / ' ORDER BY o.id) FROM variant_option vo
   JOIN option_value ov ON ov.id = vo.value_id JOIN option o ON o.id = vo.option_id
   WHERE vo.variant_id = v.id) AS label
FROM variant v LEFT JOIN stock s ON s.variant_id = v.id
WHERE v.product_id = $1 AND v.is_active ORDER BY v.position
"""
RELATED = f"""
SELECT t.slug, {NAME}, t.min_price_paise FROM product t
WHERE {ON_SALE} AND t.craft_id = $1 AND t.id <> $2 ORDER BY t.popularity DESC, t.id DESC LIMIT 8
"""
HOME = f"""
SELECT d.slug AS district_slug, d.name_en AS district, r.*
FROM (SELECT id, slug, name_en FROM district ORDER BY name_en, id LIMIT 20) d
CROSS JOIN LATERAL (
  SELECT t.id, t.slug, {NAME}, t.popularity, a.name_en AS artisan, v.display_name_en AS seller
  FROM product t LEFT JOIN artisan a ON a.id = t.artisan_id AND {SHOWN}
  JOIN vendor v ON v.id = t.vendor_id
  WHERE {ON_SALE} AND t.district_id = d.id ORDER BY t.popularity DESC, t.id DESC LIMIT 10
) r
ORDER BY d.name_en, r.popularity DESC, r.id DESC
"""
DISTRICT = """
SELECT d.id, d.name_en AS name, d.story_en AS story, c.name_en AS craft
FROM district d LEFT JOIN craft c ON c.district_id = d.id AND c.is_primary WHERE d.slug = $1
"""
MAKERS = f"""
SELECT a.slug, a.name_en AS name FROM artisan a WHERE {SHOWN} AND a.district_id = $1
ORDER BY a.id LIMIT 8
"""
OF_DISTRICT = f"""
SELECT t.id, t.slug, {NAME}, t.min_price_paise, ({CARD}) AS card, a.name_en AS artisan
FROM product t LEFT JOIN artisan a ON a.id = t.artisan_id AND {SHOWN}
WHERE {ON_SALE} AND t.district_id = $1 ORDER BY t.popularity DESC, t.id DESC LIMIT 24
"""
IN_CATEGORY = "t.category_id = (SELECT id FROM category WHERE slug = $1)"
FACETS = f"""
WITH candidate AS MATERIALIZED (
  SELECT t.district_id, t.category_id, ({IN_CATEGORY}) AS chosen
  FROM product t JOIN product_search s ON s.product_id = t.id AND s.keys @@ $2::tsquery
  WHERE {ON_SALE}
)
SELECT 'd' AS facet, n.slug, n.name_en AS name, count(*) AS number, n.id::text AS key
FROM candidate c JOIN district n ON n.id = c.district_id WHERE chosen GROUP BY n.id
UNION ALL
SELECT 'c', n.slug, n.name_en, count(*), n.id::text
FROM candidate c JOIN category n ON n.id = c.category_id GROUP BY n.id
ORDER BY 1, 4 DESC, 5
"""
Fetch = Callable[..., Awaitable[list[Any]]]
Pool: Any = None
understood: dict[str, SearchQuery | None] = {}


def global_id(kind: str, number: int) -> str:
    return base64.b64encode(f"{kind}:{number}".encode()).decode()


def amount(paise: int) -> dict[str, str]:
    return {"amount": f"{paise // 100}.{paise % 100:02d}"}


def picture(public_id: str | None, width: int) -> dict[str, str] | None:
    return public_id and {"url": f"{SITE}/media/{width}/{public_id}.webp"}  # type: ignore[return-value]


def card(row: Any) -> dict[str, Any]:
    return {
        "id": global_id("Product", row["id"]),
        "slug": row["slug"],
        "name": row["name"],
        "priceRange": {"min": amount(row["min_price_paise"])},
        "image": picture(row["card"], 480),
    }


async def listing(fetch: Fetch, variables: dict[str, Any]) -> dict[str, Any]:
    nodes = [
        {
            **card(row),
            "district": {"name": row["district"]},
            "artisan": {"name": row["artisan"]} if row["artisan"] else None,
        }
        for row in await fetch(LISTING)
    ]
    return {"products": {"nodes": nodes}}


async def product(fetch: Fetch, variables: dict[str, Any]) -> dict[str, Any]:
    found = await fetch(PRODUCT, variables["slug"])
    if not found:
        return {"product": None}
    row = found[0]
    variants = await fetch(VARIANTS, row["id"])
    related = await fetch(RELATED, row["craft_id"], row["id"])
    return {
        "product": {
            "id": global_id("Product", row["id"]),
            "name": row["name"],
            "description": row["description"],
            "image": picture(row["card"], 1200),
            "variants": [
                {
                    "id": global_id("Variant", each["id"]),
                    "name": each["label"] or each["sku"],
                    "sku": each["sku"],
                    "price": amount(each["price_paise"]),
                    "availableQuantity": each["available"],
                }
                for each in variants
            ],
            "artisan": {"name": row["artisan"], "bio": row["bio"]} if row["artisan"] else None,
            "district": {
                "name": row["district"],
                "craft": {"name": row["craft"]} if row["craft"] else None,
            },
            "related": [
                {
                    "slug": each["slug"],
                    "name": each["name"],
                    "priceRange": {"min": amount(each["min_price_paise"])},
                }
                for each in related
            ],
        }
    }


async def district(fetch: Fetch, variables: dict[str, Any]) -> dict[str, Any]:
    found = await fetch(DISTRICT, variables["slug"])
    if not found:
        return {"district": None}
    row = found[0]
    makers = await fetch(MAKERS, row["id"])
    goods = await fetch(OF_DISTRICT, row["id"])
    return {
        "district": {
            "name": row["name"],
            "story": row["story"],
            "craft": {"name": row["craft"]} if row["craft"] else None,
            "artisans": {"nodes": [dict(maker) for maker in makers]},
            "products": {
                "nodes": [
                    {
                        **card(each),
                        "artisan": {"name": each["artisan"]} if each["artisan"] else None,
                    }
                    for each in goods
                ]
            },
        }
    }


async def search(fetch: Fetch, variables: dict[str, Any]) -> dict[str, Any]:
    term = variables["term"]
    if term not in understood:
        understood[term] = await understand(term)
    query = understood[term]
    assert query is not None
    score, arguments = query.score().bound(2)
    hits = await fetch(
        f"SELECT t.id, t.slug, {NAME}, t.min_price_paise, ({CARD}) AS card,"
        " count(*) OVER () AS total"
        " FROM product t JOIN product_search s ON s.product_id = t.id AND s.keys @@ $2::tsquery"
        f" CROSS JOIN LATERAL (SELECT {score} AS value OFFSET 0) score"
        f" WHERE {ON_SALE} AND {IN_CATEGORY} ORDER BY score.value DESC, t.id DESC LIMIT 24",
        variables["category"],
        query.tsquery,
        *arguments,
    )
    counts = await fetch(FACETS, variables["category"], query.tsquery)
    named = {"d": ("districts", "district"), "c": ("categories", "category")}
    facets: dict[str, list[Any]] = {"districts": [], "categories": []}
    for row in counts:
        several, one = named[row["facet"]]
        noun = {"slug": row["slug"], "name": row["name"]}
        facets[several].append({one: noun, "count": row["number"]})
    return {
        "products": {
            "totalCount": hits[0]["total"] if hits else 0,
            "facets": facets,
            "nodes": [card(row) for row in hits],
        }
    }


async def home(fetch: Fetch, variables: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for row in await fetch(HOME):
        district = found.get(row["district_slug"])
        if district is None:
            district = found[row["district_slug"]] = {
                "slug": row["district_slug"],
                "name": row["district"],
                "products": {"nodes": []},
            }
        district["products"]["nodes"].append(
            {
                "id": global_id("Product", row["id"]),
                "slug": row["slug"],
                "name": row["name"],
                "artisan": {"name": row["artisan"]} if row["artisan"] else None,
                "soldBy": {"displayName": row["seller"]},
            }
        )
    return {"districts": {"nodes": list(found.values())}}


PAGES = {
    "Listing": listing,
    "Product": product,
    "District": district,
    "Search": search,
    "Home": home,
}


async def answer(request: Request) -> Response:
    body = orjson.loads(await request.body())
    text = body["query"]
    for name, page in PAGES.items():
        if f"query {name}" in text:
            data = await page(Pool.fetch, body.get("variables") or {})
            return Response(orjson.dumps({"data": data}), media_type="application/json")
    return Response(b'{"data":{"__typename":"Query"}}', media_type="application/json")


async def keep(connection: asyncpg.Connection) -> None:
    """Replace the statement that resets a connection."""


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    global Pool
    url = sys.argv[1]
    Pool = await asyncpg.create_pool(
        **credentials(url), min_size=2, max_size=10, reset=keep, server_settings={"jit": "off"}
    )
    async with connected(url):
        yield
    await Pool.close()


if __name__ == "__main__":
    application = Starlette(routes=[Route("/graphql", answer, methods=["POST"])], lifespan=lifespan)
    uvicorn.run(
        application,
        port=int(os.environ["PORT"]),
        http="httptools",
        loop="uvloop",
        log_level="error",
        access_log=False,
    )
