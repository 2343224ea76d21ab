"""Limits of caches: documents, refusals, tokens."""

from datetime import UTC, datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from auth.crypto.keys import keys
from auth.viewer import ANONYMOUS
from commerce.core.texts.language import Language
from graph.schema import schema
from server.documents.document_cache import MAX_REFUSALS_CHARACTERS, Documents
from server.documents.errors import format_error
from server.documents.fixed_responses import ENTRY_BYTES, Fixed, FixedAnswers
from server.documents.persisted_queries import MAX_PERSISTED_CHARACTERS, Persisted
from server.documents.response_cache import Answer
from server.graphql_http.endpoint import Endpoint
from server.requests.credentials import Bearer
from server.requests.http_request import Refused
from server.requests.request_bounds import MAX_DOCUMENT_CHARACTERS

ONE = "{ __typename }"


def test_constant_responses_have_a_budget() -> None:
    kept, all_of_them = FixedAnswers(max_bytes=10_000), []
    for _ in range(100):
        own: Fixed = {}
        kept.keep(own, Language.EN, Answer(b"x" * 1_000, "en"))
        all_of_them.append(own)
        assert kept.size <= 10_000
        # The same again takes no more.
        kept.keep(own, Language.EN, Answer(b"x" * 1_000, "en"))
    held = [bool(each) for each in all_of_them]
    assert held == sorted(held)
    assert sum(held) == 10_000 // (Answer(b"x" * 1_000, "en").size + ENTRY_BYTES)
    too_large: Fixed = {}
    kept.keep(too_large, Language.EN, Answer(b"x" * 5_000, "en"))
    assert not too_large


async def test_introspection_counts_towards_that_budget(
    client: httpx.AsyncClient,
) -> None:
    endpoint: Endpoint = client._transport.app.endpoint  # type: ignore[attr-defined]
    before = endpoint.execution.fixed.size
    text = "query Weighed { __schema { types { name fields { name description } } } }"
    first = await client.post("/graphql", json={"query": text})
    assert endpoint.execution.fixed.size - before > len(first.content)
    grown = endpoint.execution.fixed.size
    assert (await client.post("/graphql", json={"query": text})).json() == first.json()
    assert endpoint.execution.fixed.size == grown


def test_a_long_document_is_answered_and_not_cached() -> None:
    documents = Documents(schema)
    for length, is_kept in ((MAX_DOCUMENT_CHARACTERS, True), (MAX_DOCUMENT_CHARACTERS + 1, False)):
        text = ONE + " " * (length - len(ONE))
        assert not documents.get(text).errors
        assert (documents.get(text) is documents.get(text)) is is_kept


def test_a_refused_document_is_validated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    documents, read = Documents(schema), []
    real = Documents._read

    def counted(self: Documents, text: str) -> Any:
        read.append(text)
        return real(self, text)

    monkeypatch.setattr(Documents, "_read", counted)
    broken = (
        "{ products { nodes { nothing } } }",
        "{",
        "{ a " * 100 + "}" * 100,
        "{ " + "a { b } " * 40 + "}",
        '{ node(id: "' + "x" * 300 + '") { id } }',
        "{ \ud800 }",
    )
    for text in broken:
        first, again = documents.get(text), documents.get(text)
        assert first.errors
        assert again is first
        whole = real(documents, text).errors
        told = [format_error(error, "1") for error in first.errors]
        assert told == [format_error(error, "1") for error in whole]
        # Nothing of the document is kept beside what is told of it.
        assert first._node is None
        assert not first.text
        assert all(error.nodes is None and error.source is None for error in first.errors)
    assert read == list(broken)


def test_cached_refusals_have_a_budget() -> None:
    documents = Documents(schema)
    for number in range(2_000):
        assert documents.get(f"{{ nothing{number} {'x' * 200}{number} }}").errors
        assert documents._refusals._documents.currsize <= MAX_REFUSALS_CHARACTERS
    assert 10 < len(documents._refusals._documents) < 2_000
    assert documents.bytes == 0


def test_persisted_documents_have_a_budget() -> None:
    persisted = Persisted()
    texts = [f"{{ a{n}: __typename {' ' * 39_000} }}" for n in range(60)]
    hashes = [sha256(text.encode()).hexdigest() for text in texts]
    for text, digest in zip(texts, hashes, strict=True):
        persisted.resolve(text, {"persistedQuery": {"version": 1, "sha256Hash": digest}})
        assert persisted._queries.currsize <= MAX_PERSISTED_CHARACTERS
    asked = {"persistedQuery": {"version": 1, "sha256Hash": hashes[-1]}}
    assert persisted.resolve("", asked) == texts[-1]
    with pytest.raises(Refused):
        persisted.resolve("", {"persistedQuery": {"version": 1, "sha256Hash": hashes[0]}})


@pytest.mark.usefixtures("reference")
async def test_cached_tokens_and_keys_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.requests.credentials.MAX_CACHED_TOKENS", 3)
    monkeypatch.setattr("server.requests.credentials.MAX_GOOD_KEYS", 3)
    bearer, now = Bearer(), datetime.now(UTC)
    for number in range(10):
        await bearer.viewer(keys().tokens.issue(10_000 + number, 1, now)[0])
        assert len(bearer._claims) <= 3

    async def found(*_: object) -> object:
        return ANONYMOUS, None

    monkeypatch.setattr(bearer, "_api_keys", SimpleNamespace(viewer=found))
    for number in range(10):
        await bearer.viewer(f"odop_{number}")
        assert len(bearer._good_keys) <= 3
