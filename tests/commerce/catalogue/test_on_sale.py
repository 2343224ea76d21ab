"""Products that may not be sold disappear everywhere, for every reason, and return."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import GraphQLInterfaceType

import models
from commerce.catalogue.index.product_index import INDEX
from commerce.search.search_keys import refresh_vocabulary, reindex
from commerce.search.suggest import refresh_entries
from database.caches.table_cache import TABLE_CACHE
from database.connect import execute, fetch_value
from graph.ids import global_id
from graph.resolvers.node import access_by_id
from graph.schema import schema
from tests.conftest import Ask
from tests.support.databases.changes import eventually
from tests.support.people.accounts import Person, signed_in
from tests.support.shop.factories import OPENED, make_artisan, make_product, make_vendor
from tests.support.shop.product_index import SOON
from tests.support.shop.shopping import Buyer, variant_id, variant_of

# What ends a sale, and what begins it again. `$1` is the product.
OF = "(SELECT {} FROM product WHERE id = $1)"
PAIR = f"vendor_id = {OF.format('vendor_id')} AND artisan_id = {OF.format('artisan_id')}"
TODAY = "(now() AT TIME ZONE 'Asia/Kolkata')::date"
REASONS = {
    "withdrawn": (
        "UPDATE product SET status = 'paused' WHERE id = $1",
        "UPDATE product SET status = 'published' WHERE id = $1",
    ),
    "vendor suspended": (
        f"UPDATE vendor SET status = 'suspended' WHERE id = {OF.format('vendor_id')}",
        f"UPDATE vendor SET status = 'approved' WHERE id = {OF.format('vendor_id')}",
    ),
    "artisan paused": (
        f"UPDATE artisan SET status = 'paused' WHERE id = {OF.format('artisan_id')}",
        f"UPDATE artisan SET status = 'active' WHERE id = {OF.format('artisan_id')}",
    ),
    "agreement ended": (
        f"UPDATE agreement SET status = 'ended' WHERE {PAIR}",
        f"UPDATE agreement SET status = 'accepted' WHERE {PAIR}",
    ),
    "agreement run out": (
        f"UPDATE agreement SET valid_to = {TODAY} - 1 WHERE {PAIR}",
        f"UPDATE agreement SET valid_to = {TODAY} WHERE {PAIR}",
    ),
    "agreement not begun": (
        f"UPDATE agreement SET valid_from = {TODAY} + 1 WHERE {PAIR}",
        f"UPDATE agreement SET valid_from = {TODAY} WHERE {PAIR}",
    ),
    "no variant": (
        "UPDATE variant SET is_active = false WHERE product_id = $1",
        "UPDATE variant SET is_active = true WHERE product_id = $1",
    ),
}
PLACES = """query ($slug: String!, $id: ID!, $variant: ID!, $review: ID!, $vendor: [String!], $craft: String!) {
  listing: products { totalCount nodes { slug } facets { districts { count } vendors { count }
    availability { count } priceHistogram { count } } }
  filtered: products(filter: {vendors: $vendor}) { totalCount nodes { slug } }
  search: products(search: "quilted jhola") { totalCount nodes { slug }
    facets { districts { count } } }
  newest: products(sort: NEWEST) { nodes { slug } }
  craft(slug: $craft) { productCount products { totalCount nodes { slug } } }
  product(slug: $slug) { slug seo { structuredData } }
  node(id: $id) { id }
  nodes(ids: [$id, $variant, $review]) { id }
  suggestions(query: "quilted jh") { text }
  home { ... on ProductRailSection { products { slug } } }
}"""  # noqa: E501
WISHLIST = "{ viewer { wishlist { nodes { slug isAvailable } } } }"


@dataclass
class Sale:
    ask: Ask
    product: models.Product
    beside: models.Product
    person: Person
    buyer: Buyer
    variables: dict[str, Any]

    async def places(self) -> dict[str, bool]:
        """Where it is on sale."""
        slug = self.product.slug
        page = await self.ask(PLACES, **self.variables)

        def has(part: dict[str, Any]) -> bool:
            return slug in {node["slug"] for node in part["nodes"]}

        found = {name: has(page[name]) for name in ("listing", "filtered", "search", "newest")}
        facets = page["listing"]["facets"]
        # It and one more are all there is.
        for name, choices in facets.items():
            found[f"facet {name}"] = sum(choice["count"] for choice in choices) == 2
        found["facet of a search"] = bool(page["search"]["facets"]["districts"])
        for name in ("listing", "filtered", "search"):
            assert page[name]["totalCount"] == len(page[name]["nodes"])
        craft = page["craft"]
        assert craft["productCount"] == craft["products"]["totalCount"]
        found["craft"] = has(craft["products"])
        found["product"] = page["product"] is not None
        found["node"] = page["node"] is not None
        for name, node in zip(("product", "variant", "review"), page["nodes"], strict=True):
            found[f"{name} among nodes"] = node is not None
        found["suggestions"] = bool(page["suggestions"])
        found["home"] = any(
            slug in {each["slug"] for each in section.get("products", ())}
            for section in page["home"]
        )
        found["wishlist"] = await self.is_available_on_wishlist()
        found["line in the cart"] = await self.may_be_ordered()
        found["cart"] = await self.may_be_added()
        return found

    async def is_available_on_wishlist(self) -> bool:
        page = await self.ask(WISHLIST, token=self.person.token)
        (wished,) = page["viewer"]["wishlist"]["nodes"]
        assert wished["slug"] == self.product.slug
        return bool(wished["isAvailable"])

    async def may_be_ordered(self) -> bool:
        cart = await self.buyer.read()
        assert cart is not None
        problems = [each["code"] for group in cart["groups"] for line in group["lines"]
                    for each in line["problems"]]  # fmt: skip
        return all(code != "NOT_ON_SALE" for code in problems)

    async def may_be_added(self) -> bool:
        lines = [{"variantId": await variant_id(self.product), "quantity": 1}]
        errors: list[Any] = (await Buyer(self.ask).write("CartCreate", lines=lines))["errors"]
        return not errors


@pytest.fixture(params=[False, True], ids=["database", "index"])
async def sale(request: Any, reference: str, ask: Ask) -> AsyncIterator[Sale]:
    vendor, artisan = await make_vendor(), await make_artisan()
    product = await make_product(
        vendor_id=vendor.id, artisan_id=artisan.id, name_en="Quilted jhola", stock=50
    )
    other = await make_product()
    review = await models.Review.create(
        product_id=product.id, author_name="A.", language="en", rating=5, text="Good",
        is_verified_purchase=True, status=models.ReviewStatus.PUBLISHED, created_at=OPENED,
    )  # fmt: skip
    await reindex(None)
    await refresh_vocabulary()
    await refresh_entries()
    person, buyer = await signed_in(), Buyer(ask)
    await models.WishlistItem.create(account_id=person.id, product_id=product.id, created_at=OPENED)
    await buyer.begin({product: 1})
    craft = await fetch_value("SELECT slug FROM craft WHERE id = $1", product.craft_id)
    variables = {
        "slug": product.slug,
        "id": global_id("Product", product.id),
        "variant": global_id("Variant", (await variant_of(product)).id),
        "review": global_id("Review", review.id),
        "vendor": [vendor.slug],
        "craft": craft,
    }
    found = Sale(ask, product, other, person, buyer, variables)
    if not request.param:
        yield found
        return
    async with TABLE_CACHE.running(reference), INDEX.running():
        await asyncio.wait_for(INDEX.wait(), SOON)
        yield found


@pytest.mark.parametrize("reason", REASONS)
async def test_products_off_sale_disappear_everywhere_and_return(sale: Sale, reason: str) -> None:
    ends, begins = REASONS[reason]

    async def everywhere() -> bool:
        return all((await sale.places()).values())

    async def nowhere() -> bool:
        return not any((await sale.places()).values())

    assert [place for place, there in (await sale.places()).items() if not there] == []
    await execute(ends, sale.product.id)
    if not TABLE_CACHE.listening.is_set():
        assert [place for place, there in (await sale.places()).items() if there] == []
    await eventually(nowhere)
    await execute(begins, sale.product.id)
    await eventually(everywhere)


@pytest.mark.usefixtures("shop")
async def test_the_demos_is_on_sale_equals_the_databases() -> None:
    assert not await fetch_value(
        "SELECT count(*) FROM product p WHERE p.is_on_sale <>"
        " may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id)"
    )


def test_every_node_declares_its_visibility() -> None:
    node = schema.core.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    nodes = {kind.name for kind in schema.core.get_possible_types(node)}
    assert {name for name in nodes if access_by_id(name) is None} == {"Variant"}
