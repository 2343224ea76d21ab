"""Every kind of goods with its code, rates and source, and what the law is read to say.

Rates are those of the tables, by which orders are taxed. Expected ones, of
`data/expected_rates.csv`, were written from the texts of the law.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from commerce.core.money import formatted
from commerce.tax.gst import InTaxGap, NoRate, TaxRate, TaxRates
from commerce.tax.rates import load_rates
from database.connect import fetch
from database.rows import fetch_as

# Of a kind and of its other materials, each with the title of a product that is on sale as that.
KINDS = """
SELECT c.slug AS category, k.slug, k.name_en, k.name_hi, t.choice, t.hsn, t.condition, k.drawing,
  (SELECT p.name_en FROM product p WHERE p.kind_id = k.id AND p.status = 'published'
     AND p.name_en IS NOT NULL AND EXISTS (SELECT FROM variant v WHERE v.product_id = p.id
       AND v.hsn = t.hsn AND v.rate_condition_id IS NOT DISTINCT FROM t.condition)
   ORDER BY p.id LIMIT 1) AS example
FROM kind k JOIN category c ON c.id = k.category_id
CROSS JOIN LATERAL (
  SELECT 0 AS place, '' AS choice, k.hsn, k.rate_condition_id AS condition
  UNION ALL
  SELECT o.id, o.attribute || ' = ' || o.value, o.hsn, o.rate_condition_id
  FROM kind_tariff o WHERE o.kind_id = k.id) t
ORDER BY c.slug, k.slug, t.place
"""
SOURCES = "SELECT id, source FROM hsn_rate"


class TariffKind(NamedTuple):
    """A kind of goods, or what it is with another material (`choice`)."""

    category: str
    slug: str
    name_en: str
    name_hi: str
    choice: str
    hsn: str
    condition: str | None
    drawing: str | None
    example: str | None


class TariffLine(NamedTuple):
    """A kind with its rates in words; none if its code has no rate."""

    kind: TariffKind
    rates: str
    source: str


class Difference(NamedTuple):
    """Goods that are not taxed as they should be. `found` is what they are taxed by, in words."""

    goods: str
    hsn: str
    condition: str
    price: str
    expected: str
    found: str


async def tariff_lines(today: date) -> list[TariffLine]:
    """All kinds with every other material of theirs, by category and slug."""
    rates, kinds = await load_rates(), await fetch_as(TariffKind, KINDS)
    sources = {row["id"]: row["source"] for row in await fetch(SOURCES)}
    return [_line(kind, rates, sources, today) for kind in kinds]


async def differences(expected: Iterable[dict[str, str]], today: date) -> list[Difference]:
    """Where the rates differ from those of the file's rows."""
    return list(differing(await load_rates(), expected, today))


def differing(
    rates: TaxRates, expected: Iterable[dict[str, str]], today: date
) -> Iterator[Difference]:
    for row in expected:
        paise = round(float(row["price_rupees"]) * 100)
        wanted = round(float(row["rate_percent"]) * 100)
        try:
            bp = rates.find(row["hsn"], row["condition"] or None, paise, 1, today).bp
            found = percent(bp)
        except NoRate:
            bp, found = None, "no rate"
        except InTaxGap:
            bp, found = None, "between two rates"
        if bp != wanted:
            yield Difference(
                row["goods_en"],
                row["hsn"],
                row["condition"],
                formatted(paise),
                percent(wanted),
                found,
            )


def _line(kind: TariffKind, rates: TaxRates, sources: dict[int, str], today: date) -> TariffLine:
    try:
        own = rates.candidates(kind.hsn, kind.condition, today)
    except NoRate:
        return TariffLine(kind, "", "")
    distinct = dict.fromkeys(sources[rate.id] for rate in own)
    return TariffLine(kind, ", ".join(map(_words, own)), "; ".join(distinct))


def _words(rate: TaxRate) -> str:
    if rate.value_up_to is not None:
        return f"{percent(rate.bp)} up to {formatted(rate.value_up_to)}"
    if rate.value_above is not None:
        return f"{percent(rate.bp)} above {formatted(rate.value_above)}"
    return percent(rate.bp)


def percent(bp: int) -> str:
    """5 %, 0.25 %, nil."""
    return f"{bp / 100:g} %" if bp else "nil"
