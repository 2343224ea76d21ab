"""The demo's people and products from files alone, to read their words without a database."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from commerce.reference.files import listed, read_csv, read_toml
from commerce.reference.places import neighbours
from demo.people.population import Population, gather
from demo.places import Place, Trade, share_of
from demo.words.choices import Choices, option_labels
from demo.words.content import category_slugs, category_words, options
from demo.words.kinds import kinds
from demo.words.texts import Text


@cache
def population() -> Population:
    """The people of the demo. Ids are places in the files instead of keys of tables."""
    return gather(_places(), _trades(), _choices())


def _places() -> dict[str, Place]:
    rows, words = read_csv("districts.csv"), read_toml("districts.toml")["districts"]
    pins: dict[str, list[str]] = defaultdict(list)
    for row in read_csv("pincodes.csv"):
        pins[row["district_slug"]].append(row["pincode"])
    around = neighbours(rows)
    return {
        row["slug"]: Place(
            number,
            row["slug"],
            Text(row["name_en"], row["name_hi"]),
            row["division_en"],
            Text(row["headquarters"], words[row["slug"]]["headquarters_hi"]),
            tuple(listed(row["aliases"])),
            tuple(Text(v["en"], v["hi"]) for v in words[row["slug"]]["villages"]),
            tuple(sorted(pins[row["slug"]])),
            tuple(around[row["slug"]]),
        )
        for number, row in enumerate(sorted(rows, key=lambda row: row["slug"]), start=1)
    }


def _trades() -> list[Trade]:
    words = read_toml("crafts.toml")
    districts = [row["slug"] for row in read_csv("districts.csv")]
    categories = category_slugs()
    named = {row["slug"]: row["name_en"] for row in read_csv("categories.csv")}
    return [
        Trade(
            number,
            row["product_slug"],
            Text(**words[row["product_slug"]]["short"]),
            Text(row["name_en"], row["name_hi"]),
            row["district_slug"],
            districts.index(row["district_slug"]),
            row["category_slug"],
            categories.index(row["category_slug"]),
            Text(named[row["category_slug"]], ""),
            None,
            share_of(row["product_slug"], is_primary=row["is_primary"] == "true"),
        )
        for number, row in enumerate(read_csv("crafts.csv"), start=1)
    ]


def _choices() -> Choices:
    pairs = list(_attributes())
    attributes = {pair: number for number, pair in enumerate(pairs)}
    numbered = {option: number for number, option in enumerate(options())}
    return Choices(
        {kind: number for number, kind in enumerate(kinds())},
        attributes,
        {
            (number, value): number
            for (category, slug), number in attributes.items()
            for value in category_words(category).values.get(slug, {})
        },
        numbered,
        {
            (number, value): number
            for option, number in numbered.items()
            for value in option_labels(options()[option])
        },
    )


def _attributes() -> Iterator[tuple[str, str]]:
    for category in category_slugs():
        for attribute in category_words(category).attributes:
            yield category, attribute.slug
