"""Caching of responses, by others and by ourselves."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest

from database.caches.table_cache import TABLE_CACHE
from database.connect import credentials, execute
from server.app import Mart
from tests.support.shop.factories import make_product

SOON = 2.0
LISTING = "{ products(first: 2) { nodes { slug priceRange { min { amount } } } } }"
PLACES = '{ district(slug: "agra") { name } }'


def digest(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def persisted(document: str, **more: Any) -> dict[str, Any]:
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": digest(document)}}
    return {"extensions": json.dumps(extensions), **more}


@pytest.mark.usefixtures("reference")
class TestOthers:
    """Shared caches and browsers."""

    async def test_public_responses_can_be_cached_and_revalidated(
        self, client: httpx.AsyncClient
    ) -> None:
        first = await client.get("/graphql", params={"query": LISTING})
        assert first.headers["cache-control"] == "public, max-age=0, s-maxage=30"
        tag = first.headers["etag"]
        again = await client.get(
            "/graphql", params={"query": LISTING}, headers={"If-None-Match": f'"x", W/{tag}'}
        )
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        await make_product()
        changed = await client.get(
            "/graphql", params={"query": LISTING}, headers={"If-None-Match": tag}
        )
        assert changed.status_code == 200
        assert changed.headers["etag"] != tag

    async def test_pages_of_places_can_be_cached_longer(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/graphql", params={"query": PLACES})
        assert response.headers["cache-control"] == "public, max-age=0, s-maxage=300"

    async def test_languages_are_cached_separately(self, client: httpx.AsyncClient) -> None:
        tags = set()
        for language in ("en", "hi"):
            response = await client.get(
                "/graphql", params={"query": PLACES}, headers={"Accept-Language": language}
            )
            assert "Accept-Language" in response.headers["vary"]
            tags.add(response.headers["etag"])
        assert len(tags) == 2

    @pytest.mark.parametrize(
        "query",
        ["{ products(first: -1) { totalCount } }", "{ nothing }", '{ node(id: "?") { id } }'],
    )
    async def test_errors_are_not_cacheable(self, client: httpx.AsyncClient, query: str) -> None:
        response = await client.get("/graphql", params={"query": query})
        assert response.json()["errors"]
        assert response.headers["cache-control"] == "no-store"

    async def test_posts_are_not_cacheable(self, client: httpx.AsyncClient) -> None:
        response = await client.post("/graphql", json={"query": PLACES})
        assert response.headers["cache-control"] == "no-store"
        assert "etag" not in response.headers


@pytest.mark.usefixtures("reference")
class TestPersisted:
    """Automatic persisted queries."""

    async def test_a_hash_stands_for_a_registered_document(self, client: httpx.AsyncClient) -> None:
        document = '{ district(slug: "agra") { slug } }'
        unknown = await client.get("/graphql", params=persisted(document))
        assert unknown.status_code == 404
        (error,) = unknown.json()["errors"]
        assert error["message"] == "PersistedQueryNotFound"
        assert error["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
        both = await client.get("/graphql", params=persisted(document, query=document))
        short = await client.get("/graphql", params=persisted(document))
        assert short.json() == both.json()
        assert short.json()["data"] == {"district": {"slug": "agra"}}
        assert "etag" in short.headers

    async def test_persisted_queries_work_by_post(self, client: httpx.AsyncClient) -> None:
        document = "{ __typename }"
        extensions = {"persistedQuery": {"version": 1, "sha256Hash": digest(document)}}
        await client.post("/graphql", json={"query": document, "extensions": extensions})
        response = await client.post("/graphql", json={"extensions": extensions})
        assert response.json()["data"] == {"__typename": "Query"}

    @pytest.mark.parametrize(
        "asked",
        [
            {"version": 1, "sha256Hash": digest("{ other }")},
            {"version": 1, "sha256Hash": "short"},
            {"version": 1, "sha256Hash": 7},
            {"version": 2, "sha256Hash": digest("{ __typename }")},
            "no object",
        ],
    )
    async def test_a_hash_that_does_not_match_is_refused(
        self, client: httpx.AsyncClient, asked: object
    ) -> None:
        response = await client.post(
            "/graphql", json={"query": "{ __typename }", "extensions": {"persistedQuery": asked}}
        )
        assert response.status_code == 400
        assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.fixture
async def heard(reference: str) -> AsyncIterator[str]:
    async with TABLE_CACHE.running(reference):
        await asyncio.wait_for(TABLE_CACHE.listening.wait(), SOON)
        yield reference


class TestOurselves:
    """Whole answers in the process."""

    async def test_a_response_is_cached_until_something_changes(
        self, client: httpx.AsyncClient, app: Mart, heard: str
    ) -> None:
        product = await make_product(price=900_00)

        async def ask() -> Any:
            response = await client.post("/graphql", json={"query": LISTING})
            return response.json()["data"]["products"]["nodes"]

        async def until(amount: str) -> None:
            async with asyncio.timeout(SOON):
                while (await ask())[0]["priceRange"]["min"]["amount"] != amount:  # noqa: ASYNC110
                    await asyncio.sleep(0.002)

        await until("900.00")
        before = app.endpoint.responses.cache.hits
        for _ in range(5):
            await ask()
        assert app.endpoint.responses.cache.hits > before
        # Another process changes the price.
        other = await asyncpg.connect(**credentials(heard))
        try:
            await other.execute(
                "UPDATE variant SET price_paise = 80000 WHERE product_id = $1", product.id
            )
        finally:
            await other.close()
        await until("800.00")

    async def test_uncommitted_changes_are_not_cached(
        self, client: httpx.AsyncClient, heard: str
    ) -> None:
        product = await make_product(price=900_00)
        other = await asyncpg.connect(**credentials(heard))
        try:
            for paise in range(700_00, 700_00 + 20):
                async with other.transaction():
                    await other.execute(
                        "UPDATE variant SET price_paise = $2 WHERE product_id = $1",
                        product.id,
                        paise,
                    )
                    # Asked meanwhile: the old price, which must not outlive the commit.
                    await client.post("/graphql", json={"query": LISTING})
                async with asyncio.timeout(SOON):
                    wanted = f"{paise // 100}.{paise % 100:02d}"
                    while True:
                        response = await client.post("/graphql", json={"query": LISTING})
                        node = response.json()["data"]["products"]["nodes"][0]
                        if node["priceRange"]["min"]["amount"] == wanted:
                            break
                        await asyncio.sleep(0.002)
        finally:
            await other.close()

    async def test_nothing_is_cached_without_notifications(
        self, client: httpx.AsyncClient, app: Mart, reference: str
    ) -> None:
        before = app.endpoint.responses.cache.hits
        for _ in range(4):
            await client.post("/graphql", json={"query": LISTING})
        assert app.endpoint.responses.cache.hits == before
        await make_product()
        await execute("SELECT 1")

    async def test_errors_and_large_responses_are_not_cached(
        self, client: httpx.AsyncClient, app: Mart, heard: str
    ) -> None:
        before = app.endpoint.responses.cache.hits
        for _ in range(4):
            await client.post("/graphql", json={"query": "{ products(first: -1) { totalCount } }"})
        assert app.endpoint.responses.cache.hits == before
