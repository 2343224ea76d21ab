"""The rails of the home page and their order."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

import models
from commerce.catalogue.catalogue import ORDERS, ProductSort, on_sale
from commerce.core.errors import BadInput
from commerce.core.visibility import ON_SALE, PUBLIC_ARTISAN, of_alias
from database.connect import columns, fetch_rows
from database.keyset import Window
from database.select import Select
from database.sql import Sql

IST = timezone(timedelta(hours=5, minutes=30))
RAIL = 12
NEAREST = 5
# Coprime with the number of districts, so that each has its day before any repeats.
STRIDE = 37


class Rail(StrEnum):
    """A row of products."""

    NEAR = "near-you"
    NEWEST = "newest"
    GI_TAGGED = "gi-tagged"
    POPULAR = "popular"


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """Degrees north and east. Raises BadInput outside the globe."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not -90 <= self.latitude <= 90:
            raise BadInput(
                "The latitude must be between -90 and 90.",
                "अक्षांश -90 से 90 के बीच होता है।",
                ("near", "latitude"),
            )
        if not -180 <= self.longitude <= 180:
            raise BadInput(
                "The longitude must be between -180 and 180.",
                "देशांतर -180 से 180 के बीच होता है।",
                ("near", "longitude"),
            )


def place(latitude: float | None, longitude: float | None) -> GeoPoint | None:
    """The shopper's location; None without coordinates. Raises BadInput for one of the two."""
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise BadInput(
            "Give both latitude and longitude.", "जगह के लिए अक्षांश और देशांतर दोनों दें।", ("near",)
        )
    return GeoPoint(latitude, longitude)


def today(now: datetime) -> date:
    """The date in India."""
    return now.astimezone(IST).date()


async def district_of_the_day(day: date) -> models.District | None:
    """The district of the day. Every district has its turn before any repeats."""
    rows = await fetch_rows(
        models.District,
        f"SELECT {columns(models.District, 't')} FROM district t ORDER BY t.slug"
        " LIMIT 1 OFFSET mod($1::bigint, greatest(1, (SELECT count(*) FROM district)))",
        day.toordinal() * STRIDE,
    )
    return rows[0] if rows else None


def products_on(rail: Rail, near: GeoPoint | None = None) -> Select[models.Product]:
    """The products of a rail, in order; only available ones."""
    had = on_sale().filter(Sql("t.is_available"))
    if rail is Rail.NEWEST:
        return had.sorted(ORDERS[ProductSort.NEWEST])
    if rail is Rail.GI_TAGGED:
        return had.filter(Sql("t.is_gi_tagged"))
    if rail is Rail.NEAR and near is not None:
        return had.filter(_near(near))
    return had


def _near(near: GeoPoint) -> Sql:
    """Products of the nearest districts. Flat geometry suffices: the State spans eight degrees."""
    return Sql(
        "t.district_id = ANY(ARRAY(SELECT id FROM district ORDER BY"
        " (latitude - {}::float8)^2 + ((longitude - {}::float8) * cos(radians({}::float8)))^2"
        f" LIMIT {NEAREST}))",
        (near.latitude, near.longitude, near.latitude),
    )


async def rails(near: GeoPoint | None) -> dict[Rail, list[models.Product]]:
    """The products of all rails, at most `RAIL` each; none is in two of them."""
    chosen = [rail for rail in Rail if rail is not Rail.NEAR or near]
    pages = await asyncio.gather(
        *(
            products_on(rail, near).page(Window(RAIL * place))
            for place, rail in enumerate(chosen, start=1)
        )
    )
    shown: set[int] = set()
    found = {}
    for rail, page in zip(chosen, pages, strict=True):
        found[rail] = [row for row in page.rows if row.id not in shown][:RAIL]
        shown.update(row.id for row in found[rail])
    return found


async def artisans_of_the_day(day: date) -> list[models.Artisan]:
    """Public artisans with products on sale; others tomorrow."""
    return await fetch_rows(
        models.Artisan,
        f"SELECT {columns(models.Artisan, 't')} FROM artisan t WHERE {PUBLIC_ARTISAN.text}"
        " AND t.portrait_public_id IS NOT NULL AND EXISTS (SELECT FROM product p WHERE"
        f" p.artisan_id = t.id AND {of_alias(ON_SALE, 'p')})"
        " ORDER BY md5(t.id::text || $1), t.id LIMIT $2",
        day.isoformat(),
        RAIL,
    )
