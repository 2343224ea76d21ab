"""The craft, kind and name of each product, as a function of its number."""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from demo.places import Trade
from demo.random_source import dice
from demo.words.claims import NO_EVIDENCE, Evidence
from demo.words.content import Family, Item, category_words, palette
from demo.words.names import (
    Chosen,
    Part,
    contradicted,
    fits,
    joined,
    parts,
    slugified,
    subject,
    values_of,
)
from demo.words.texts import Text

# Products of a craft with distinct names; later ones have a number in their slug.
DISTINCT = 3000
ATTEMPTS = 24
# From this attempt on, a title says two things that set the product apart.
SAYS_TWO = 12
# A motif says more than a material or a colour.
MOTIF_WEIGHT = 3
# Failed searches for a new name, after which only one attempt is made.
GIVEN_UP = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A product before prices and stock. `choices` are the values of its CHOICE attributes.

    `apart` is what stands after the dash of its title.
    """

    craft: str
    family: Family
    chosen: Chosen
    choices: dict[str, str]
    apart: tuple[Text, ...]
    slug: str

    def title(self, evidence: Evidence) -> Text:
        """Its title, which claims only what there is evidence of."""
        item = self.chosen.item
        return joined(thing_of(self.craft, self.family, item, evidence), *self.apart)


def thing_of(craft: str, family: Family, item: Item, evidence: Evidence = NO_EVIDENCE) -> Text:
    """What a title begins with."""
    return subject(craft, item.name, item.gender, evidence, by_district=not family.craft_title)


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
        self._values = [values_of(*kind, self._words.values) for kind in self._kinds]
        self._allowed = [list(self._fitting(place)) for place in range(len(self._kinds))]
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
        return replace(draft, slug=f"{draft.slug}-{nth + 1:04d}")

    def _drawn(self, nth: int, attempt: int) -> Draft:
        chance = dice(f"{self._trade} {attempt}", nth)
        place = nth % len(self._kinds)
        family, item = self._kinds[place]
        thing = thing_of(self._trade, family, item)
        choices = {slug: chance.choice(values) for slug, values in self._allowed[place]}
        labels = {slug: self._words.values[slug][value] for slug, value in choices.items()}
        chosen = Chosen(
            item,
            chance.choice(family.motifs) if item.motifs else None,
            palette()[chance.choice(family.colours)] if family.colours else None,
            labels,
        )
        found = list(parts(chosen, thing, self._values[place]))
        apart = _picked(chance, found, thing, 2 if attempt >= SAYS_TWO else 1)
        slug = self._slug(joined(thing, *apart).en)
        return Draft(self._trade, family, chosen, choices, tuple(apart), slug)

    def _fitting(self, place: int) -> Iterator[tuple[str, list[str]]]:
        """The values of CHOICE attributes that the name of the thing leaves, in order."""
        family, item = self._kinds[place]
        name = thing_of(self._trade, family, item).en
        allowed = item.choices(family.attributes)
        for attribute in self._words.attributes:
            slug = attribute.slug
            if attribute.kind == "CHOICE" and allowed.get(slug):
                labels = self._words.values[slug]
                fitting = [
                    value
                    for value in allowed[slug]
                    if not contradicted(name, {slug: labels[value]}, self._values[place])
                ]
                yield slug, fitting or allowed[slug]

    def _slug(self, name: str) -> str:
        slug = slugified(name)
        return slug if f"-{self._address}-" in f"-{slug}-" else f"{slug}-{self._address}"


def _picked(chance: Random, found: list[Part], thing: Text, number: int) -> list[Text]:
    """Different things that fit a title, the likeliest first."""
    left, taken = list(found), list[Text]()
    while left and len(taken) < number:
        weights = [MOTIF_WEIGHT if part.is_motif else 1 for part in left]
        taken.append(chance.choices(left, weights)[0].text)
        left = [part for part in left if fits(thing, *taken, part.text)]
    return taken


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
