"""The goods of a craft, and titles that set their products apart.

Whatever does not depend on the product is worked out once: a large demo draws millions of titles.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from demo.words.claims import NO_EVIDENCE, Evidence
from demo.words.content import CategoryWords, Family, Item, palette
from demo.words.names import (
    ORNAMENT,
    PURPOSES,
    Chosen,
    agreeing,
    contradicted,
    fits,
    named,
    slugified,
    subject,
    titled,
    values_of,
)
from demo.words.stems import stems
from demo.words.texts import Text

# A motif says more than a material or a colour.
MOTIF_WEIGHT = 3


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What may stand after the dash; `against` are the attribute values that it contradicts."""

    text: Text
    slug: str
    weight: int
    against: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A product's values of CHOICE attributes, its looks, and what its title says of them."""

    choices: dict[str, str]
    motif: Text | None
    colour: str | None
    apart: list[Part]


def thing_of(craft: str, family: Family, item: Item, evidence: Evidence = NO_EVIDENCE) -> Text:
    """What a title begins with."""
    return subject(craft, item.name, item.gender, evidence, by_district=not family.craft_title)


class Goods:
    """Goods of a family as a craft makes them."""

    def __init__(self, craft: str, family: Family, item: Item, words: CategoryWords) -> None:
        self.family, self.item = family, item
        self.thing = thing_of(craft, family, item)
        self._slug = slugified(self.thing.en)
        self._labels = words.values
        self._values = values_of(family, item, words.values)
        self._allowed = list(self._fitting(words))
        self._stems = {
            slug: frozenset[str]().union(*(named(value.en) for value in self._values[slug]))
            for slug, _ in self._allowed
        }
        self._of_values = {
            (slug, value): self._part(titled(label.en), agreeing(label.hi, item.gender), slug)
            for slug, values in self._allowed
            if slug not in PURPOSES
            for value in values
            for label in [words.values[slug][value]]
        }
        names_ornament = any(slug == ORNAMENT for slug, _ in self._allowed)
        self._motifs = [
            (text, None if names_ornament else self._motif(text))
            for text in (family.motifs if item.motifs else ())
        ]
        self._colours = [
            (slug, self._part(palette()[slug].en, getattr(palette()[slug], item.gender)))
            for slug in family.colours
        ]
        self._pairs: dict[tuple[Part, Part], bool] = {}

    def draw(self, chance: Random, parts: int) -> Drawn:
        """A product whose title says so many things, if it has them."""
        choices = {slug: chance.choice(values) for slug, values in self._allowed}
        motif = chance.choice(self._motifs) if self._motifs else (None, None)
        colour = chance.choice(self._colours) if self._colours else (None, None)
        found = [*map(self._of_values.get, choices.items()), motif[1], colour[1]]
        chosen = choices.items()
        left = [part for part in found if part and part.against.isdisjoint(chosen)]
        return Drawn(choices, motif[0], colour[0], self._picked(chance, left, parts))

    def slug(self, drawn: Drawn) -> str:
        """The slug of its title."""
        return "-".join([self._slug, *(part.slug for part in drawn.apart)])

    def chosen(self, drawn: Drawn) -> Chosen:
        labels = {slug: self._labels[slug][value] for slug, value in drawn.choices.items()}
        colour = palette()[drawn.colour] if drawn.colour else None
        return Chosen(self.item, drawn.motif, colour, labels)

    def _picked(self, chance: Random, left: list[Part], number: int) -> list[Part]:
        """Different things that fit a title, the likeliest first."""
        taken: list[Part] = []
        while left and len(taken) < number:
            taken.append(chance.choices(left, [part.weight for part in left])[0])
            if len(taken) < number:
                left = [part for part in left if self._fit(taken[0], part)]
        return taken

    def _fit(self, one: Part, other: Part) -> bool:
        is_fit = self._pairs.get((one, other))
        if is_fit is None:
            is_fit = self._pairs[one, other] = fits(self.thing, one.text, other.text)
        return is_fit

    def _motif(self, text: Text) -> Part | None:
        return self._part(text.en, agreeing(text.hi, self.item.gender), ORNAMENT)

    def _part(self, english: str, hindi: str, attribute: str = "") -> Part | None:
        """None for what the thing says already."""
        text = Text(english, hindi)
        if not fits(self.thing, text):
            return None
        weight = MOTIF_WEIGHT if attribute == ORNAMENT else 1
        return Part(text, slugified(english), weight, frozenset(self._against(english)))

    def _against(self, text: str) -> Iterator[tuple[str, str]]:
        """As `contradicted` by the text, for all values at once."""
        for slug, values in self._allowed:
            if others := named(text) & self._stems[slug]:
                for value in values:
                    if others.difference(stems(self._labels[slug][value].en)):
                        yield slug, value

    def _fitting(self, words: CategoryWords) -> Iterator[tuple[str, Sequence[str]]]:
        """The values of CHOICE attributes that the name of the thing leaves, in order."""
        allowed: Mapping[str, list[str]] = self.item.choices(self.family.attributes)
        for attribute in words.attributes:
            slug = attribute.slug
            if attribute.kind == "CHOICE" and allowed.get(slug):
                fitting = [
                    value
                    for value in allowed[slug]
                    if not contradicted(
                        self.thing.en, {slug: words.values[slug][value]}, self._values
                    )
                ]
                yield slug, fitting or allowed[slug]
