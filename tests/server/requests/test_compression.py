"""Media types, encodings and compression of responses."""

import gzip
import json
import time
from typing import Any

import brotli
import httpx
import pytest

from database.caches.table_cache import TABLE_CACHE
from server.documents.response_cache import (
    ENTRY_BYTES,
    MAX_PRESSED_BYTES,
    MIN_COMPRESSED_BYTES,
    Answer,
    CompressedBodies,
    ResponseCache,
)
from server.requests.http_request import GRAPHQL, JSON
from server.requests.negotiation import BROTLI, GZIP, IDENTITY, best_encoding, best_media_type
from tests.conftest import OPERATIONS

pytestmark = pytest.mark.usefixtures("shop")
LISTING = "{ products(first: 24) { nodes { slug name } } }"
BOTH = (GRAPHQL, JSON)
UNPACKED = {"gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize(
    ("accepted", "kind"),
    [
        ("", GRAPHQL),
        ("*/*", GRAPHQL),
        ("application/*", GRAPHQL),
        ("application/json", JSON),
        ("APPLICATION/JSON ; charset=utf-8", JSON),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{JSON}, {GRAPHQL};q=0.9", JSON),
        (f"{GRAPHQL};q=0.2, {JSON};q=0.1", GRAPHQL),
        (f"{GRAPHQL};q=0, */*", JSON),
        (f"{GRAPHQL} ; Q = 0.000 , {JSON}", JSON),
        ("*/*;q=0.5, application/json;q=0", GRAPHQL),
        ("application/*;q=0, */*", None),
        ("application/json;q=0.0", None),
        ("*/*;q=0", None),
        ("text/html", None),
        ("application/json;q=2", None),
        ("application/json;q=x", None),
    ],
)
def test_the_preferred_media_type_wins(accepted: str, kind: str | None) -> None:
    assert best_media_type(accepted, BOTH) == kind


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", IDENTITY),
        ("gzip", GZIP),
        ("GZIP", GZIP),
        ("x-gzip", GZIP),
        ("br", BROTLI),
        ("Br ; Q = 1.000", BROTLI),
        ("gzip, deflate, br, zstd", BROTLI),
        ("gzip;q=0.5, br;q=0.5", BROTLI),
        ("gzip, br;q=0.9", GZIP),
        ("deflate, gzip;q=0.5, br", BROTLI),
        ("br;q=0, gzip", GZIP),
        ("br;q=0, *", GZIP),
        ("br, *", BROTLI),
        ("*", GZIP),
        ("deflate, zstd", IDENTITY),
        ("identity", IDENTITY),
        ("gzip;q=0", IDENTITY),
        ("gzip;q=0.0, *", IDENTITY),
        ("gzip;q=0, br", BROTLI),
        ("gzip ; q = 0.000", IDENTITY),
        ("*;q=0", IDENTITY),
        ("br;q=2", IDENTITY),
        ("gzip;q=0.5, identity", IDENTITY),
        ("br;q=0.5, identity", IDENTITY),
        ("gzip, identity;q=0.5", GZIP),
        ("br;q=0.4, gzip;q=0.6, identity;q=0.5", GZIP),
        ("gzipped, brotli", IDENTITY),
    ],
)
def test_the_preferred_encoding_wins(accepted: str, encoding: str) -> None:
    assert best_encoding(accepted) == encoding


async def asked(
    client: httpx.AsyncClient, query: str, encoding: str, **headers: str
) -> tuple[httpx.Response, bytes]:
    """The answer to a GET, and its bytes as they were sent."""
    request = client.build_request(
        "GET", "/graphql", params={"query": query},
        headers={"accept": JSON, "accept-encoding": encoding, **headers},
    )  # fmt: skip
    response = await client.send(request, stream=True)
    sent_bytes = b"".join([part async for part in response.aiter_raw()])
    await response.aclose()
    return response, sent_bytes


