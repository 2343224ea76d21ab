"""Headers and encodings of the console's pages and files."""

import gzip
import re
from pathlib import Path

import brotli
import httpx
import pytest

from server.app import create_app
from server.graphql_http import console


async def get(path: str, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://mart") as client:
        return await client.get(path, headers={"accept": "text/html", **headers})


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A console of one script, built a moment ago."""
    assets = tmp_path / "assets"
    assets.mkdir()
    (tmp_path / "index.html").write_text("<title>built</title>", encoding="utf-8")
    (assets / "index-abc.js").write_text("let a", encoding="utf-8")
    (assets / "index-abc.js.gz").write_bytes(gzip.compress(b"let a"))
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    monkeypatch.setattr(console, "BUILT", tmp_path)
    return tmp_path


@pytest.fixture
def unbuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "BUILT", tmp_path / "absent")


def policy(page: httpx.Response) -> dict[str, str]:
    header = page.headers["content-security-policy"]
    return dict(part.split(" ", 1) for part in header.split("; "))


async def test_the_built_console_is_served(built: Path) -> None:
    page = await get("/graphql")
    assert page.text == "<title>built</title>"
    assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("state", ["built", "unbuilt"])
async def test_the_console_allows_no_other_host_and_no_frame(
    state: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(state)
    page = await get("/graphql")
    sources = " ".join(policy(page).values())
    assert set(sources.split()) <= {"'self'", "'none'", "data:", "'unsafe-inline'"} | set(
        re.findall(r"'sha256-[A-Za-z0-9+/=]+'", sources)
    )
    assert policy(page)["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy(page)["script-src"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["vary"] == "Accept, Accept-Encoding"


async def test_the_plain_page_allows_its_own_script_and_style_only(unbuilt: None) -> None:
    page = await get("/graphql")
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/=]{44}'", policy(page)["script-src"])
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/=]{44}'", policy(page)["style-src"])


async def test_files_are_cached_for_a_year(built: Path) -> None:
    script = await get("/graphql/console/assets/index-abc.js", **{"accept-encoding": "gzip"})
    assert script.text == "let a"
    assert script.headers["content-encoding"] == "gzip"
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["x-content-type-options"] == "nosniff"
    assert script.headers["vary"] == "Accept-Encoding"


async def test_a_file_is_sent_in_an_encoding_it_was_built_in(built: Path) -> None:
    path = "/graphql/console/assets/index-abc.js"
    both = {"accept-encoding": "gzip, br"}
    assert (await get(path, **both)).headers["content-encoding"] == "gzip"
    (built / "assets" / "index-abc.js.br").write_bytes(brotli.compress(b"let a"))
    script = await get(path, **both)
    assert script.text == "let a"
    assert script.headers["content-encoding"] == "br"


async def test_the_plain_page_is_compressed(unbuilt: None) -> None:
    plain = await get("/graphql", **{"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for encoding in ("br", "gzip"):
        page = await get("/graphql", **{"accept-encoding": encoding})
        assert page.headers["content-encoding"] == encoding
        assert int(page.headers["content-length"]) < len(plain.content) // 2
        assert page.text == plain.text


async def test_a_client_without_gzip_gets_the_file_as_it_is(built: Path) -> None:
    plain = await get("/graphql/console/assets/index-abc.js", **{"accept-encoding": "identity"})
    assert plain.text == "let a"
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    "name", ["..%2Fsecret.txt", "%2e%2e", ".hidden", "absent.js", "..%5Csecret.txt", "a%00.js"]
)
async def test_nothing_outside_the_built_files_is_served(built: Path, name: str) -> None:
    missing = await get(f"/graphql/console/assets/{name}")
    assert missing.status_code == 404
    assert "cache-control" not in missing.headers
