"""Words that claim what needs evidence, in both scripts."""

import unicodedata

import pytest

from commerce.catalogue.publishing.claims import ClaimWordRow, ClaimWords, claim_words
from commerce.catalogue.publishing.product_problems import EVIDENCE
from commerce.reference.claim_words import load_claim_words
from commerce.reference.files import listed, read_csv
from database.connect import execute, fetch, fetch_value
from models import EvidenceKind

ROWS = read_csv("claim_words.csv")
WORDS = ClaimWords(ClaimWordRow(row["phrase"], listed(row["evidence"])) for row in ROWS)


def found(text: str) -> set[str]:
    return {claim.phrase for claim in WORDS.found_in(text)}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Organic jaggery of Ayodhya", "organic"),
        ("ORGANIK gud", "organic"),
        ("Food-safe glaze", "food safe"),
        ("No child's labour is in it: the loom is registered.", "no child labour"),
        ("No child's labour is in it: the loom is registered.", "loom is registered"),
        ("Lead free glaze", "lead free"),
        ("Hallmarked nose pin", "hallmarked"),
        ("Made within the area of the geographical indication.", "geographical indication"),
        ("बिना रसायन उगाया काला नमक चावल", "बिना रसायन"),
        ("जैविक गुड़", "जैविक"),
        ("इसमें बाल श्रम नहीं: करघा पंजीकृत है।", "बाल श्रम"),
        ("सीसा-मुक्त चमक", "सीसा मुक्त"),
        ("फ़ूड सेफ़ पॉलिश", "फ़ूड सेफ़"),
        # Without the nukta, and with an anusvara, as many write it.
        ("फूड सेफ पॉलिश", "फ़ूड सेफ़"),
        ("925 चांदी की पायल", "925 चाँदी"),
        ("हथकरघे की साड़ी", "हथकरघा"),
        ("Khadi Kurta", "khadi"),
        ("खद्दर की चादर", "खद्दर"),
        ("खादी का कुर्ता", "खादी"),
    ],
)
def test_claims_are_found_however_they_are_spelt(text: str, phrase: str) -> None:
    assert phrase in found(text)
    assert phrase in found(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    "text",
    [
        "Organza dupatta",
        "A reorganiced shelf",
        "Safe box for food",
        "Lead the way, free of cost",
        "Pure white cotton",
        "Desi ghee of Auraiya",
        "शुद्ध सफ़ेद",
        "खड़ी मूँग की दाल",
        "काढ़ी हुई साड़ी, गड्ढे वाली खड्डी पर",
        "बाल काढ़ने की कंघी",
        "सीसे की खिड़की",
        "",
    ],
)
def test_other_words_are_no_claims(text: str) -> None:
    assert found(text) == set()


def test_a_claim_is_found_once_and_in_order() -> None:
    claims = WORDS.found_in("Lead free, food safe, lead free")
    assert [claim.phrase for claim in claims] == ["lead free", "food safe"]


def test_every_phrase_is_found_by_itself_and_has_a_kind_with_texts() -> None:
    assert [row["phrase"] for row in ROWS if row["phrase"] not in found(row["phrase"])] == []
    used = {EvidenceKind(kind) for row in ROWS for kind in listed(row["evidence"])}
    assert used == set(EVIDENCE) == set(EvidenceKind)
    assert all(row["source"] for row in ROWS)


@pytest.mark.usefixtures("reference")
async def test_the_table_follows_the_file() -> None:
    await execute("INSERT INTO claim_word (phrase, evidence) VALUES ('world class', '{gi}')")
    await execute("UPDATE claim_word SET evidence = '{gi}' WHERE phrase = 'organic'")
    assert (await claim_words()).found_in("World class")
    await load_claim_words()
    assert (await claim_words()).found_in("World class") == []
    assert await fetch_value("SELECT evidence FROM claim_word WHERE phrase = 'organic'") == [
        "organic"
    ]
    assert len(await fetch("SELECT FROM claim_word")) == len(ROWS)
