"""The craft, kind and name of each product, as a function of its number."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from demo.places import Trade
from demo.random_source import dice
from demo.words.content import Family, Item, category_words, palette
from demo.words.names import Chosen, english_name, slugified
from demo.words.texts import Text

# Products of a craft with distinct names; later ones have a number in their slug.
DISTINCT = 3000
ATTEMPTS = 24
# Failed searches for a new name, after which only one attempt is made.
GIVEN_UP = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A product before prices and stock. `choices` are the values of its CHOICE attributes."""

    family: Family
    pattern: Text
    chosen: Chosen
    choices: dict[str, str]
    name_en: str
    slug: str


class Seating:
    """Allocates products to crafts by their shares, in rounds.

    A round begins with one product of every craft, so that a small catalogue has all crafts.
    """

    def __init__(self, trades: Sequence[Trade]) -> None:
        rest = [trade for trade in trades for _ in range(trade.share - 1)]
        dice("round", 1).shuffle(rest)
        self._round = [*trades, *rest]
        self._before: list[int] = []
        self._shares: Counter[str] = Counter()
        for trade in self._round:
            self._before.append(self._shares[trade.slug])
            self._shares[trade.slug] += 1

    def seat(self, number: int) -> tuple[Trade, int]:
        """The craft of product `number`, and the number of its products before this one."""
        rounds, place = divmod(number - 1, len(self._round))
        trade = self._round[place]
        return trade, rounds * self._shares[trade.slug] + self._before[place]


class Drafts:
    """The products of a craft, with distinct names while names last.

    Kinds of goods take turns. Drafts do not depend on the order of requests.
    """

    def __init__(self, trade: Trade, address: str) -> None:
        """`address` is a suffix that distinguishes the craft's slugs from those of other crafts."""
        self._trade = trade.slug
        self._address = address
        self._words = category_words(trade.category)
        self._kinds: list[tuple[Family, Item]] = [
            (family, item)
            for family in self._words.families
            if trade.slug in family.crafts
            for item in family.items
            if not item.crafts or trade.slug in item.crafts
        ]
        dice("goods", trade.slug).shuffle(self._kinds)
        self._seen: set[str] = set()
        self._attempts = array("b")
        self._vain = 0
        self._latest: tuple[int, Draft] | None = None

    def draft(self, nth: int) -> Draft:
        if nth >= DISTINCT:
            return self._numbered(self._drawn(nth, 0), nth)
        while len(self._attempts) <= nth:
            self._next()
        if self._latest and self._latest[0] == nth:
            return self._latest[1]
        return self._named(nth, self._attempts[nth])

    def _next(self) -> None:
        nth = len(self._attempts)
        for attempt in range(ATTEMPTS if self._vain < GIVEN_UP else 1):
            draft = self._drawn(nth, attempt)
            if draft.slug not in self._seen:
                break
        repeated = draft.slug in self._seen
        self._vain += repeated
        self._attempts.append(-1 if repeated else attempt)
        self._seen.add(draft.slug)
        self._latest = nth, self._named(nth, self._attempts[nth])

    def _named(self, nth: int, attempt: int) -> Draft:
        if attempt < 0:
            return self._numbered(self._drawn(nth, 0), nth)
        return self._drawn(nth, attempt)

    def _numbered(self, draft: Draft, nth: int) -> Draft:
        return Draft(
            draft.family,
            draft.pattern,
            draft.chosen,
            draft.choices,
            draft.name_en,
            f"{draft.slug}-{nth + 1:04d}",
        )

    def _drawn(self, nth: int, attempt: int) -> Draft:
        chance = dice(f"{self._trade} {attempt}", nth)
        family, item = self._kinds[nth % len(self._kinds)]
        choices = self._choices(family, item, chance)
        chosen = Chosen(
            item,
            chance.choice(family.motifs) if item.motifs else None,
            palette()[chance.choice(family.colours)] if family.colours else None,
            {slug: self._words.values[slug][value] for slug, value in choices.items()},
        )
        pattern = chance.choice(family.names)
        name = english_name(pattern.en, chosen)
        return Draft(family, pattern, chosen, choices, name, self._slug(name))

    def _choices(self, family: Family, item: Item, chance: Random) -> dict[str, str]:
        allowed = item.choices(family.attributes)
        return {
            attribute.slug: chance.choice(allowed[attribute.slug])
            for attribute in self._words.attributes
            if attribute.kind == "CHOICE" and allowed.get(attribute.slug)
        }

    def _slug(self, name: str) -> str:
        slug = slugified(name)
        return slug if f"-{self._address}-" in f"-{slug}-" else f"{slug}-{self._address}"


def addresses(trades: Sequence[Trade]) -> dict[str, str]:
    """The suffix of the product slugs of each craft: its district's slug.

    Further crafts of the same district have their own slug, since names may coincide.
    """
    taken: set[str] = set()
    found = {}
    for trade in trades:
        found[trade.slug] = trade.slug if trade.district in taken else trade.district
        taken.add(trade.district)
    return found
