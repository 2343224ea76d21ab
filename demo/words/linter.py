"""Faults in the words of the demo as shoppers read them: titles, descriptions, Hindi spelling.

`python -m demo.words.linter [category …]` prints them.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from demo.offline import population
from demo.products.product_draft import goods
from demo.products.products import texts_of
from demo.products.reviews import reviews
from demo.products.variants import offer
from demo.words.claims import NO_EVIDENCE, Evidence, unproven
from demo.words.content import category_words
from demo.words.names import MAX_CHARACTERS, Values, contradicted, values_of
from demo.words.sentences import paid_per_day
from demo.words.spelling import found as misspelt_in_files
from demo.words.stems import repeated
from demo.words.texts import Text

PRODUCTS = 11_000
# Share of products on which a sentence may stand.
MAX_REUSE = 0.01
_DAYS = re.compile(r"\b(\d+) days\b")


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a product's page, and what they must agree with."""

    category: str
    goods: str
    title: Text
    chosen: Mapping[str, Text]
    values: Values
    sentences: Sequence[str]
    in_hindi: Sequence[str]
    paise: int
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True, slots=True)
class Fault:
    check: str
    # A file of `data/`.
    file: str
    text: str


def pages(numbers: Iterable[int]) -> Iterator[Page]:
    """Pages of these products, as the demo is loaded."""
    cast = population()
    for number in numbers:
        product = goods(number, cast)
        paise = min(offer(product, cast.choices, 0).prices)
        # Draws as many random numbers as loading does.
        reviews(product)
        english, hindi = texts_of(product, cast, paise)
        draft, category = product.draft, product.trade.category
        yield Page(
            category,
            f"{draft.family.slug}/{draft.chosen.item.slug}",
            product.title,
            draft.chosen.values,
            values_of(draft.family, draft.chosen.item, category_words(category).values),
            english.sentences,
            hindi.sentences,
            paise,
            product.evidence,
        )


def faults_of(page: Page) -> Iterator[tuple[str, str]]:
    """Checks that a page fails, each with the words."""
    for title in (page.title.en, page.title.hi):
        for word in repeated(title):
            yield "repeated word", f"{title}: {word}"
        if len(title) > MAX_CHARACTERS:
            yield "long title", title
    for text in (page.title.en, *page.sentences):
        if text[:1].islower():
            yield "lower case", text
    for text in (page.title.en, page.title.hi, *page.sentences, *page.in_hindi):
        for phrase in unproven(text, page.evidence):
            yield "claim", f"{phrase}: {text}"
    for attribute in contradicted(page.title.en, page.chosen, page.values):
        yield "contradiction", f"{page.goods}: {attribute}"
    for text in page.sentences:
        for days in _DAYS.findall(text):
            if Decimal(page.paise) / 100 < int(days) * paid_per_day():
                yield "wage", f"₹{page.paise // 100}: {text}"


def reused(every: Sequence[Page]) -> Iterator[tuple[str, str]]:
    """Categories and sentences that stand on too many of the pages."""
    counts: Counter[str] = Counter()
    categories: dict[str, str] = {}
    for page in every:
        for text in {*page.sentences, *page.in_hindi}:
            counts[text] += 1
            categories[text] = page.category
    for text, number in counts.items():
        if number > MAX_REUSE * len(every):
            yield categories[text], f"{number} times: {text}"


def lint() -> list[Fault]:
    """All faults, each once."""
    every = list(pages(range(1, PRODUCTS + 1)))
    found = [
        Fault(check, f"demo/{page.category}.toml", text)
        for page in every
        for check, text in faults_of(page)
    ]
    found += [Fault("reuse", f"demo/{category}.toml", text) for category, text in reused(every)]
    for file, words in misspelt_in_files().items():
        found += [Fault("spelling", file, word) for word in dict.fromkeys(words)]
    return list(dict.fromkeys(found))


def main(categories: list[str]) -> int:
    files = {f"demo/{category}.toml" for category in categories}
    found = [fault for fault in lint() if not files or fault.file in files]
    for fault in found:
        print(f"{fault.file}: {fault.check}: {fault.text}")
    print(f"{len(found)} faults")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
