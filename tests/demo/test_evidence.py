"""Cloth of the demo is called handloom where its weaver or vendor has a registration to show."""

from datetime import UTC, datetime
from random import Random

import pytest

from commerce.catalogue.publishing import problems
from database.connect import fetch, fetch_value
from demo.people.handloom_marks import CRAFTS
from demo.words.claims import NO_EVIDENCE, unproven
from demo.words.names import subject
from demo.words.sentences import picked_sentences
from demo.words.texts import Text
from models import EvidenceKind

MARK = frozenset({EvidenceKind.HANDLOOM_MARK})
LAST_DAY = datetime(2027, 11, 20, tzinfo=UTC)
VALID = (
    "EXISTS (SELECT FROM product_evidence e WHERE e.product_id = p.id"
    " AND e.valid_to >= current_date AND e.verified_at IS NOT NULL)"
)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("now", [datetime.now(UTC), LAST_DAY])
async def test_what_is_published_lacks_nothing(now: datetime) -> None:
    rows = await fetch("SELECT id FROM product WHERE status = 'published'")
    found = await problems([row["id"] for row in rows], now)
    assert len(found) == len(rows) > 500
    assert {number: lacking for number, lacking in found.items() if lacking} == {}


@pytest.mark.usefixtures("shop")
async def test_some_cloth_is_called_handloom_and_all_of_it_with_evidence() -> None:
    of_weavers = "FROM product p JOIN craft c ON c.id = p.craft_id WHERE c.slug = ANY($1::text[])"
    every = await fetch_value(f"SELECT count(*)::int {of_weavers}", sorted(CRAFTS))
    proven = await fetch_value(f"SELECT count(*)::int {of_weavers} AND {VALID}", sorted(CRAFTS))
    assert 0.25 < proven / every < 0.75
    says = (
        "SELECT count(*)::int FROM product p WHERE"
        " concat_ws(' ', name_en, name_hi, description_en, description_hi) ~* 'handloom|हथकरघ'"
    )
    assert await fetch_value(f"{says} AND {VALID}") > 10
    assert await fetch_value(f"{says} AND NOT {VALID}") == 0
    assert await fetch_value(f"{says} AND name_en LIKE 'Handloom %'") > 3


@pytest.mark.usefixtures("shop")
async def test_registrations_are_invented_and_some_have_expired() -> None:
    rows = await fetch(
        "SELECT DISTINCT e.kind, e.reference, e.issuer, e.valid_to < current_date AS is_over,"
        " p.artisan_id IS NULL AS is_of_vendor"
        " FROM product_evidence e JOIN product p ON p.id = e.product_id"
    )
    assert all("/DEMO/" in row["reference"] for row in rows)
    assert {row["kind"] for row in rows} == {"handloom_mark", "weaver_card"}
    assert len({row["issuer"] for row in rows}) == 3
    assert {row["is_over"] for row in rows} == {True, False}
    assert not [row for row in rows if row["is_of_vendor"] and row["kind"] == "weaver_card"]
    crafts = await fetch(
        "SELECT DISTINCT c.slug FROM product_evidence e JOIN product p ON p.id = e.product_id"
        " JOIN craft c ON c.id = p.craft_id"
    )
    assert {row["slug"] for row in crafts} <= CRAFTS


def test_titles_begin_with_handloom_only_with_evidence() -> None:
    gamcha = Text("Gamcha", "गमछा")
    assert subject("hardoi-handloom", gamcha, "m", MARK) == Text("Handloom Gamcha", "हथकरघे का गमछा")
    assert subject("hardoi-handloom", gamcha, "m").en == "Hardoi Gamcha"


def test_sentences_with_a_claim_are_said_only_with_evidence() -> None:
    plain, claim = Text("Woven by hand.", "हाथ की बुनाई।"), Text("Woven.", "हथकरघे की बुनाई।")
    description = dict.fromkeys(("opening", "making", "detail", "closing"), (plain, claim))

    def said(evidence: frozenset[EvidenceKind]) -> set[Text]:
        return {
            text
            for seed in range(40)
            for text in picked_sentences(Random(seed), description, False, evidence)
        }

    assert said(NO_EVIDENCE) == {plain}
    assert said(MARK) == {plain, claim}
    assert said(frozenset({EvidenceKind.SILK_MARK})) == {plain}
    assert unproven(claim.hi, MARK) == []
