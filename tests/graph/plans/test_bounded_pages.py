"""Pages and screens of the demo catalogue with just as many objects as there may be."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from database.caches.table_cache import TABLE_CACHE
from database.connect import fetch_value
from tests.conftest import OPERATIONS
from tests.graph.plans.test_personal_plans import queries_of
from tests.support.compared_operations import compare
from tools import golden_plans

pytestmark = pytest.mark.usefixtures("shop")

TABLES = ("read", "cold", "warm")
# Those of people: test_personal_plans.py.
PERSONAL = {"account", "cart", "checkout"}
PAGES = {
    f"{folder.parent.name} {file.stem}": file
    for folder in (golden_plans.OPERATIONS, OPERATIONS)
    for file in sorted(folder.glob("*.graphql"))
    if file.stem not in PERSONAL
}
SLUGS = {
    "artisan": "SELECT slug FROM artisan ORDER BY id LIMIT 1",
    "product": "SELECT slug FROM product WHERE is_on_sale ORDER BY popularity DESC LIMIT 1",
}


@pytest.fixture(params=TABLES)
async def before(request: pytest.FixtureRequest, shop_url: str) -> Any:
    """What is called before a plan runs: tables are not cached, or read by it first, or there."""
    async with AsyncExitStack() as stack:
        if request.param != "read":
            await stack.enter_async_context(TABLE_CACHE.running(shop_url))
            await TABLE_CACHE.listening.wait()
        yield TABLE_CACHE.drop if request.param == "cold" else lambda: None


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_is_bounded_alike(before: Callable[[], None], page: str) -> None:
    file = PAGES[page]
    slug = await fetch_value(SLUGS[file.stem]) if file.stem in SLUGS else "lucknow"
    variables = golden_plans.VARIABLES | {"slug": slug, "pin": "226001", "query": "chik"}
    text = file.read_text(encoding="utf-8")
    for name in queries_of(text):
        found = await compare(text, variables, name=name, before=before)
        assert found.same, found.said
        assert found.planned
        assert found.objects
