"""Plans of personal fields answer like the executor."""

from typing import Any

import httpx
import pytest
from graphql import OperationDefinitionNode, OperationType, parse

from database.caches.table_cache import TABLE_CACHE
from database.connect import execute
from graph.ids import global_id
from server.documents.response_cache import ResponseCache
from settings import settings
from tests.conftest import OPERATIONS, Ask
from tests.support.compared_operations import compare
from tests.support.databases.copies import REFERENCE, copy_of
from tests.support.generated_operations import Maker, Words, words
from tests.support.people.actors import GUESTS_KEY, GUESTS_ORDER, World, make_world
from tests.support.people.privacy import an_address, created
from tests.support.shop.factories import make_product
from tests.support.shop.shopping import KANPUR, Buyer

ACTORS = (
    "stranger", "half signed in", "buyer", "other buyer", "owner", "dispatcher", "artisan",
    "facilitator", "officer", "administrator", "care", "finance", "server", "auditor",
)  # fmt: skip
SEEDS = [range(12), pytest.param(range(12, 40), marks=pytest.mark.slow)]


class Shop:
    """A world in which something was bought, wished for and put into a cart."""

    def __init__(self, world: World, known: Words, url: str) -> None:
        self.world, self.known, self.url = world, known, url


@pytest.fixture(scope="module")
async def shop_of_people(ask: Ask, server_url: str, reference_url: str, worker_id: str) -> Any:
    async with copy_of(server_url, REFERENCE, worker_id) as url:
        world = await make_world()
        buyer = world["buyer"]
        assert buyer.person is not None
        known = await words()
        await an_address(buyer.person)
        await created(ask, buyer.person, isDefault=True)
        others = [await make_product(vendor_id=world.vendor.id) for _ in range(3)]
        for product in (world.product, *others):
            await execute(
                "INSERT INTO wishlist_item (account_id, product_id, created_at)"
                " VALUES ($1, $2, now())",
                buyer.person.id,
                product.id,
            )
        for _ in range(2):
            bought = Buyer(ask, buyer.token)
            await bought.begin({world.product: 1, others[0]: 2})
            await bought.send_to(KANPUR)
            payload = await bought.check_out("CASH_ON_DELIVERY", key=f"key-{bought.cart_id}")
            assert payload["errors"] == [], payload
            known.orders.append((payload["order"]["number"], "x"))
            known.ids.append(payload["order"]["id"])
        cart, guests = Buyer(ask, buyer.token), Buyer(ask)
        for each in (cart, guests):
            await each.begin({world.product: 1, others[1]: 1, others[2]: 1})
            await each.send_to(KANPUR)
            known.carts.append(each.cart_id)
        known.orders.append((GUESTS_ORDER, GUESTS_KEY))
        known.ids += [
            global_id("Account", buyer.person.id),
            global_id("ActiveSession", buyer.person.session_id),
            global_id("VendorMember", world.member.id),
            global_id("Facilitation", world.facilitation.id),
        ]
        yield Shop(world, known, url)


async def all_alike(shop: Shop, name: str, seeds: range) -> tuple[int, int]:
    """How many operations a plan took, and how many of them it answered."""
    planned = answered = 0
    viewer = shop.world[name].viewer
    for seed in seeds:
        document, variables = Maker(seed, shop.known, viewer).operation()
        found = await compare(document, variables, viewer)
        assert found.same, (name, seed, document, variables, found.said)
        planned += found.planned
        answered += found.planned and not found.said.startswith("gave up")
    return planned, answered


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
@pytest.mark.parametrize("name", ACTORS)
async def test_generated_operations_are_answered_alike(
    shop_of_people: Shop, name: str, seeds: range
) -> None:
    planned, answered = await all_alike(shop_of_people, name, seeds)
    assert planned == len(seeds)
    assert answered > len(seeds) // 3


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
async def test_generated_operations_are_answered_alike_with_cached_tables(
    shop_of_people: Shop, seeds: range
) -> None:
    async with TABLE_CACHE.running(shop_of_people.url):
        await TABLE_CACHE.listening.wait()
        for name in ("buyer", "owner", "administrator"):
            await all_alike(shop_of_people, name, range(1000 + seeds.start, 1000 + seeds.stop))


def queries_of(text: str) -> list[str]:
    """The names of a document's queries."""
    return [
        each.name.value
        for each in parse(text).definitions
        if isinstance(each, OperationDefinitionNode)
        and each.operation is OperationType.QUERY
        and each.name
    ]


SCREENS = {file.stem: file.read_text(encoding="utf-8") for file in OPERATIONS.glob("*.graphql")}
QUERIES = sorted((file, name) for file, text in SCREENS.items() for name in queries_of(text))
CARDS = """query Cards($first: Int!) { products(first: $first, sort: NEWEST) { nodes { id slug
  name isWishlisted priceRange { min { amount } } image(width: 480) { url } district { name }
  } } }"""


def variables_of(shop: Shop, name: str) -> dict[str, Any]:
    known: dict[str, dict[str, Any]] = {
        "Artisan": {"slug": shop.world.artisan.slug},
        "Cart": {"id": shop.known.carts[1]},
        "District": {"slug": "agra"},
        "Places": {"pin": "226001"},
        "Order": {"number": shop.known.orders[1][0]},
        "Product": {"slug": shop.world.product.slug, "pin": "226001"},
        "Search": {"query": "chikan kurta"},
        "Suggest": {"query": "chik"},
    }
    return known.get(name, {})


