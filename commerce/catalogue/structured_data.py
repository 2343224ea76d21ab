"""Structured data of a product for search engines: schema.org's Product as JSON-LD.

Follows Google's rules for merchant listings, in one language. Nothing in it can end a script
element or begin a comment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import orjson

from commerce.catalogue.variants import VariantRow
from commerce.core.money import rupees
from commerce.core.texts.language import Language, in_language
from database.connect import fetch

INDIA = ZoneInfo("Asia/Kolkata")
# How long a price is announced to search engines as valid.
PRICE_DAYS = 1
# Characters with a meaning in HTML, or that end a line in JavaScript.
_ESCAPES = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"})


def script_json(value: Any) -> str:
    """JSON that is safe inside a script element, whatever its texts are."""
    return orjson.dumps(value).decode().translate(_ESCAPES)


class Names(NamedTuple):
    """The names around a product, in the language of the page."""

    category: str | None
    vendor: str
    artisan: str | None


class Shipping(NamedTuple):
    """Delivery of one piece in India: the charge to another State, and the range of days."""

    charge_paise: int
    days_min: int
    days_max: int


_SHIPPING = """
SELECT p.id, max(r.charge_paise) FILTER (WHERE r.zone = 'country') AS charge_paise,
  min(r.days_min) AS days_min, max(r.days_max) AS days_max
FROM product p CROSS JOIN LATERAL (
  SELECT w.weight_grams, w.is_fragile FROM variant w WHERE w.product_id = p.id AND w.is_active
  ORDER BY w.position LIMIT 1) w
CROSS JOIN LATERAL (
  SELECT DISTINCT ON (r.zone) r.zone, r.days_min, r.days_max,
    r.charge_paise + CASE WHEN w.is_fragile THEN r.fragile_paise ELSE 0 END AS charge_paise
  FROM delivery_rate r
  WHERE r.service = 'standard' AND r.up_to_grams >= w.weight_grams
    AND (r.vendor_id = p.vendor_id OR r.vendor_id IS NULL AND NOT EXISTS (
      SELECT FROM delivery_rate own WHERE own.vendor_id = p.vendor_id AND own.zone = r.zone
        AND own.service = r.service))
  ORDER BY r.zone, r.up_to_grams) r
WHERE p.id = ANY($1::int[]) GROUP BY p.id
"""


async def shipping_of(product_ids: list[int]) -> list[Shipping | None]:
    """Shipping of each product; None without a rate to other States."""
    found = {
        row["id"]: Shipping(row["charge_paise"], row["days_min"], row["days_max"])
        for row in await fetch(_SHIPPING, product_ids)
        if row["charge_paise"] is not None
    }
    return [found.get(key) for key in product_ids]


def product_data(
    product: Any,
    names: Names,
    variants: Sequence[VariantRow],
    images: Sequence[str],
    shipping: Shipping | None,
    language: Language,
    storefront: str,
    now: datetime,
) -> dict[str, Any]:
    """The JSON-LD of a product on sale, on the storefront's page."""
    text, _ = in_language(product, "name", language)
    about, _ = in_language(product, "description", language)
    url = f"{storefront}/products/{product.slug}"
    common = _Common(product.return_days, names.vendor, shipping, url, now)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": f"{url}#product",
        "name": text,
        "description": about or text,
        "url": url,
        "image": list(images),
        "sku": variants[0].sku if variants else product.slug,
        "brand": {"@type": "Brand", "name": names.artisan or names.vendor},
        "category": names.category,
        "countryOfOrigin": {"@type": "Country", "name": product.country_of_origin},
        # The language is the page's; a product has none.
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": url,
            "inLanguage": f"{language.value}-IN",
        },
        "offers": [common.offer(variant) for variant in variants],
    }
    if product.rating_count:
        facts["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(product.rating_sum / product.rating_count, 1),
            "reviewCount": product.rating_count,
            "bestRating": 5,
            "worstRating": 1,
        }
    return facts


@dataclass(frozen=True, slots=True)
class _Common:
    """The properties that all offers of a product share."""

    return_days: int
    vendor: str
    shipping: Shipping | None
    url: str
    now: datetime

    def offer(self, variant: VariantRow) -> dict[str, Any]:
        until = self.now.astimezone(INDIA).date() + timedelta(days=PRICE_DAYS)
        offer: dict[str, Any] = {
            "@type": "Offer",
            "url": self.url,
            "sku": variant.sku,
            "price": rupees(variant.price_paise),
            "priceCurrency": "INR",
            "priceValidUntil": until.isoformat(),
            "availability": f"https://schema.org/{availability(variant)}",
            "itemCondition": "https://schema.org/NewCondition",
            "seller": {"@type": "Organization", "name": self.vendor},
            "hasMerchantReturnPolicy": self._returns(),
        }
        if self.shipping is not None:
            offer["shippingDetails"] = _shipping_details(self.shipping, variant)
        return offer

    def _returns(self) -> dict[str, Any]:
        days = self.return_days
        policy: dict[str, Any] = {"@type": "MerchantReturnPolicy", "applicableCountry": "IN"}
        if days:
            return policy | {
                "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
                "merchantReturnDays": days,
                "returnMethod": "https://schema.org/ReturnByMail",
            }
        return policy | {
            "returnPolicyCategory": "https://schema.org/MerchantReturnNotPermitted",
        }


def _shipping_details(shipping: Shipping, variant: VariantRow) -> dict[str, Any]:
    delivery: dict[str, Any] = {
        "@type": "ShippingDeliveryTime",
        "transitTime": _days(shipping.days_min, shipping.days_max),
    }
    if variant.lead_time_days and not variant.available_quantity:
        delivery["handlingTime"] = _days(0, variant.lead_time_days)
    return {
        "@type": "OfferShippingDetails",
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": "IN"},
        "shippingRate": {
            "@type": "MonetaryAmount",
            "value": rupees(shipping.charge_paise),
            "currency": "INR",
        },
        "deliveryTime": delivery,
    }


def availability(variant: VariantRow) -> str:
    """In stock, made to order or out of stock."""
    if variant.available_quantity > 0:
        return "InStock"
    return "MadeToOrder" if variant.is_made_to_order else "OutOfStock"


def _days(least: int, most: int) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}
