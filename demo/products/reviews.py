"""What buyers are made to say. Popular goods are spoken of more."""

from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

import models
from demo.people.artisans import people_words
from demo.products.product_draft import ProductDraft
from demo.random_source import TODAY, moment, weighted

KINDS = {
    "handloom-textiles": "textile",
    "embroidery-zari": "textile",
    "garments-hosiery": "wear",
    "leather-footwear": "wear",
    "jewellery-adornment": "wear",
    "food-agri": "food",
}
KINDS_ELSE = "decor"
LANGUAGES = ("hi", "en")
HINDI = 0.48
VERIFIED = 0.9
HIDDEN = 0.01
MAX_REVIEWS = 60
# How many of a hundred give so many stars, to well-liked goods and to others.
LIKED = {5: 66, 4: 24, 3: 6, 2: 3, 1: 1}
OTHERS = {5: 42, 4: 31, 3: 14, 2: 8, 1: 5}
# The share of reviews that speak of the kind of goods and not only of being content.
FITTING = 0.55


def reviews(made: ProductDraft) -> list[tuple[Any, ...]]:
    """Of goods that have been on sale; no two of one product say the same."""
    number = _number(made.chance, made.popularity) if made.published else 0
    if not number or made.published is None:
        return []
    chance, weights = made.chance, LIKED if made.chance.random() < 0.6 else OTHERS
    begun = made.published + timedelta(days=4)
    said: set[str] = set()
    found = []
    for _ in range(number):
        language = LANGUAGES[chance.random() >= HINDI]
        stars = weighted(chance, weights)
        text = _text(chance, made.trade.category, language, stars)
        if text in said:
            continue
        said.add(text)
        status = models.ReviewStatus
        found.append(
            (
                made.number,
                chance.choice(_authors(language)),
                language,
                stars,
                text,
                chance.random() < VERIFIED,
                status.HIDDEN if chance.random() < HIDDEN else status.PUBLISHED,
                min(
                    moment(chance, begun, TODAY), TODAY - timedelta(seconds=chance.randrange(9000))
                ),
            )
        )
    return found


def rating(said: list[tuple[Any, ...]]) -> tuple[int, int]:
    """Stars and number of the reviews that are shown."""
    shown = [review[3] for review in said if review[6] is models.ReviewStatus.PUBLISHED]
    return sum(shown), len(shown)


def _number(chance: Random, popularity: int) -> int:
    """About one and a half on average, dozens for the most popular, none for many."""
    usual = 0.15 * popularity**0.72
    return min(int(chance.expovariate(1 / usual)) if usual else 0, MAX_REVIEWS)


def _text(chance: Random, category: str, language: str, stars: int) -> str:
    if stars >= 4 and chance.random() < FITTING:
        return chance.choice(_texts(KINDS.get(category, KINDS_ELSE), language))
    return chance.choice(_texts(str(stars), language))


@cache
def _texts(kind: str, language: str) -> list[str]:
    found: list[str] = people_words()["reviews"][kind][language]
    return found


@cache
def _authors(language: str) -> list[str]:
    """Given names with the surnames that go with them."""
    words = people_words()
    return [
        f"{given[language]} {family[language]}"
        for given in (*words["female"], *words["male"])
        for family in words["surnames"]
        if family["community"] in (given["community"], "any")
    ]