async def test_an_answer_is_the_same_in_each_encoding(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        plain, body = await asked(client, LISTING, "identity")
        assert "content-encoding" not in plain.headers
        tags = {plain.headers["etag"]}
        for encoding, unpacked in UNPACKED.items():
            packed, small = await asked(client, LISTING, encoding)
            assert packed.headers["content-encoding"] == encoding
            assert unpacked(small) == body
            assert int(packed.headers["content-length"]) == len(small) < len(body)
            assert packed.headers["vary"] == plain.headers["vary"]
            tags.add(packed.headers["etag"])
        assert "Accept-Encoding" in plain.headers["vary"]
        assert len(tags) == 3


async def test_a_304_matches_the_encoding_that_would_be_sent(client: httpx.AsyncClient) -> None:
    tags = {
        encoding: (await asked(client, LISTING, encoding))[0].headers["etag"]
        for encoding in ("identity", *UNPACKED)
    }
    for encoding in tags:
        for other, tag in tags.items():
            for form in (tag, f"W/{tag}", f'"x", {tag}'):
                response, body = await asked(client, LISTING, encoding, **{"if-none-match": form})
                assert response.status_code == (304 if other == encoding else 200)
                if response.status_code == 304:
                    assert body == b""
                    assert response.headers["etag"] == tag
                    for name in ("content-length", "content-type", "content-encoding"):
                        assert name not in response.headers
        assert (await asked(client, LISTING, encoding, **{"if-none-match": "*"}))[
            0
        ].status_code == 304


FEED = """query Feed($latitude: Float, $longitude: Float) @inContext(language: HI) {
  home(near: { latitude: $latitude, longitude: $longitude }) { id __typename title
    ... on DistrictOfTheDaySection { district { slug name story image(width: 720) { url alt } } }
    ... on ProductRailSection {
      products { slug name priceRange { min { formatted } } image(width: 320) { url alt } }
    }
    ... on ArtisanRailSection { artisans { slug name portrait(width: 160) { url alt } } }
  }
}"""
HOME = (OPERATIONS / "home.graphql").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("document", "language", "encoding", "most"),
    [
        (FEED, "hi", "br", 5_000),
        (FEED, "hi", "gzip", 5_000),
        (HOME, "en", "br", 5_000),
        # 75 districts and 12 products have more to say than that.
        (HOME, "en", "gzip", 6_000),
        (HOME, "hi", "br", 6_000),
        (HOME, "hi", "gzip", 7_000),
    ],
)
async def test_a_home_screen_is_small(
    client: httpx.AsyncClient, shop_url: str, document: str, language: str, encoding: str, most: int
) -> None:
    async with TABLE_CACHE.running(shop_url):
        await TABLE_CACHE.listening.wait()
        responding(client)._compressed_bodies = CompressedBodies()
        headers = {"accept-language": language}
        first, sent_bytes = await asked(client, document, encoding, **headers)
        assert "errors" not in json.loads(UNPACKED[encoding](sent_bytes))
        assert len(sent_bytes) < most
        again, same = await asked(client, document, encoding, **headers)
        assert same == sent_bytes
        assert again.headers["etag"] == first.headers["etag"]


async def test_without_time_for_high_compression_the_usual_level_is_sent(
    client: httpx.AsyncClient, shop_url: str
) -> None:
    async with TABLE_CACHE.running(shop_url):
        await TABLE_CACHE.listening.wait()
        responding(client)._compressed_bodies, begun = CompressedBodies(), time.monotonic()
        small, pressed = await asked(client, HOME, "br")
        # Each time there is a pause, so that it is not a core's whole work.
        assert responding(client)._compressed_bodies._free_at > begun
        responding(client)._compressed_bodies._free_at = float("inf")
        other = HOME.replace("query Home", "query Other")
        large, usual = await asked(client, other, "br")
        assert len(pressed) < len(usual)
        assert brotli.decompress(pressed) == brotli.decompress(usual)
        tags = {small.headers["etag"], large.headers["etag"]}
        assert len(tags) == 2
        for document in (HOME, other):
            for tag in tags:
                found, body = await asked(client, document, "br", **{"if-none-match": tag})
                assert (found.status_code, body, found.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize(
    ("length", "is_kept", "encoding", "is_pressed"),
    [
        (MAX_PRESSED_BYTES, True, BROTLI, True),
        (MAX_PRESSED_BYTES + 1, True, BROTLI, False),
        (MAX_PRESSED_BYTES, True, GZIP, False),
        (MAX_PRESSED_BYTES, False, BROTLI, False),
    ],
)
def test_long_responses_are_not_compressed_at_the_highest_level(
    length: int, is_kept: bool, encoding: str, is_pressed: bool
) -> None:
    answer = Answer(b"x" * length, "en")
    answer.is_cached = is_kept
    assert answer.needs_compression(encoding) is is_pressed
    answer.encoded(encoding)
    assert not answer.needs_compression(encoding)


def responding(client: httpx.AsyncClient) -> Any:
    return client._transport.app.endpoint._responding  # type: ignore[attr-defined]


async def test_short_answers_and_mutations_are_sent_as_they_are(
    client: httpx.AsyncClient,
) -> None:
    response, body = await asked(client, "{ __typename }", "gzip")
    assert len(body) < MIN_COMPRESSED_BYTES
    assert "content-encoding" not in response.headers
    fields = " ".join(f"a{n}: cartCreate(input: {{}}) {{ errors {{ code }} }}" for n in range(1))
    long = "x" * 2_000
    response = await client.post(
        "/graphql",
        json={"query": f"mutation {long} {{ {fields} }}"},
        headers={"accept-encoding": "gzip"},
    )
    assert "content-encoding" not in response.headers


@pytest.mark.parametrize("encoding", UNPACKED)
async def test_personal_responses_are_compressed_and_not_cached(
    client: httpx.AsyncClient, encoding: str
) -> None:
    query = "{ products(first: 24) { nodes { slug name isWishlisted } } }"
    response = await client.post(
        "/graphql", json={"query": query}, headers={"accept-encoding": encoding}
    )
    assert len(response.json()["data"]["products"]["nodes"]) == 24
    assert response.headers["content-encoding"] == encoding
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers


@pytest.mark.parametrize("encoding", UNPACKED)
async def test_the_schema_is_compressed_and_has_an_etag(
    client: httpx.AsyncClient, encoding: str
) -> None:
    headers = {"accept-encoding": encoding}
    response = await client.get("/schema.graphql", headers=headers)
    assert response.headers["content-encoding"] == encoding
    assert "type Query" in response.text
    headers["if-none-match"] = response.headers["etag"]
    assert (await client.get("/schema.graphql", headers=headers)).status_code == 304
    assert int(response.headers["content-length"]) < len(response.text) // 3


@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (GRAPHQL, 404), ("*/*", 404)])
async def test_an_unknown_persisted_query(
    client: httpx.AsyncClient, accept: str, status: int
) -> None:
    hashed = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}
    for response in (
        await client.post("/graphql", json={"extensions": hashed}, headers={"accept": accept}),
        await client.get(
            "/graphql", params={"extensions": json.dumps(hashed)}, headers={"accept": accept}
        ),
    ):
        assert response.status_code == status
        assert response.json()["errors"][0]["message"] == "PersistedQueryNotFound"
        assert response.headers["cache-control"] == "no-store"