@pytest.mark.parametrize(("file", "name"), QUERIES, ids=lambda each: each)
async def test_every_screen_is_planned_for_signed_in_users(
    client: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    shop_of_people: Shop,
    file: str,
    name: str,
) -> None:
    endpoint = client._transport.app.endpoint  # type: ignore[attr-defined]
    sent = {
        "query": SCREENS[file],
        "operationName": name,
        "variables": (variables := variables_of(shop_of_people, name)),
    }
    headers = {
        "Authorization": f"Bearer {shop_of_people.world['buyer'].token}",
    }
    with monkeypatch.context() as ordinary:
        ordinary.setattr(settings(), "plans", False)
        right = await client.post("/graphql", json=sent, headers=headers)
    before = endpoint.execution.by_plan, endpoint.execution.by_executor
    for _ in range(2):
        found = await client.post("/graphql", json=sent, headers=headers)
        assert found.status_code == right.status_code
        assert without_id(found) == without_id(right)
        assert found.content == right.content
        assert None not in found.json()["data"].values()
    assert (endpoint.execution.by_plan, endpoint.execution.by_executor) == (
        before[0] + 2,
        before[1],
    )
    viewer = shop_of_people.world["buyer"].viewer
    bounded = await compare(SCREENS[file], variables, viewer, name)
    assert bounded.same, bounded.said


async def test_personal_fields_make_a_response_personal(
    client: httpx.AsyncClient, shop_of_people: Shop
) -> None:
    """Each viewer gets their own, and neither we nor others keep it."""
    world, endpoint = shop_of_people.world, client._transport.app.endpoint  # type: ignore[attr-defined]
    parameters = {"query": CARDS, "variables": '{"first": 24}'}
    async with TABLE_CACHE.running(shop_of_people.url):
        await TABLE_CACHE.listening.wait()
        given = endpoint.responses.cache.hits
        for name, wished in (("buyer", 4), ("", 0), ("other buyer", 0), ("buyer", 4), ("", 0)):
            token = f"Bearer {world[name].token}" if name else ""
            headers = {"Authorization": token} if token else {}
            answer = await client.get("/graphql", params=parameters, headers=headers)
            nodes = answer.json()["data"]["products"]["nodes"]
            assert sum(node["isWishlisted"] for node in nodes) == wished, name
            assert answer.headers["cache-control"] == "no-store"
            assert "etag" not in answer.headers
            again = await client.get(
                "/graphql", params=parameters, headers=headers | {"If-None-Match": "*"}
            )
            assert again.status_code == 200
        assert endpoint.responses.cache.hits == given


@pytest.mark.parametrize("page", ["products(first: 24)", 'products(first: 24, search: "shawl")'])
async def test_wishlist_flags_come_with_the_page(
    ask: Ask,
    client: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    shop_of_people: Shop,
    queries: list[str],
    page: str,
) -> None:
    endpoint = client._transport.app.endpoint  # type: ignore[attr-defined]
    monkeypatch.setattr(endpoint.responses, "cache", ResponseCache(0))
    token = shop_of_people.world["buyer"].token
    without = f"{{ {page} {{ totalCount pageInfo {{ endCursor }} nodes {{ id slug }} }} }}"
    counts = []
    async with TABLE_CACHE.running(shop_of_people.url):
        await TABLE_CACHE.listening.wait()
        for document in (without, without.replace("slug", "slug isWishlisted")):
            await ask(document, token=token)
            queries.clear()
            await ask(document, token=token)
            counts.append(len(queries))
    assert counts[0] == counts[1] > 0


async def test_a_change_of_the_wishlist_is_seen_at_once(ask: Ask, shop_of_people: Shop) -> None:
    world = shop_of_people.world
    token, id = world["other buyer"].token, global_id("Product", world.product.id)
    document = f'{{ product(slug: "{world.product.slug}") {{ isWishlisted }} }}'
    write = """mutation ($id: ID!) { %s(input: { product: $id }) { errors { code } } }"""
    async with TABLE_CACHE.running(shop_of_people.url):
        await TABLE_CACHE.listening.wait()
        for mutation, wished in (("wishlistAdd", True), ("wishlistRemove", False)):
            await ask(write % mutation, token=token, id=id)
            assert (await ask(document, token=token))["product"] == {"isWishlisted": wished}


# The person, their standing, addresses, orders, wishlist, sessions.
# A cart with its lines and variants, the district of its PIN code, products, pictures.
# An order, its payment, suborders and what their buyer may do, timeline, lines, products, variants.
STATEMENTS = {"Me": 6, "Cart": 4, "Order": 8}


@pytest.mark.parametrize("name", STATEMENTS)
async def test_statements_of_signed_in_screens(
    ask: Ask, shop_of_people: Shop, queries: list[str], name: str
) -> None:
    file = {"Me": "account"}.get(name, name.lower())
    file = {"order": "checkout"}.get(file, file)
    given = {"name": name, "token": shop_of_people.world["buyer"].token}
    variables = variables_of(shop_of_people, name)
    async with TABLE_CACHE.running(shop_of_people.url):
        await TABLE_CACHE.listening.wait()
        await ask(file, **given, **variables)
        queries.clear()
        await ask(file, **given, **variables)
    assert len(queries) == STATEMENTS[name], queries


def without_id(response: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name != "x-request-id"}
