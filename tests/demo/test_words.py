"""The words of the demo as shoppers read them, without a database."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from demo.offline import population
from demo.people.artisans import THARU, people_words
from demo.products.product_draft import goods
from demo.products.products import Rows, write
from demo.products.titles import Goods
from demo.words import linter, spelling
from demo.words.content import (
    Attribute,
    CategoryWords,
    Family,
    Item,
    category_slugs,
    category_words,
)
from demo.words.kinds import kinds
from demo.words.linter import Page, faults_of, lint, reused
from demo.words.names import agreeing, contradicted, sentence, subject
from demo.words.sentences import days_of_work, paid_per_day, picked_sentences
from demo.words.stems import repeated
from demo.words.texts import Text

KURTI = Item(
    "kurti", kinds()["kurta"], Text("Kurti", "कुर्ती"), "f",
    (1, 2), (1, 2), "", None, (Decimal(1), "piece"), {}, True, (),
)  # fmt: skip
COTTON, SILK = Text("Cotton", "सूती"), Text("Silk", "रेशमी")


def test_the_words_have_no_faults() -> None:
    assert lint() == []


def page(title: Text, *sentences: str, paise: int = 100_000, chosen: Text = COTTON) -> Page:
    values = {"fabric": [COTTON, SILK]}
    return Page("metalware", "f/i", title, {"fabric": chosen}, values, sentences, (), paise)


@pytest.mark.parametrize(
    ("words", "check"),
    [
        (page(Text("Wood Wooden Bowl", "कटोरा")), "repeated word"),
        (page(Text("Zari Saree – Silver Zari", "साड़ी")), "repeated word"),
        (page(Text("Block Print Printed Saree", "साड़ी")), "repeated word"),
        (page(Text("Bowl", "दोरंगी लकड़ी वाली लकड़ी की ओखली")), "repeated word"),
        (page(Text("Bowl – " + "Lotus " * 20, "कटोरा")), "long title"),
        (page(Text("brass Bowl", "कटोरा")), "lower case"),
        (page(Text("Bowl", "कटोरा"), "block print on cotton."), "lower case"),
        (page(Text("Silk Saree", "साड़ी")), "contradiction"),
        (page(Text("Handloom Saree", "साड़ी")), "claim"),
        (page(Text("Saree", "हथकरघे की साड़ी")), "claim"),
        (page(Text("Saree", "साड़ी"), "Organic cotton."), "claim"),
        (page(Text("Bowl", "कटोरा"), "It takes about 12 days of work.", paise=399_00), "wage"),
    ],
)
def test_the_linter_finds(words: Page, check: str) -> None:
    assert check in {found for found, _ in faults_of(words)}


def test_the_linter_finds_nothing_in_good_words() -> None:
    paise = int(12 * paid_per_day() * 100) + 100
    text = "It takes about 12 days of work."
    assert not list(faults_of(page(Text("Silk Saree", "साड़ी"), text, paise=paise, chosen=SILK)))


def test_the_linter_finds_a_sentence_on_too_many_pages() -> None:
    often = [page(Text("Bowl", "कटोरा"), "Cheap to send.") for _ in range(2)]
    rest = [page(Text("Bowl", "कटोरा"), f"Number {n}.") for n in range(150)]
    assert [text for _, text in reused([*often, *rest])] == ["2 times: Cheap to send."]


def test_pages_are_those_of_the_loaded_demo() -> None:
    """The linter draws random numbers in the order in which loading does."""
    rows = Rows()
    for number in range(1, 30):
        write(goods(number, population()), population(), rows)
    for row, read in zip(rows.tables["product"], linter.pages(range(1, 30)), strict=True):
        assert row[5] in (None, " ".join(read.sentences))
        assert row[3] in (None, read.title.en)


@pytest.mark.parametrize(
    ("hindi", "right"),
    [
        ("जरी की साड़ी", "ज़री"),
        ("फिरोजाबाद", "फ़िरोज़ाबाद"),
        ("फ़िरोजाबाद", "फ़िरोज़ाबाद"),
        ("कांच", "काँच"),
        ("बांसुरी", "बाँस"),
        ("लौह-पीतल", "लोहा"),
        ("जेकार्ड", "जैकार्ड"),
    ],
)
def test_misspelt_and_bookish_words_are_found(hindi: str, right: str) -> None:
    assert [rule.right for _, rule in spelling.misspelt(hindi)] == [right]


@pytest.mark.parametrize("hindi", ["ज़री-ज़रदोज़ी", "फ़िरोज़ाबाद का काँच", "बाँसुरी", "{item} लोहे का"])
def test_words_as_the_list_has_them_are_right(hindi: str) -> None:
    assert not list(spelling.misspelt(hindi))


def test_the_spelling_list_agrees_with_itself() -> None:
    for rule in spelling.spellings():
        assert rule.wrong != rule.right
        assert rule.why
        assert not list(spelling.misspelt(rule.right)), rule


@pytest.mark.parametrize(
    ("craft", "name", "gender", "title"),
    [
        (
            "lucknow-chikankari",
            Text("Kurti", "कुर्ती"),
            "f",
            ("Chikankari Kurti", "चिकनकारी की कुर्ती"),
        ),
        ("aligarh-locks-hardware", Text("Lock", "ताला"), "m", ("Aligarh Lock", "अलीगढ़ का ताला")),
        # The craft's own word is in the name already.
        (
            "agra-leather-products",
            Text("Leather Shoes", "चमड़े के जूते"),
            "mp",
            ("Agra Leather Shoes", "आगरा के चमड़े के जूते"),
        ),
        (
            "mainpuri-tarkashi",
            Text("Mainpuri Tarkashi Box", "डिब्बा"),
            "m",
            ("Mainpuri Tarkashi Box", "डिब्बा"),
        ),
        # The craft's own word is a claim, of which there is no evidence.
        ("hardoi-handloom", Text("Gamcha", "गमछा"), "m", ("Hardoi Gamcha", "हरदोई का गमछा")),
    ],
)
def test_titles_begin_with_the_craft_or_the_district(
    craft: str, name: Text, gender: str, title: tuple[str, str]
) -> None:
    assert subject(craft, name, gender) == Text(*title)


def test_titles_of_goods_that_the_craft_does_not_name_begin_with_the_district() -> None:
    shoes = Text("Canvas Shoes", "कैनवस के जूते")
    assert subject("agra-leather-products", shoes, "mp", by_district=True).en == "Agra Canvas Shoes"
    pages = linter.pages(range(1, 2_001))
    titles = [page.title.en for page in pages if page.goods.startswith("canvas/")]
    assert titles
    assert not [title for title in titles if "Leather" in title]


def apart(motif: Text, colour: str) -> set[str]:
    """What may set a cotton kurti apart whose like may be of silk."""
    wedding = {"wedding": Text("Wedding", "विवाह")}
    words = CategoryWords(
        "garments-hosiery",
        tuple(Attribute(slug, COTTON, "CHOICE", None) for slug in ("fabric", "occasion")),
        {"fabric": {"cotton": COTTON, "silk": SILK}, "occasion": wedding},
    )
    family = Family(
        "kurtis", (), (colour,), (motif,), 0, (1, 2), 7, None, True, (),
        {"fabric": ["cotton", "silk"], "occasion": ["wedding"]}, {}, (),
    )  # fmt: skip
    name, kind = Text("Zari Kurti", "ज़री की कुर्ती"), kinds()["kurta"]
    kind = replace(kind, attributes=frozenset({"fabric", "occasion"}))
    item = replace(KURTI, name=name, kind=kind, attributes={"fabric": ["cotton"]})
    made = Goods("mainpuri-tarkashi", family, item, words)
    return {made.draw(Random(number), 1).apart[0].text.hi for number in range(60)}


def test_what_sets_apart_is_neither_said_twice_nor_contradicted() -> None:
    assert apart(Text("Paisley", "कैरी"), "yellow") == {"सूती", "कैरी", "पीली"}
    assert apart(Text("Zari Border", "ज़री किनार"), "peach") == {"सूती", "आड़ू रंग"}
    assert apart(Text("Silk Tassels", "रेशमी झब्बे"), "peach") == {"सूती", "आड़ू रंग"}


@pytest.mark.parametrize(
    ("hindi", "gender", "after"),
    [
        ("खरादी पायों", "f", "खरादी पायों वाली"),
        ("किनारी वाला", "f", "किनारी वाली"),
        ("जाड़े का", "mp", "जाड़े के"),
        ("सादा", "f", "सादी"),
        ("कैरी बेल", "m", "कैरी बेल"),
        ("मोती", "f", "मोती"),
    ],
)
def test_hindi_after_the_dash_agrees(hindi: str, gender: str, after: str) -> None:
    assert agreeing(hindi, gender) == after


def test_values_agree_with_the_name_of_the_thing() -> None:
    assert contradicted("Silk Saree", {"fabric": COTTON}, {"fabric": [COTTON, SILK]}) == ["fabric"]
    assert not contradicted("Saree", {"fabric": COTTON}, {"fabric": [COTTON, SILK]})
    assert not contradicted(
        "Fine Saree", {"fabric": COTTON}, {"fabric": [COTTON, Text("Fine", "")]}
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [("Wooden Wood", ["wood"]), ("लकड़ी का लकड़ियाँ", ["लकड"]), ("Box of the Box Maker", ["box"])],
)
def test_stems_find_words_said_twice(text: str, words: list[str]) -> None:
    assert repeated(text) == words


def test_sentences_begin_with_a_capital() -> None:
    assert sentence("{value:print} on cotton.", {"{value:print}": "block print"}) == (
        "Block print on cotton."
    )


def family() -> Family:
    return category_words("carpets-durries").families[0]


def test_descriptions_have_two_sentences_and_none_of_the_maker() -> None:
    for seed in range(200):
        texts = picked_sentences(Random(seed), family().description, has_days=False)
        assert len(texts) == 2
        assert not any("{village}" in text.en or "{days}" in text.en for text in texts)


def test_days_are_those_the_price_pays_for() -> None:
    paise = int(20 * paid_per_day() * 100) + 100
    days = {days_of_work(Random(seed), paise, (15, 40)) for seed in range(99)}
    assert days == set(range(15, 21))
    assert days_of_work(Random(1), paise, (25, 40)) is None
    assert paid_per_day() >= 400 / (1 - Decimal("0.4"))


def test_artisans_have_surnames_of_their_people_and_place() -> None:
    words = {name["en"]: name for name in people_words()["surnames"]}
    makers = {m.id: m for some in population().makers.values() for m in some}.values()
    for maker in makers:
        surname = words[maker.name.en.split()[-1]]
        assert surname.get("makes", True), maker.name
        assert (surname["community"] == "tharu") == (maker.trades[0].slug in THARU), maker.name
        assert maker.place.division in surname.get("divisions", [maker.place.division])
        assert maker.trades[0].category in surname.get("categories", [maker.trades[0].category])
        assert maker.village in maker.place.villages


def test_vendors_are_named_once_and_in_one_spelling() -> None:
    sellers = [s for some in population().sellers_in.values() for s in some]
    assert max(Counter(s.name.en for s in sellers).values()) == 1
    assert max(Counter(s.name.hi for s in sellers).values()) == 1
    for row in population().rows["vendor"]:
        assert not repeated(row[4]), row[4]
        assert not repeated(row[5]), row[5]
        assert row[4] not in row[7]
        assert row[5] not in row[8]


def test_divisions_and_categories_of_surnames_exist() -> None:
    divisions = {place.division for place in population().places.values()}
    categories = set(category_slugs())
    for name in people_words()["surnames"]:
        assert set(name.get("divisions", [])) <= divisions, name
        assert set(name.get("categories", [])) <= categories, name
