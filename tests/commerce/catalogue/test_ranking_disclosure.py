"""What the mart publishes about its ranking is what it computes."""

import pytest

from commerce.catalogue.catalogue import ORDERS
from commerce.catalogue.ranking_disclosure import PARAMETERS, ranking_parameters
from commerce.search.query import (
    AVAILABLE,
    EXACT,
    LIKE,
    LIKE_THING,
    RANK_OFFSET,
    SYNONYM,
    THING,
    UNAVAILABLE,
)
from commerce.search.term import FIELDS
from database.connect import execute, fetch_value
from tests.support.shop.factories import make_product


def test_every_order_is_explained() -> None:
    assert set(PARAMETERS) >= set(ORDERS)


def test_words_count_by_their_place_in_the_published_order() -> None:
    worth = dict(FIELDS)
    assert worth[":A"] > worth[":AB"] > worth[":ABC"] > worth[""]
    assert THING > LIKE_THING > EXACT > SYNONYM > LIKE
    english, hindi = ranking_parameters("relevance")
    for text, places in (
        (
            english,
            ("called", "district", "craft", "name", "attributes", "category", "artisan", "seller"),
        ),
        (
            hindi,
            (
                "क्या कहते",
                "ज़िले",
                "शिल्प",
                "उत्पाद के नाम",
                "विशेषताओं",
                "श्रेणी",
                "कारीगर",
                "विक्रेता",
                "विवरण",
            ),
        ),
    ):
        found = [text.index(place) for place in places]
        assert found == sorted(found)


@pytest.mark.usefixtures("reference")
async def test_availability_and_ratings_count_what_is_published() -> None:
    product = await make_product()

    async def factor(stars: int, number: int = 100_000) -> int:
        """Of a product with so many ratings, all alike."""
        await execute(
            "UPDATE product SET rating_sum = $2, rating_count = $3 WHERE id = $1",
            product.id,
            stars * number,
            number,
        )
        rank = await fetch_value("SELECT rating_rank FROM product WHERE id = $1", product.id)
        return RANK_OFFSET + int(rank)

    unrated = await factor(0, 0)
    less = round(100 * (1 - UNAVAILABLE / AVAILABLE))
    best = round(100 * (await factor(5) / unrated - 1))
    worst = round(100 * (1 - await factor(1) / unrated))
    for text in ranking_parameters("relevance"):
        assert [text.count(f"{each}%") for each in (less, best, worst)] == [1, 1, 1]
