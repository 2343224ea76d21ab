"""A search without results says why, and suggests no word that nobody has written."""

from typing import Any

import pytest

from commerce.search.search_keys import reindex
from commerce.search.suggest import refresh_entries
from database.connect import execute
from tests.conftest import Ask
from tests.support.shop.factories import make_product

pytestmark = pytest.mark.usefixtures("reference")
SEARCH = """query ($q: String!, $filter: ProductFilter) {
  products(search: $q, filter: $filter) {
    totalCount didYouMean searchNotice nearest { text } nodes { slug }
  }
}"""
NOTICE = """query ($q: String!, $filter: ProductFilter, $first: Int) {
  products(search: $q, filter: $filter, first: $first) { searchNotice nodes { slug } }
}"""
# A filter, and what the notice says in either language.
EMPTY: dict[str, tuple[dict[str, Any] | None, str, str]] = {
    "filtered": ({"price": {"max": 1}}, "Remove a filter", "फ़िल्टर"),
    "no product": (None, "Check the spelling", "स्पेलिंग"),
}


@pytest.mark.parametrize("kind", EMPTY)
@pytest.mark.parametrize("is_total_read", [True, False], ids=["total", "page"])
async def test_an_empty_page_of_known_words_says_why(
    ask: Ask, kind: str, is_total_read: bool
) -> None:
    given, english, hindi = EMPTY[kind]
    product = await make_product(name_en="Marionette")
    await make_product()
    await reindex(None)
    if given is None:
        # Nobody has followed it yet.
        await execute("UPDATE product SET status = 'archived' WHERE id = $1", product.id)
    document = SEARCH if is_total_read else NOTICE
    for language, said in (("en", english), ("hi", hindi)):
        page = (await ask(document, q="marionette", filter=given, language=language))["products"]
        assert page["nodes"] == []
        assert said in page["searchNotice"]
        assert page.get("totalCount", 0) == 0


async def test_a_page_without_items_of_a_list_with_some_needs_no_notice(ask: Ask) -> None:
    await make_product(name_en="Marionette")
    await reindex(None)
    page = (await ask(NOTICE, q="marionette", first=0))["products"]
    assert page == {"searchNotice": None, "nodes": []}


async def test_a_suggested_word_is_one_that_somebody_wrote(ask: Ask) -> None:
    await make_product(name_en="Wigglefont", description_en="Of brindlewick")
    await reindex(None)
    assert (await ask(SEARCH, q="wigglefomt"))["products"]["didYouMean"] == "wigglefont"
    page = (await ask(SEARCH, q="brindewick"))["products"]
    assert (page["totalCount"], page["didYouMean"]) == (1, "brindlewick")
    await execute("UPDATE product SET name_en = 'Vase', description_en = NULL")
    # The words are known until this is followed, and nobody writes them any more.
    for text in ("wigglefomt", "brindewick"):
        page = (await ask(SEARCH, q=text))["products"]
        assert (page["totalCount"], page["didYouMean"]) == (0, None)
        assert page["searchNotice"]


async def test_a_word_of_headquarters_alone_is_suggested(ask: Ask) -> None:
    product = await make_product()
    await execute(
        "UPDATE district SET headquarters_en = 'Zorpurnagar' WHERE id = $1", product.district_id
    )
    await reindex(None)
    page = (await ask(SEARCH, q="zorpurnatar"))["products"]
    assert (page["totalCount"], page["didYouMean"]) == (1, "zorpurnagar")


async def test_the_nearest_name_is_one_that_is_still_there(ask: Ask) -> None:
    product = await make_product()
    await reindex([product.id])
    await refresh_entries()
    await execute(
        "INSERT INTO search_entry (noun, target_id, key, weight) VALUES ('craft', 0, $1, 9)",
        "jubelforj",
    )
    nearest = (await ask(SEARCH, q="jubelfork"))["products"]["nearest"]
    assert nearest["text"]
