"""Buyers who want the same at once: `python -m tests.campaigns.races --rounds 20 --workers 1 2 4`.

Each round 60 buyers want ten pieces, one buyer's submit arrives twenty times at once, and carts of
one telephone use a coupon for a first order at once. Fails when anything is sold twice, not sold at
all, or answered in two ways, and when a coupon is used more often than it may be.
"""

import argparse
import asyncio
import itertools
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx
from rich.console import Console
from rich.progress import track

import models
from commerce.reference import load_reference
from database.connect import connected, fetch_value
from database.schema import migrate
from tests.campaigns.load import SEND, Buyer, post, prepare, submit
from tests.support.databases.temporary_server import throwaway_server
from tests.support.servers.processes import serving
from tests.support.shop.factories import make_product, make_promotion
from tests.support.shop.shopping import LUCKNOW, variant_of

out = Console()
BUYERS, PIECES, TIMES, CARTS = 60, 10, 20, 8
codes = itertools.count(1)
COUPON = "mutation ($input: CartCouponApplyInput!) { cartCouponApply(input: $input) { errors { code } } }"  # noqa: E501


def code_of(answer: bytes) -> str:
    found = httpx.Response(200, content=answer).json()["data"]["checkoutComplete"]
    if found["errors"]:
        (error,) = found["errors"]
        assert found["order"] is None
        assert error["availableQuantity"] == 0, error
        return str(error["code"])
    return "ordered"


async def race(site: str) -> float:
    """One round; seconds that the sixty took."""
    product = await make_product(price=300_00, stock=PIECES)
    variant = (await variant_of(product)).id
    limits = httpx.Limits(max_connections=BUYERS)
    async with httpx.AsyncClient(base_url=site, timeout=60, limits=limits) as client:
        buyers = [await prepare(client, {variant: 1}) for _ in range(BUYERS)]
        begun = time.monotonic()
        assert all(await asyncio.gather(*(submit(client, buyer) for buyer in buyers)))
        took = time.monotonic() - begun
        found = Counter(code_of(buyer.answers[0]) for buyer in buyers)
        assert found == {"ordered": PIECES, "OUT_OF_STOCK": BUYERS - PIECES}, found
        stock = await models.Stock.get(variant_id=variant)
        assert (stock.on_hand, stock.reserved) == (PIECES, PIECES)
        assert await models.OrderLine.filter(variant_id=variant).count() == PIECES
        await repeat(client)
        await first_order(client)
    return took


async def repeat(client: httpx.AsyncClient) -> None:
    """One submit, twenty times at once."""
    product = await make_product(price=300_00, stock=50)
    variant = (await variant_of(product)).id
    buyer: Buyer = await prepare(client, {variant: 2})
    assert all(await asyncio.gather(*(submit(client, buyer) for _ in range(TIMES))))
    assert len(set(buyer.answers)) == 1
    assert code_of(buyer.answers[0]) == "ordered"
    assert await models.OrderLine.filter(variant_id=variant).count() == 1
    assert (await models.Stock.get(variant_id=variant)).reserved == 2


async def first_order(client: httpx.AsyncClient) -> None:
    """Carts of one telephone with a coupon for a first order, at once: one is the first."""
    product = await make_product(price=300_00, stock=50)
    variant = (await variant_of(product)).id
    promotion = await make_promotion(code=f"FIRST{next(codes)}", is_first_order=True)
    buyers = [await prepare(client, {variant: 1}) for _ in range(CARTS)]
    phone = buyers[0].input["phone"]
    for number, buyer in enumerate(buyers):
        cart = buyer.input["cartId"]
        # A house and an e-mail of its own: the telephone alone makes them one.
        address = LUCKNOW | {"line1": f"{phone} {number}"}
        await post(client, SEND, {"cartId": cart, "address": address})
        await post(client, COUPON, {"cartId": cart, "code": promotion.code})
        buyer.input |= {"phone": phone, "paymentMethod": "UPI"}
    assert all(await asyncio.gather(*(submit(client, buyer) for buyer in buyers)))
    found = Counter(is_placed(buyer.answers[0]) for buyer in buyers)
    assert found == {True: 1, False: CARTS - 1}, found
    await promotion.refresh_from_db()
    assert (
        promotion.uses == await models.PromotionUse.filter(promotion_id=promotion.id).count() == 1
    )


def is_placed(answer: bytes) -> bool:
    found = httpx.Response(200, content=answer).json()["data"]["checkoutComplete"]
    return found["order"] is not None


async def campaign(url: str, site: str, rounds: int, workers: int) -> None:
    async with connected(url):
        took = [await race(site) for _ in track(range(rounds), f"{workers} workers", console=out)]
        orders = await models.Order.all().count()
        lines = await fetch_value("SELECT sum(quantity) FROM order_line")
        reserved = await fetch_value("SELECT sum(reserved) FROM stock")
        wrong = await fetch_value(
            "SELECT count(*) FROM promotion p WHERE uses <> (SELECT count(*) FROM promotion_use u"
            " WHERE u.promotion_id = p.id AND u.status = 'claimed')"
        )
        assert wrong == 0
        assert lines == reserved, (lines, reserved)
    out.print(
        f"{workers} workers: {rounds} rounds, {orders} orders so far, none twice;"
        f" sixty submits took {min(took):.2f} to {max(took):.2f} s"
    )


async def fill(url: str) -> None:
    async with connected(url):
        await migrate.apply()
        await load_reference()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    given = parser.parse_args()
    with throwaway_server() as url, tempfile.TemporaryDirectory() as folder:
        asyncio.run(fill(url))
        for workers in given.workers:
            with serving(url, Path(folder), "--workers", str(workers)) as (_, site):
                asyncio.run(campaign(url, site, given.rounds, workers))


if __name__ == "__main__":
    main()
