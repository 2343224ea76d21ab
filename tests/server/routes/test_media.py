"""Pictures by width: drawn once, stored, cached."""

import asyncio
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from commerce.core.ports import IMAGE_WIDTHS, rounded_up_width
from demo.pictures import Drawings, district_picture, product_picture
from integrations.media.cloudinary import CloudinaryImages
from integrations.media.local import LocalImages
from tests.conftest import Ask


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def dot(public_id: str, width: int) -> Image.Image:
    return Image.new("RGB", (1, 1))


class Source(Drawings):
    """The demo's pictures, drawn otherwise."""

    def __init__(self, draw: Callable[[str, int], Image.Image] = dot) -> None:
        self._draw = draw

    def picture(self, public_id: str, width: int) -> Image.Image:
        return self._draw(public_id, width)


KURTA = product_picture("kurta", "white", 7)


@pytest.mark.parametrize(
    ("asked", "served"), [(1, 80), (80, 80), (81, 160), (480, 480), (1000, 1200), (9999, 1600)]
)
def test_a_width_is_rounded_up_to_a_stored_one(asked: int, served: int) -> None:
    assert rounded_up_width(asked) == served


@pytest.mark.parametrize("width", [80, 480])
async def test_a_picture_is_served(client: httpx.AsyncClient, width: int) -> None:
    response = await client.get(f"/media/{width}/{KURTA}.webp")
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/webp"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    picture = Image.open(BytesIO(response.content))
    assert picture.size == (width, width * 5 // 4)
    tag = response.headers["etag"]
    for named in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await client.get(f"/media/{width}/{KURTA}.webp", headers={"If-None-Match": named})
        assert (again.status_code, again.content) == (304, b"")
        assert "content-length" not in again.headers
    other = await client.get(f"/media/{width}/{KURTA}.webp", headers={"If-None-Match": '"other"'})
    assert other.content == response.content


async def test_a_picture_is_avif_for_who_reads_it(client: httpx.AsyncClient) -> None:
    path = f"/media/320/{KURTA}.webp"
    shown = {}
    for accept, form in (
        ("image/avif,image/webp,*/*;q=0.8", "avif"),
        ("image/webp,*/*", "webp"),
        ("image/avif;q=0, image/webp", "webp"),
    ):
        response = await client.get(path, headers={"Accept": accept})
        assert response.headers["content-type"] == f"image/{form}"
        assert response.headers["vary"] == "Accept"
        assert Image.open(BytesIO(response.content)).format == form.upper()
        shown[response.headers["etag"]] = response.content
    assert len(shown) == 2


@pytest.mark.parametrize("named", ['"480-demo/district/atlantis"', "*"])
async def test_a_missing_picture_is_404_despite_an_etag(
    client: httpx.AsyncClient, named: str
) -> None:
    path = "/media/480/demo/district/atlantis.webp"
    assert (await client.get(path, headers={"If-None-Match": named})).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/media/81/demo/district/agra.webp",
        "/media/480/demo/district/atlantis.webp",
        "/media/480/demo/product/../../../../etc/passwd.webp",
        "/media/480/..%2f..%2fsettings.webp",
        "/media/480/.webp",
    ],
)
async def test_other_media_paths_are_404(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_concurrent_requests_draw_a_picture_once(tmp_path: Path) -> None:
    drawn: list[str] = []

    def draw(public_id: str, width: int) -> Image.Image:
        drawn.append(public_id)
        return Image.new("RGB", (width, width))

    images = LocalImages(tmp_path, "", [Source(draw)])
    paths = await asyncio.gather(*(images.file(KURTA, 320) for _ in range(20)))
    assert len({*paths}) == 1
    assert drawn == [KURTA]
    assert [path.suffix for path in files_below(tmp_path)] == [".webp"]


async def test_a_failed_drawing_leaves_nothing_behind(tmp_path: Path) -> None:
    def draw(public_id: str, width: int) -> Image.Image:
        raise OSError("no room")

    images = LocalImages(tmp_path, "", [Source(draw)])
    with pytest.raises(OSError, match="no room"):
        await images.file(KURTA, 320)
    assert files_below(tmp_path) == []


@pytest.mark.usefixtures("shop")
async def test_every_picture_of_a_page_is_served(ask: Ask, client: httpx.AsyncClient) -> None:
    page = await ask(
        "{ products(first: 12) { nodes { images(width: 80) { url alt width height } } } }"
    )
    images: list[dict[str, Any]] = [i for p in page["products"]["nodes"] for i in p["images"]]
    for image in images:
        response = await client.get(image["url"])
        picture = Image.open(BytesIO(response.content))
        assert picture.size == (image["width"], image["height"])
        assert image["alt"]


def test_cloudinary_builds_the_addresses_where_it_is_configured(tmp_path: Path) -> None:
    own = LocalImages(tmp_path, "https://mart.test", [Source()])
    images = CloudinaryImages("cloudinary://key:secret@odop", own, "demo/")
    url = images.urls(480)("artisans/shabana")
    assert url.startswith("https://res.cloudinary.com/odop/image/upload/")
    assert "w_480" in url
    assert url.endswith("/artisans/shabana")
    assert "secret" not in url
    drawn = district_picture("agra")
    assert images.urls(320)(drawn) == f"https://mart.test/media/320/{drawn}.webp"
    assert all(str(width) in images.urls(width)("x") for width in IMAGE_WIDTHS)


@pytest.mark.parametrize("url", ["", "https://key:secret@odop", "cloudinary://"])
def test_an_invalid_cloudinary_url_is_refused(url: str, tmp_path: Path) -> None:
    own = LocalImages(tmp_path, "", [Source()])
    with pytest.raises(ValueError, match="CLOUDINARY_URL"):
        CloudinaryImages(url, own, "demo/")
