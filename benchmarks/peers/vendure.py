"""Vendure with the demo catalogue in its own database."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import asyncpg

from benchmarks.harness.pages import PLACE
from benchmarks.harness.servers import Peer, Server, install, peer_environment, ran
from database.connect import credentials

# Rows refer to others by their position in the file of those.
ROWS = {
    "districts": "SELECT slug, name_en AS name FROM district ORDER BY id",
    "vendors": "SELECT slug, display_name_en AS name FROM vendor ORDER BY id",
    "artisans": """
        SELECT a.slug, coalesce(a.name_en, a.name_hi) AS name, coalesce(a.bio_en, '') AS bio,
          (SELECT v.place FROM agreement g JOIN vendors v ON v.id = g.vendor_id
           WHERE g.artisan_id = a.id ORDER BY g.id LIMIT 1) AS vendor
        FROM artisan a ORDER BY a.id""",
    "products": """
        SELECT p.slug, coalesce(p.name_en, p.name_hi) AS name,
          coalesce(p.description_en, '') AS description, coalesce(i.public_id, p.slug) AS image,
          to_char(p.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS created_at,
          d.place AS district, a.place AS artisan,
          (SELECT json_agg(json_build_object('sku', v.sku, 'price', v.price_paise,
             'stock', coalesce(s.available, 0)) ORDER BY v.position)
           FROM variant v LEFT JOIN stock s ON s.variant_id = v.id
           WHERE v.product_id = p.id AND v.is_active) AS variants
        FROM product p JOIN districts d ON d.id = p.district_id
        LEFT JOIN artisans a ON a.id = p.artisan_id
        LEFT JOIN product_image i ON i.product_id = p.id AND i.position = 0
        WHERE p.status = 'published' AND p.is_on_sale ORDER BY p.id""",
}
PLACES = "WITH " + ", ".join(
    f"{table}s AS (SELECT id, (row_number() OVER (ORDER BY id) - 1)::int AS place FROM {table})"
    for table in ("district", "vendor", "artisan")
)
DATABASE = "vendure"
LISTED = ("listing",)
# Its pool (peers/vendure/src/config.ts), and one more.
CONNECTIONS = 21
# Marks a loaded database; change the name whenever the loaded data changes.
SEEDED = "seeded_by_benchmarks_2"


async def ready(url: str, folder: Path, node: str, say: Callable[[str], None]) -> Server:
    """Install Vendure and load it with the catalogue at `url`. Raises NotMeasured."""
    place = folder / "vendure"
    environment = {
        **peer_environment(url, DATABASE),
        "NODE_ENV": "production",
        "VENDURE_DISABLE_TELEMETRY": "true",
    }
    if not (place / "dist" / "server.js").exists():
        say("Installing Vendure…")
        shutil.copytree(PLACE / "peers" / "vendure", place, dirs_exist_ok=True)
        await install(place)
        compiler = "node_modules/typescript/bin/tsc"
        await ran(place, [node, compiler, "-p", "."], {}, "be built")
    if not await _is_seeded(url):
        say("Loading the catalogue into Vendure, some minutes…")
        data = folder / "vendure-data"
        await _export(url, data)
        await _new_database(url)
        seeding = environment | {"SYNC": "1", "PORT": "0", "DATA": str(data)}
        await ran(place, [node, "dist/seed.js"], seeding, "be loaded")
        await _mark_seeded(url)
    return Server(
        "vendure",
        "vendure",
        CONNECTIONS,
        [node, "dist/server.js"],
        environment,
        place,
        LISTED,
        "/shop-api",
    )


async def restock(url: str) -> list[str]:
    """Stock up all variants; return their ids."""
    own = await asyncpg.connect(**credentials(url) | {"database": DATABASE})
    try:
        await own.execute('UPDATE stock_level SET "stockOnHand" = 100000000')
        await own.execute("VACUUM ANALYZE")
        rows = await own.fetch("SELECT id FROM product_variant WHERE enabled ORDER BY id")
        return [str(row["id"]) for row in rows]
    finally:
        await own.close()


async def _export(url: str, data: Path) -> None:
    await asyncio.to_thread(data.mkdir, exist_ok=True)
    connection = await asyncpg.connect(**credentials(url))
    try:
        for name, query in ROWS.items():
            lines = await connection.fetch(
                f"{PLACES} SELECT to_json(r)::text AS line FROM ({query}) r"
            )
            (data / f"{name}.jsonl").write_text("\n".join(row["line"] for row in lines))
    finally:
        await connection.close()


async def _is_seeded(url: str) -> bool:
    connection = await asyncpg.connect(**credentials(url))
    try:
        if not await connection.fetchval(
            "SELECT true FROM pg_database WHERE datname = $1", DATABASE
        ):
            return False
    finally:
        await connection.close()
    own = await asyncpg.connect(**credentials(url) | {"database": DATABASE})
    try:
        return bool(await own.fetchval("SELECT to_regclass($1) IS NOT NULL", SEEDED))
    finally:
        await own.close()


async def _new_database(url: str) -> None:
    connection = await asyncpg.connect(**credentials(url))
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {DATABASE}")
    finally:
        await connection.close()


async def _mark_seeded(url: str) -> None:
    own = await asyncpg.connect(**credentials(url) | {"database": DATABASE})
    try:
        await own.execute(f"CREATE TABLE {SEEDED} ()")
    finally:
        await own.close()


VENDURE = Peer("vendure", CONNECTIONS, ready, LISTED)
