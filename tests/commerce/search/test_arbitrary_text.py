"""Search and indexing accept any text."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import models
from auth.inputs.text_input import is_blank, is_unseen
from commerce.search.search_keys import load_synonyms, refresh_vocabulary, reindex
from commerce.search.suggest import refresh_entries
from commerce.search.tsquery import any_of, beginning_with, lexeme, together, weighed
from database.connect import execute, fetch_value
from tests.conftest import Ask
from tests.support.shop.factories import make_artisan, make_product

SIGNS = ("ः", "़़", "ऽऽ", "ऽ", "़", "्", "ँ", "ं", "॒", "ॏ", "ऻ", "\u0300", "\u20dd", "'", "\\", "%", "_")
LETTERS = st.one_of(
    st.characters(min_codepoint=0x0900, max_codepoint=0x097F),
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    st.sampled_from("abkrs'\\%_~=:*&|!()<> ١२৩"),
)
# Sometimes the longest letters of all keys: x is ks.
TEXTS = st.one_of(
    st.text(LETTERS, max_size=40),
    st.lists(
        st.one_of(st.sampled_from(("साड़ी", "लाल", "kurta")), st.text(LETTERS, max_size=4))
    ).map(" ".join),
    st.sampled_from("xकχ\u1e9e\ufdfa").map(lambda letter: letter * 80),
)
MANY = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SEARCH = """query ($q: String!, $filter: ProductFilter) {
  products(search: $q, filter: $filter, first: 3) {
    totalCount didYouMean searchNotice nearest { text } nodes { slug }
    facets { districts { count } attributes { values { count } } }
  }
  suggestions(query: $q) { text }
}"""


async def searched(ask: Ask, text: str, **more: Any) -> dict[str, Any]:
    answer = await ask.whole(SEARCH, q=text, **more)
    assert "errors" not in answer, (text, answer)
    return answer


@pytest.mark.usefixtures("shop")
@MANY
@given(text=TEXTS)
@example("साड़ी ः लाल")
@example("ऽऽ साड़ी")
@example("kurta ़़ s")
async def test_a_search_accepts_any_text(ask: Ask, text: str) -> None:
    await searched(ask, text)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("sign", SIGNS)
async def test_isolated_combining_signs_are_ignored(ask: Ask, sign: str) -> None:
    plain = await searched(ask, "साड़ी लाल")
    for text in (f"साड़ी {sign} लाल", f"{sign} साड़ी लाल", f"साड़ी {sign}{sign} लाल"):
        assert (await searched(ask, text))["data"] == plain["data"], text


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("text", ["!!!", "🪔🪔", "का के की", "ः ः", "the of", "—…", "% _"])
@pytest.mark.parametrize("language", ["en", "hi"])
async def test_a_search_without_a_word_finds_nothing_and_says_so(
    ask: Ask, text: str, language: str
) -> None:
    page = (await ask(SEARCH, q=text, language=language))["products"]
    assert page["totalCount"] == 0
    assert page["nodes"] == page["facets"]["districts"] == []
    assert page["didYouMean"] is page["nearest"] is None
    assert ("no word" in page["searchNotice"]) == (language == "en")


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("text", ["🪔", "ा", "绢", "%", "' | '", "x"])
async def test_a_search_of_one_sign_finds_nothing_with_a_notice(ask: Ask, text: str) -> None:
    page = (await ask(SEARCH, q=text, language="hi"))["products"]
    assert page["nodes"] == []
    assert "ख" in page["searchNotice"]


@pytest.mark.usefixtures("shop")
async def test_a_blank_search_is_the_whole_listing(ask: Ask) -> None:
    whole = (await ask("{ products { totalCount } }"))["products"]["totalCount"]
    for blank in ("", " ", "\u00a0\n "):
        page = (await ask(SEARCH, q=blank))["products"]
        assert (page["totalCount"], page["searchNotice"]) == (whole, None)


@pytest.mark.usefixtures("shop")
async def test_suggestions_have_all_words_of_what_was_typed(ask: Ask) -> None:
    typed = "query ($q: String!) { suggestions(query: $q) { text } }"
    assert await ask(typed, q="chikan qqqxqq") == {"suggestions": []}
    assert await ask(typed, q="!!!") == {"suggestions": []}
    assert (await ask(typed, q="chikan kur"))["suggestions"]


def can_be_seen(text: str) -> bool:
    """What a name has to be, whoever writes it."""
    return not all(is_unseen(letter) or is_blank(letter) for letter in text[:80])


@MANY
@given(text=TEXTS.filter(can_be_seen))
@example("साड़ी ः लाल ़़ ऽऽ")
@example("$" * 40 + "x" * 40)
async def test_indexing_accepts_any_text(reference: str, text: str) -> None:
    product = await models.Product.first() or await make_product()
    artisan = await models.Artisan.first() or await make_artisan()
    await execute(
        "UPDATE product SET name_en = left($1, 160), description_hi = $1 WHERE id = $2",
        text,
        product.id,
    )
    await execute("UPDATE artisan SET name_en = left($1, 80) WHERE id = $2", text, artisan.id)
    await load_synonyms([{"group": "g", "language": "hi", "term": text[:60], "kind": "craft"}])
    assert await reindex([product.id]) == 1
    await refresh_entries()
    await refresh_vocabulary()


async def test_a_text_of_more_words_than_a_vector_holds_is_indexed(reference: str) -> None:
    product = await make_product(
        description_en=" ".join(f"{n:x}क{'ञ' * 30}" for n in range(30_000))
    )
    assert await reindex([product.id]) == 1
    kept = await fetch_value(
        "SELECT length(keys) FROM product_search WHERE product_id = $1", product.id
    )
    assert 1_000 < kept <= 4_000


@pytest.mark.parametrize("key", ["", "'", "a'b", "a\\b", "a b", "a%", "a_", "~", "a|b", "k" * 61])
def test_only_keys_are_written_into_a_query(key: str) -> None:
    for write in (
        lexeme,
        beginning_with,
        lambda key: any_of([key]),
        lambda key: weighed(key, ""),
    ):
        with pytest.raises(ValueError, match="not a search key"):
            write(key)


def test_queries_of_nothing_find_nothing() -> None:
    assert any_of([]) == together([]) == together([""]) == "'~'"
