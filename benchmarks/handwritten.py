"""The listing as somebody would write it by hand: one statement, its JSON, no GraphQL.

`python -m benchmarks.handwritten <database URL> <port>`
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from database.connect import credentials

LISTING = """
SELECT p.id, p.slug, p.name_en, p.min_price_paise, i.public_id, d.name_en AS district,
       a.name_en AS artisan, p.published_at
FROM product p
JOIN district d ON d.id = p.district_id
LEFT JOIN artisan a ON a.id = p.artisan_id AND a.status = 'active'
     AND a.profile_consented_at IS NOT NULL
LEFT JOIN product_image i ON i.product_id = p.id AND i.position = 0
WHERE p.status = 'published' AND p.min_price_paise IS NOT NULL
ORDER BY p.published_at DESC, p.id DESC LIMIT 25
"""
pool: Any = None


async def keep(connection: asyncpg.Connection) -> None:
    """No statement that resets the connection."""


def card(row: asyncpg.Record) -> dict[str, Any]:
    paise = row["min_price_paise"]
    return {
        "id": str(row["id"]),
        "slug": row["slug"],
        "name": row["name_en"],
        "priceRange": {"min": {"amount": f"{paise // 100}.{paise % 100:02d}", "currency": "INR"}},
        "image": {"url": f"/media/480/{row['public_id']}.webp"},
        "district": {"name": row["district"]},
        "artisan": row["artisan"] and {"name": row["artisan"]},
    }


async def answer(request: Request) -> Response:
    asked = orjson.loads(await request.body())
    if "products" not in asked["query"]:
        return Response(b'{"data":{"__typename":"Query"}}', media_type="application/json")
    async with pool.acquire() as connection:
        rows = await connection.fetch(LISTING)
    page = {
        "pageInfo": {"hasNextPage": len(rows) > 24, "endCursor": str(rows[23]["published_at"])},
        "nodes": [card(row) for row in rows[:24]],
    }
    return Response(orjson.dumps({"data": {"products": page}}), media_type="application/json")


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    global pool
    pool = await asyncpg.create_pool(
        **credentials(sys.argv[1]), min_size=2, max_size=10, reset=keep,
        server_settings={"jit": "off"},
    )  # fmt: skip
    yield
    await pool.close()


if __name__ == "__main__":
    app = Starlette(routes=[Route("/graphql", answer, methods=["POST"])], lifespan=lifespan)
    uvicorn.run(app, port=int(sys.argv[2]), http="httptools", loop="uvloop", log_level="error")
