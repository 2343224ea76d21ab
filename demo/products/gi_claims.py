"""Claims of geographical indications by the demo's products."""

from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from commerce.reference.crafts import CoveredGoods, gi_goods
from demo.people.authorised_users import Entry
from demo.people.population import Population
from demo.places import Indication
from demo.products.product_draft import ProductDraft
from demo.random_source import TODAY, dice

WITHDRAWN = 0.03
COLUMNS = ("product_id", "gi_authorised_user_id", "claimed_at", "withdrawn_at")


def gi_claim(product: ProductDraft, cast: Population) -> tuple[list[tuple[Any, ...]], bool]:
    """The rows of a product's claims, and whether it bears the indication.

    Goods that the indication covers claim it if their maker, or else their seller, has an entry.
    """
    indication = product.trade.indication
    entry = _entry(product, indication, cast) if indication else None
    if indication is None or entry is None or not _is_covered(product, indication):
        return [], False
    begun = datetime.combine(entry.valid_from, time(6), TODAY.tzinfo)
    claimed = max(product.created + timedelta(hours=2), begun)
    if claimed.date() > entry.valid_to:
        return [], False
    is_withdrawn = dice("gi claim", product.number).random() < WITHDRAWN
    withdrawn = claimed + timedelta(hours=8) if is_withdrawn else None
    return [(product.number, entry.id, claimed, withdrawn)], entry.is_valid and not is_withdrawn


def _entry(product: ProductDraft, indication: Indication, cast: Population) -> Entry | None:
    maker, seller = product.maker, product.seller
    of_maker = cast.entries.of_makers.get((indication.id, maker.id)) if maker else None
    return of_maker or cast.entries.of_sellers.get((indication.id, seller.id))


@cache
def _goods() -> dict[str, list[CoveredGoods]]:
    return gi_goods()


def _is_covered(product: ProductDraft, indication: Indication) -> bool:
    kind, choices = product.draft.chosen.item.kind.slug, product.draft.choices
    return any(
        goods.kind == kind
        and (goods.attribute is None or choices.get(goods.attribute) == goods.value)
        for goods in _goods().get(indication.name, ())
    )
