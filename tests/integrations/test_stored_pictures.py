"""Uploaded pictures: what is kept of them, what is refused, and how they are served."""

import os
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from commerce.core.errors import BadInput
from integrations.media.local import LocalImages
from integrations.media.stored import MAX_BYTES, MAX_SIDE, StoredPictures


@pytest.fixture
def store(tmp_path: Path) -> StoredPictures:
    return StoredPictures(tmp_path / "pictures")


def encoded(picture: Image.Image, form: str = "PNG", **more: object) -> bytes:
    file = BytesIO()
    picture.save(file, form, **more)
    return file.getvalue()


def halves(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """Red on the left, green on the right."""
    picture = Image.new(mode, size, "red")
    picture.paste(Image.new(mode, (size[0] // 2, size[1]), "green"), (size[0] // 2, 0))
    return picture


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_and_read_again(store: StoredPictures, form: str) -> None:
    kept = store.put(encoded(halves(), form))
    assert (kept.width, kept.height) == (640, 480)
    assert 6 < len(kept.blurhash) < 40
    assert store.has(kept.public_id)
    shown = store.picture(kept.public_id, 320)
    assert shown.size == (320, 240)
    red, green = shown.getpixel((40, 120)), shown.getpixel((280, 120))
    assert isinstance(red, tuple)
    assert isinstance(green, tuple)
    assert red[0] > 200 > 60 > red[1]
    assert green[1] > 90 > 60 > green[0]
    assert store.picture(kept.public_id, 1600).size == (640, 480)


def test_the_same_picture_has_one_id_and_one_file(store: StoredPictures, tmp_path: Path) -> None:
    data = encoded(halves())
    assert store.put(data) == store.put(data)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    assert store.put(encoded(halves((480, 640)))).public_id != store.put(data).public_id


def test_nothing_of_the_camera_is_kept(store: StoredPictures, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "My house"
    exif.get_ifd(0x8825)[2] = (26.0, 50.0, 0.0)  # latitude
    kept = store.put(encoded(halves(), "JPEG", exif=exif))
    assert (kept.width, kept.height) == (480, 640)
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not Image.open(file).getexif()
    assert b"My house" not in file.read_bytes()


def test_what_is_transparent_is_white(store: StoredPictures) -> None:
    kept = store.put(encoded(Image.new("RGBA", (400, 400), (0, 0, 0, 0))))
    assert min(store.picture(kept.public_id, 80).getpixel((40, 40))) > 250  # type: ignore[arg-type]


def test_a_wide_picture_is_kept_smaller(store: StoredPictures) -> None:
    kept = store.put(encoded(Image.new("RGB", (5000, 1000), "blue"), "JPEG"))
    assert (kept.width, kept.height) == (MAX_SIDE, MAX_SIDE // 5)


def bomb() -> bytes:
    """The head of a PNG of 100,000 by 100,000 pixels."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )


REFUSED: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"<svg onload='alert(1)'/>",
    "another format": lambda: encoded(halves(), "GIF"),
    "cut off": lambda: encoded(halves(), "JPEG")[:-400],
    "cut off early": lambda: encoded(halves())[:60],
    "too small": lambda: encoded(halves((319, 640))),
    "enormous when read": bomb,
    "enormous": lambda: encoded(halves(), "JPEG") + bytes(MAX_BYTES),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_and_leave_nothing(
    store: StoredPictures, tmp_path: Path, name: str
) -> None:
    with pytest.raises(BadInput) as refused:
        store.put(REFUSED[name](), "input", "file")
    assert "input" in str(refused.value.path)
    assert not list(tmp_path.rglob("*.*"))


@pytest.mark.parametrize(
    "public_id",
    [
        "stored/" + "0" * 32,
        "stored/../../etc/passwd",
        "stored/",
        "demo/product/x",
        "stored/" + "G" * 32,
    ],
)
def test_other_ids_are_not_in_the_store(store: StoredPictures, public_id: str) -> None:
    assert not store.has(public_id)


async def test_uploaded_pictures_are_served_as_the_drawn_ones(
    store: StoredPictures, tmp_path: Path
) -> None:
    kept = store.put(encoded(halves(), "JPEG"))
    images = LocalImages(tmp_path / "media", "https://mart.test", [store])
    assert images.urls(320)(kept.public_id) == f"https://mart.test/media/320/{kept.public_id}.webp"
    for form in ("webp", "avif"):
        path = await images.file(kept.public_id, 320, form)
        assert path is not None
        with Image.open(path) as shown:
            assert (shown.format, shown.size) == (form.upper(), (320, 240))
    assert await images.file("stored/" + "0" * 32, 320) is None


def test_a_write_that_fails_leaves_no_half_picture(
    store: StoredPictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(encoded(halves()))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
