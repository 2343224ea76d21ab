"""Relaxing a search to the words that some product has together."""

from collections.abc import Sequence
from random import Random

import asyncpg
import pytest

from commerce.search.fold import fold_words
from commerce.search.query import MAX_WORDS, _look_up, _terms, _understand
from commerce.search.relax import _KEPT, _WHOLE, ON_SALE, findable
from commerce.search.term import Term
from commerce.search.tsquery import together
from database.connect import credentials, fetch, fetch_value

pytestmark = pytest.mark.usefixtures("shop")


async def common_words(most: int) -> list[str]:
    rows = await fetch(
        "SELECT key FROM search_term WHERE key ~ '^[a-z]{3,}$'"
        " ORDER BY products DESC, key LIMIT $1",
        most,
    )
    return [row["key"] for row in rows]


async def terms_of(words: Sequence[str]) -> list[Term]:
    folded = list(dict.fromkeys(fold_words(" ".join(words))))
    return _terms(folded, await _look_up(folded))


async def is_found(terms: Sequence[Term]) -> bool:
    return bool(
        await fetch_value(
            "SELECT EXISTS (SELECT FROM product_search s"
            f" WHERE s.keys @@ $1::tsquery AND {ON_SALE})",
            together(term.tsquery for term in terms),
        )
    )


async def naming(term: Term, *nouns: str) -> bool:
    return bool(
        await fetch_value(
            "SELECT EXISTS (SELECT FROM search_entry"
            " WHERE noun = ANY($2::text[]) AND key = ANY($1::text[]))",
            list(term.single_keys),
            list(nouns),
        )
    )


async def kept_one_by_one(terms: Sequence[Term]) -> list[Term]:
    """The same, a statement for each step."""
    if len(terms) < 2 or await is_found(terms):
        return list(terms)
    things = {term: await naming(term, "kind") for term in terms}
    names = {term: await naming(term, "district", "craft") for term in terms}
    kept: list[Term] = []
    for term in sorted(
        terms, key=lambda term: (not things[term], not names[term], -term.idf, term.text)
    ):
        if await is_found([*kept, term]):
            kept.append(term)
    return [term for term in terms if term in kept]


@pytest.mark.parametrize("seed", range(12))
async def test_relaxing_equals_one_statement_per_word(seed: int) -> None:
    rnd = Random(seed)
    words = await common_words(1_000)
    terms = await terms_of(rnd.sample(words, rnd.choice([2, 3, 4, 6])))
    assert await findable(terms) == await kept_one_by_one(terms)


async def test_relaxing_takes_two_statements(queries: list[str]) -> None:
    words = await common_words(MAX_WORDS)
    for number in (2, 4, MAX_WORDS):
        terms = await terms_of(words[:number])
        queries.clear()
        kept = await findable(terms)
        assert kept
        assert len(queries) == (1 if len(kept) == len(terms) else 2)
    assert len(kept) < len(terms)


async def test_words_beyond_the_limit_are_ignored() -> None:
    text = " ".join(await common_words(MAX_WORDS))
    assert len(fold_words(text)) == MAX_WORDS
    # What a thing is called is dropped last of all.
    assert await _understand(f"{text} padlock") == await _understand(text)
    assert await _understand(f"padlock {text}") != await _understand(text)


@pytest.mark.parametrize("kind", ["force_generic_plan", "force_custom_plan"])
async def test_the_table_is_never_scanned(shop: str, kind: str) -> None:
    """That takes a second for some words, as a plan for any words takes each for a common one."""
    terms = await terms_of(await common_words(MAX_WORDS))
    queries = [f"({term.tsquery})" for term in terms]
    whole = together(queries)
    keys = sorted({key for term in terms for key in term.single_keys})
    for name, statement, arguments in (
        ("kept (text[])", _KEPT, [_array(queries)]),
        (
            "whole (tsquery, tsquery, text[])",
            _WHOLE,
            [_text(whole), _text(queries[0]), _array(keys)],
        ),
    ):
        told = await fetch_plan(shop, kind, name, statement, arguments)
        assert "product_search_keys" in told
        assert "Seq Scan on product_search" not in told


async def fetch_plan(url: str, kind: str, name: str, statement: str, arguments: list[str]) -> str:
    """EXPLAIN of a statement that is prepared, by a plan for its arguments or for any."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        await connection.execute(f"SET plan_cache_mode = {kind}")
        await connection.execute(f"PREPARE {name} AS {statement}")
        called = f"EXPLAIN EXECUTE {name.partition(' ')[0]} ({', '.join(arguments)})"
        rows = await connection.fetch(called)
    finally:
        await connection.close()
    return "\n".join(row[0] for row in rows)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _array(values: list[str]) -> str:
    return f"ARRAY[{', '.join(map(_text, values))}]"
