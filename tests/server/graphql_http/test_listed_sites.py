"""The edge: other sites, trusted documents, response headers."""

import hashlib
import json
from pathlib import Path

import httpx
import pytest

from server.documents.persisted_queries import BadManifest, manifest
from tests.support.people.accounts import signed_in
from tests.support.servers.mart import QUERY, code, mart

pytestmark = pytest.mark.usefixtures("reference")


SITE = "https://shop.example.in"


async def test_cors_allows_listed_origins_only() -> None:
    ask = {"access-control-request-method": "POST"}
    with mart(allowed_origins=[SITE]) as (_, client):
        told = await client.options("/graphql", headers={"origin": SITE, **ask})
        assert told.status_code == 204
        assert told.headers["access-control-allow-origin"] == SITE
        assert told.headers["access-control-allow-credentials"] == "true"
        assert "authorization" in told.headers["access-control-allow-headers"]
        given = await client.post("/graphql", json=QUERY, headers={"origin": SITE})
        assert given.headers["access-control-allow-origin"] == SITE
        assert "Origin" in given.headers["vary"]
        other = {"origin": "https://elsewhere.example"}
        assert (await client.options("/graphql", headers={**other, **ask})).status_code == 405
        given = await client.post("/graphql", json=QUERY, headers=other)
        assert "access-control-allow-origin" not in given.headers


async def test_errors_have_cors_headers_for_listed_origins() -> None:
    with mart(allowed_origins=[SITE], client_requests=1) as (_, client):
        headers = {"origin": SITE, "content-type": "text/plain"}
        for status in (415, 429):
            refused = await client.post("/graphql", content=b"x", headers=headers)
            assert refused.status_code == status
            assert refused.headers["access-control-allow-origin"] == SITE


def trusted(path: Path, *documents: str) -> Path:
    path.write_text(
        json.dumps({hashlib.sha256(each.encode()).hexdigest(): each for each in documents})
    )
    return path


async def test_only_documents_of_the_manifest_are_answered(tmp_path: Path) -> None:
    known = QUERY["query"]
    file = trusted(tmp_path / "documents.json", known)
    with mart(documents_file=file, documents_only=True) as (_, client):
        assert (await client.post("/graphql", json=QUERY)).is_success
        given = hashlib.sha256(known.encode()).hexdigest()
        hashed = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": given}}}
        assert (await client.post("/graphql", json=hashed)).is_success
        for body in (
            {"query": "{ __typename }"},
            {
                "query": "{ __typename }",
                "extensions": {
                    "persistedQuery": {
                        "version": 1,
                        "sha256Hash": hashlib.sha256(b"{ __typename }").hexdigest(),
                    }
                },
            },
        ):
            refused = await client.post("/graphql", json=body)
            assert refused.status_code == 403
            assert code(refused) == "DOCUMENT_NOT_TRUSTED"


@pytest.mark.parametrize(
    "content", ["", "[]", "5", '{"x": "{ __typename }"}', '{"operations": [{"id": 1}]}']
)
def test_an_invalid_manifest_is_reported(tmp_path: Path, content: str) -> None:
    file = tmp_path / "documents.json"
    file.write_text(content)
    with pytest.raises(BadManifest):
        manifest(file)


def test_an_apollo_manifest_is_read(tmp_path: Path) -> None:
    document = "query Q { __typename }"
    given = hashlib.sha256(document.encode()).hexdigest()
    file = tmp_path / "manifest.json"
    operations = [{"id": given, "name": "Q", "type": "query", "body": document}]
    file.write_text(
        json.dumps(
            {"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations}
        )
    )
    assert manifest(file) == {given: document}


@pytest.mark.parametrize("token", ["x", "odop_x", "a.b.c", "é", "x" * 5000])
async def test_an_invalid_token_is_401(client: httpx.AsyncClient, token: str) -> None:
    headers = [(b"authorization", f"Bearer {token}".encode())]
    refused = await client.post("/graphql", json=QUERY, headers=headers)
    assert refused.status_code == 401
    assert code(refused) == "UNAUTHENTICATED"
    assert "invalid_token" in refused.headers["www-authenticate"]


async def test_signed_in_responses_are_never_cached_by_others() -> None:
    person = await signed_in()
    with mart() as (_, client):
        for query in ("{ viewer { id } }", '{ product(slug: "x") { isWishlisted } }'):
            response = await client.get(
                "/graphql",
                params={"query": query},
                headers={"authorization": f"Bearer {person.token}"},
            )
            assert response.headers["cache-control"] == "no-store"


async def test_responses_reveal_nothing_about_the_server(client: httpx.AsyncClient) -> None:
    response = await client.post("/graphql", json=QUERY)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert "server" not in response.headers
