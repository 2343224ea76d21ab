"""The craft, kind and name of each product, as a function of its number."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from demo.places import Trade
from demo.products.titles import Drawn, Goods, thing_of
from demo.random_source import dice
from demo.words.claims import Evidence
from demo.words.content import Family, category_words
from demo.words.names import Chosen, joined
from demo.words.texts import Text

# Products of a craft with distinct names; later ones have a number in their slug.
DISTINCT = 3000
ATTEMPTS = 24
# From this attempt on, a title says two things that set the product apart.
SAYS_TWO = 12
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

    def counts(self, number: int) -> dict[str, int]:
        """How many of the first `number` products each craft has."""
        rounds, rest = divmod(number, len(self._round))
        more = Counter(trade.slug for trade in self._round[:rest])
        return {craft: rounds * share + more[craft] for craft, share in self._shares.items()}

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
        words = category_words(trade.category)
        kinds = [
            (family, item)
            for family in words.families
            if trade.slug in family.crafts
            for item in family.items
            if not item.crafts or trade.slug in item.crafts
        ]
        dice("goods", trade.slug).shuffle(kinds)
        self._goods = [Goods(trade.slug, *kind, words) for kind in kinds]
        self._seen: set[str] = set()
        self._attempts = array("b")
        self._vain = 0
        self._latest: tuple[int, Drawn] | None = None

    def attempts(self, number: int) -> "array[int]":
        """Which attempt gives each of the first `number` products its name; -1 for none."""
        while len(self._attempts) < min(number, DISTINCT):
            self._next()
        return self._attempts

    def adopt(self, attempts: "array[int]") -> None:
        """Take over what `attempts` of another process has found."""
        self._attempts = attempts

    def draft(self, nth: int) -> Draft:
        if nth >= DISTINCT:
            return self._draft(nth, self._drawn(nth, 0), is_repeated=True)
        attempt = self.attempts(nth + 1)[nth]
        if self._latest and self._latest[0] == nth:
            drawn = self._latest[1]
        else:
            drawn = self._drawn(nth, max(attempt, 0))
        return self._draft(nth, drawn, is_repeated=attempt < 0)

    def _next(self) -> None:
        """Find the attempt that gives the next product a name of its own; -1 for none."""
        nth = len(self._attempts)
        for attempt in range(ATTEMPTS if self._vain < GIVEN_UP else 1):
            drawn = self._drawn(nth, attempt)
            slug = self._slug(nth, drawn)
            if slug not in self._seen:
                self._attempts.append(attempt)
                self._seen.add(slug)
                self._latest = nth, drawn
                return
        self._attempts.append(-1)
        self._vain += 1
        self._latest = None

    def _drawn(self, nth: int, attempt: int) -> Drawn:
        chance = dice(f"{self._trade} {attempt}", nth)
        return self._of(nth).draw(chance, 2 if attempt >= SAYS_TWO else 1)

    def _draft(self, nth: int, drawn: Drawn, *, is_repeated: bool) -> Draft:
        goods, slug = self._of(nth), self._slug(nth, drawn)
        return Draft(
            self._trade,
            goods.family,
            goods.chosen(drawn),
            drawn.choices,
            tuple(part.text for part in drawn.apart),
            f"{slug}-{nth + 1:04d}" if is_repeated else slug,
        )

    def _of(self, nth: int) -> Goods:
        return self._goods[nth % len(self._goods)]

    def _slug(self, nth: int, drawn: Drawn) -> str:
        slug = self._of(nth).slug(drawn)
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
