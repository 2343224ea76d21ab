"""What search engines are told of a product: schema.org's Product as JSON-LD, in one language.

Follows Google's rules for merchant listings. It is put into pages as it is, so nothing in it can
end a script element or begin a comment.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from commerce.language import Language, said
from commerce.money import rupees
from commerce.variants import VariantRow

INDIA = ZoneInfo("Asia/Kolkata")
# How long a price that is shown today is promised to search engines.
PRICE_DAYS = 1
HANDLING_DAYS = (1, 3)
# Characters that mean something to HTML, or that JavaScript takes for the end of a line.
_ESCAPES = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"})


def script_json(value: Any) -> str:
    """JSON that may stand inside a script element, whatever its texts are."""
    return orjson.dumps(value).decode().translate(_ESCAPES)


def product_data(
    product: Any,
    *,
    names: Mapping[str, str | None],
    variants: Sequence[VariantRow],
    images: Sequence[str],
    delivery: tuple[int, int] | None,
    language: Language,
    storefront: str,
    now: datetime,
) -> dict[str, Any]:
    """The facts. `names` are those of craft, category, district, artisan, vendor as shown.

    `delivery` is how many days the slowest and the fastest parcel takes inside India.
    """
    text, _ = said(product, "name", language)
    about, _ = said(product, "description", language)
    url = f"{storefront}/products/{product.slug}"
    page = Page(product, names, delivery, url, now)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": f"{url}#product",
        "inLanguage": f"{language.value}-IN",
        "name": text,
        "description": about or text,
        "url": url,
        "image": list(images),
        "sku": variants[0].sku if variants else product.slug,
        "brand": {"@type": "Brand", "name": names["artisan"] or names["vendor"]},
        "category": names["category"],
        "countryOfOrigin": {"@type": "Country", "name": product.country_of_origin},
        "offers": page.offers(variants),
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


class Page:
    """What all offers of a product have in common."""

    def __init__(
        self,
        product: Any,
        names: Mapping[str, str | None],
        delivery: tuple[int, int] | None,
        url: str,
        now: datetime,
    ) -> None:
        self._product, self._names, self._delivery = product, names, delivery
        self._url, self._now = url, now

    def offers(self, variants: Sequence[VariantRow]) -> dict[str, Any] | list[dict[str, Any]]:
        found = [self._offer(variant) for variant in variants]
        return found[0] if len(found) == 1 else found

    def _offer(self, variant: VariantRow) -> dict[str, Any]:
        until = self._now.astimezone(INDIA).date() + timedelta(days=PRICE_DAYS)
        offer: dict[str, Any] = {
            "@type": "Offer",
            "url": self._url,
            "sku": variant.sku,
            "price": rupees(variant.price_paise),
            "priceCurrency": "INR",
            "priceValidUntil": until.isoformat(),
            "availability": f"https://schema.org/{availability(variant)}",
            "itemCondition": "https://schema.org/NewCondition",
            "seller": {"@type": "Organization", "name": self._names["vendor"]},
            "hasMerchantReturnPolicy": self._returns(),
        }
        if self._delivery is not None:
            offer["shippingDetails"] = self._shipping(variant)
        return offer

    def _returns(self) -> dict[str, Any]:
        days = self._product.return_days
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

    def _shipping(self, variant: VariantRow) -> dict[str, Any]:
        assert self._delivery is not None
        making = variant.lead_time_days if not variant.available_quantity else None
        handling = (making, making) if making else HANDLING_DAYS
        return {
            "@type": "OfferShippingDetails",
            "shippingDestination": {"@type": "DefinedRegion", "addressCountry": "IN"},
            "deliveryTime": {
                "@type": "ShippingDeliveryTime",
                "handlingTime": _days(*handling),
                "transitTime": _days(*self._delivery),
            },
        }


def availability(variant: VariantRow) -> str:
    """In stock, made to order or out of stock: what a buyer can have."""
    if variant.available_quantity > 0:
        return "InStock"
    return "MadeToOrder" if variant.is_made_to_order else "OutOfStock"


def _days(least: int, most: int) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}
