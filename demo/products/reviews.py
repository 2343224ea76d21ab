"""Invented reviews, more for popular products."""

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
# Percentage of reviews by stars, for well-liked products and for others.
LIKED = {5: 66, 4: 24, 3: 6, 2: 3, 1: 1}
OTHERS = {5: 42, 4: 31, 3: 14, 2: 8, 1: 5}
# Share of good reviews with a text for the kind of goods.
FITTING = 0.55


def reviews(product: ProductDraft) -> list[tuple[Any, ...]]:
    """Rows of reviews of a published product, without repeated texts."""
    number = _number(product.chance, product.popularity) if product.published else 0
    if not number or product.published is None:
        return []
    chance, weights = product.chance, LIKED if product.chance.random() < 0.6 else OTHERS
    begun = product.published + timedelta(days=4)
    used_texts: set[str] = set()
    found = []
    for _ in range(number):
        language = LANGUAGES[chance.random() >= HINDI]
        stars = weighted(chance, weights)
        text = _text(chance, product.trade.category, language, stars)
        if text in used_texts:
            continue
        used_texts.add(text)
        status = models.ReviewStatus
        found.append(
            (
                product.number,
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


def rating(rows: list[tuple[Any, ...]]) -> tuple[int, int]:
    """Sum of stars and number of the published reviews."""
    shown = [review[3] for review in rows if review[6] is models.ReviewStatus.PUBLISHED]
    return sum(shown), len(shown)


def _number(chance: Random, popularity: int) -> int:
    """Number of reviews: about 1.5 on average, dozens for the most popular, none for many."""
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
    """All combinations of first names and surnames of the same community."""
    words = people_words()
    return [
        f"{first_name[language]} {family[language]}"
        for first_name in (*words["female"], *words["male"])
        for family in words["surnames"]
        if family["community"] in (first_name["community"], "any")
    ]
