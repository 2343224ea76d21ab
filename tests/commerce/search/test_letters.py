"""Words found by their letters before their sound, and things before what goes with them."""

from collections.abc import Iterable
from typing import Any

import pytest

import models
from commerce.catalogue import catalogue
from commerce.search.fold import fold_words, head_word
from commerce.search.query import understand
from commerce.search.search_keys import ProductWords, product_vector, refresh_vocabulary
from commerce.search.suggest import suggest
from database.connect import execute
from database.keyset import Window
from tests.support.shop.factories import make_product
from tests.support.shop.word_counts import caught_up, make_many


def letters(text: str) -> list[str]:
    return [word.letters for word in fold_words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("साडी", "साड़ी"),
        ("साड़ियाँ", "साड़ी"),
        ("बाँसुरी", "बांसुरी"),
        ("घण्टी", "घंटी"),
        ("ज़री", "जरी"),
        ("ताले", "ताला"),
        ("दीए", "दीया"),
        ("glasses", "glass"),
        ("saris", "sari"),
        ("shoes", "shoe"),
        ("candies", "candy"),
        ("cookies", "cookie"),
        ("BOXES", "box"),
    ],
)
def test_ways_to_write_a_word_have_the_same_letters(one: str, other: str) -> None:
    assert letters(one) == letters(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("साड़ी", "सादी"), ("ताला", "तला"), ("दीया", "दिया"), ("show", "shoes"), ("अंडा", "अंड़ा")],
)
def test_words_that_only_sound_alike_have_other_letters(one: str, other: str) -> None:
    assert letters(one) != letters(other)


def test_numbers_have_no_letters() -> None:
    assert letters("500 ml २०") == ["", "=ml", ""]


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("Silk saree", "+saree"),
        ("Bell string", "+string"),
        ("saree with blouse", "+saree"),
        ("Cricket stumps set", "+stump"),
        ("रेशमी साड़ी", "+साड़ी"),
        ("गले का स्टोल", "+स्टोल"),
        ("Set", "+set"),
    ],
)
def test_a_name_of_goods_says_what_the_thing_is(name: str, thing: str) -> None:
    word = head_word(name)
    assert word is not None
    assert word.head == "".join(fold_words(thing)[0].letters).replace("=", "+")


def test_what_a_thing_is_called_is_the_best_key_and_a_description_has_no_letters() -> None:
    keys = product_vector(ProductWords(["Bell string"], [], ["Brass"], [], ["Polished"]))
    assert "'+string':1A" in keys
    assert "'+bell'" not in keys
    assert "'=bell':1A" in keys
    assert "'=brass':1B" in keys
    assert "=polished" not in keys


async def make_things(*things: tuple[str, str | None]) -> list[int]:
    """Products by their Hindi name and the slug of their kind, indexed."""
    ids = []
    for name, slug in things:
        of: dict[str, Any] = {}
        if slug:
            kind = await models.Kind.get(slug=slug)
            craft = await models.Craft.filter(category_id=kind.category_id).order_by("id").first()
            assert craft is not None
            of = {"kind_id": kind.id, "craft": craft.slug}
        ids.append((await make_product(name_hi=name, **of)).id)
    await caught_up()
    return ids


async def found(text: str) -> list[int]:
    select = catalogue.products(search=await understand(text))
    return [product.id for product in (await select.page(Window(50))).rows]


def places(ids: Iterable[int], within: list[int]) -> list[int]:
    return [within.index(one) for one in ids]


@pytest.mark.usefixtures("reference")
async def test_letters_as_typed_are_not_other_words_of_their_sound() -> None:
    saree, plain, lock, sole = await make_things(
        ("लाल", "silk-saree"), ("सादी चीज़", None), ("पुराना", "padlock"), ("मज़बूत तला", None)
    )
    assert await found("साड़ी") == [saree]
    assert await found("saree") == [saree]
    assert await found("सादी") == [plain]
    assert await found("ताला") == [lock]
    assert await found("tala") == [lock]
    assert await found("तला") == [sole]


@pytest.mark.usefixtures("reference")
async def test_words_fold_where_no_product_has_their_letters() -> None:
    (saree,) = await make_things(("लाल", "silk-saree"))
    assert await found("सादी") == [saree]
    assert await found("saarree") == [saree]


@pytest.mark.usefixtures("reference")
async def test_a_word_without_synonyms_is_found_in_the_other_script() -> None:
    hindi, english = await make_things(("झिंगूरा", None), ("वस्तु", None))
    await models.Product.filter(id=english).update(name_en="Jhingura")
    await caught_up()
    assert await found("झिंगूरा") == [hindi, english]
    assert await found("jhingura") == [english, hindi]


@pytest.mark.usefixtures("reference")
async def test_a_slip_in_a_few_products_does_not_hide_the_others() -> None:
    await make_many(101, name_hi="झिंगूरा")
    (slip,) = await make_things(("झींगूरा", None))
    hits = await found("झींगूरा")
    assert (len(hits), hits[0]) == (50, slip)


@pytest.mark.usefixtures("reference")
async def test_a_search_folds_until_the_letters_of_most_products_are_indexed() -> None:
    changed = await make_many(102, name_hi="ताला")
    await caught_up()
    await execute(
        "UPDATE product_search SET keys = ts_delete(keys, ARRAY("
        " SELECT key FROM unnest(tsvector_to_array(keys)) key WHERE key ~ '^[=+]'))"
    )
    await refresh_vocabulary()
    assert len(await found("ताला")) == 50
    await models.Product.filter(id=changed.id).update(name_hi="लाल ताला")
    await caught_up()
    hits = await found("ताला")
    assert (len(hits), hits[0]) == (50, changed.id)


@pytest.mark.usefixtures("reference")
async def test_the_thing_comes_before_what_goes_with_it() -> None:
    # Of hits that are worth the same the latest comes first.
    bell, string, title = await make_things(
        ("वस्तु", "puja-hand-bell"), ("वस्तु", "bell-string"), ("घंटी", "padlock")
    )
    hits = await found("घंटी")
    assert places([bell, string, title], hits) == [0, 1, 2]


@pytest.mark.usefixtures("reference")
async def test_suggestions_have_the_letters_as_typed() -> None:
    lock, sole = await make_things(("लाल ताला", "padlock"), ("मज़बूत तला", None))

    async def offered(text: str) -> list[tuple[str, int]]:
        return [(one.noun, one.target_id) for one in await suggest(text, 10, "hi")]

    padlock = ("kind", (await models.Kind.get(slug="padlock")).id)
    assert await offered("तला") == [("product", sole)]
    assert padlock in await offered("ताला")
    assert ("product", sole) not in await offered("ताला")
    assert ("product", lock) in await offered("ताले")
    # No product has these letters.
    assert padlock in await offered("तालै")