QUERY = "query ($s: String!) { product(slug: $s) { id } }"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'\xef\xbb\xbf{"query": "{ __typename }"}', None),
        (b'{"query": "%b", "variables": {"s": "\\ud83e\\udee0"}}' % QUERY.encode(), None),
        (b'{"query": "%b", "variables": {"s": "\\ud83e"}}' % QUERY.encode(), "BAD_USER_INPUT"),
        (b'{"query": "%b", "variables": {"s": ["\\udfff"]}}' % QUERY.encode(), "BAD_USER_INPUT"),
        (b'{"query": "{ \\ud83e }"}', "BAD_REQUEST"),
        (b'{"query": "{ __typename }", "variables": {"\\ud83e": 1}}', "BAD_REQUEST"),
        (b'{"query": "{ __typename }" "\\ud83e"}', "BAD_REQUEST"),
        (b'\xef\xbb\xbf\xef\xbb\xbf{"query": "{ __typename }"}', "BAD_REQUEST"),
        (b'{"query": "\xed\xa0\xbe"}', "BAD_REQUEST"),
    ],
)
async def test_invalid_texts_are_refused(
    client: httpx.AsyncClient, body: bytes, code: str | None
) -> None:
    response = await client.post(
        "/graphql", content=body, headers={"content-type": JSON, "accept": JSON}
    )
    errors: list[Any] = response.json().get("errors", [])
    assert [each["extensions"]["code"] for each in errors] == ([code] if code else [])
    if code == "BAD_USER_INPUT":
        assert "$s" in errors[0]["message"]
        assert response.status_code == 200


def test_cached_responses_are_weighed_with_their_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ResponseCache(100_000)
    monkeypatch.setattr(answers, "version", lambda: 1)
    monkeypatch.setattr(answers, "_is_current", lambda: True)
    for n in range(100):
        answers.keep(n, Answer(b"x" * 200, "en"), 1, key_bytes=8_000)
        assert answers.size <= 100_000
    assert len(answers._entries) == 100_000 // (300 + 8_000 + ENTRY_BYTES)
    # One with a key too long for the whole is not kept.
    answers.keep("long", Answer(b"x", "en"), 1, key_bytes=20_000)
    assert answers.get("long") is None


def test_expired_responses_are_removed_without_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    answers, now = ResponseCache(100_000), 1_000.0
    monkeypatch.setattr(answers, "version", lambda: 1)
    monkeypatch.setattr(answers, "_is_current", lambda: True)
    monkeypatch.setattr("server.documents.response_cache.time.monotonic", lambda: now)
    answers.keep("old", Answer(b"x", "en"), 1)
    now += 20
    answers.keep("new", Answer(b"x", "en"), 1)
    answers.sweep()
    assert len(answers._entries) == 2
    now += 20
    answers.sweep()
    assert list(answers._entries) == ["new"]
    now += 20
    answers.sweep()
    assert answers.size == 0
