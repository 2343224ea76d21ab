"""Pictures that were uploaded, in a folder of the data directory."""

import hashlib
import os
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from commerce.core.errors import BadInput
from settings import Settings

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 15_000_000
MAX_PIXELS = 50_000_000
# The shorter side of what is sent, and the longer one of what is kept.
MIN_SIDE, MAX_SIDE = 320, 2400
QUALITY = 92
_ID = re.compile(r"stored/[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture in the store: its public id, its size in pixels, and its BlurHash."""

    public_id: str
    width: int
    height: int
    blurhash: str


class StoredPictures:
    """A folder of originals. A picture's id is the hash of what is kept of it.

    Kept are the pixels alone, upright: what a camera adds, such as the place, is not.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes, *path: str) -> StoredPicture:
        """Keep a JPEG, PNG or WebP picture; the same one again has the same id.

        Works for some tenths of a second: call it in a thread. Raises BadInput, for the input at
        `path`, for other files, damaged ones, and those beyond the limits.
        """
        if len(data) > MAX_BYTES:
            raise BadInput(
                f"Choose a picture of at most {MAX_BYTES // 1_000_000} MB.",
                f"{MAX_BYTES // 1_000_000} एमबी तक की तस्वीर चुनें।",
                path,
            )
        picture = _opened(data, path)
        kept = BytesIO()
        picture.save(kept, "WEBP", quality=QUALITY, method=4)
        public_id = f"stored/{hashlib.sha256(kept.getvalue()).hexdigest()[:32]}"
        self._write(self._path(public_id), kept.getvalue())
        return StoredPicture(public_id, *picture.size, _blurhash(picture))

    def has(self, public_id: str) -> bool:
        return _ID.fullmatch(public_id) is not None and self._path(public_id).exists()

    def picture(self, public_id: str, width: int) -> "Image.Image":
        """The picture, `width` pixels wide or as wide as it is. Raises OSError if it is gone."""
        from PIL import Image

        with Image.open(self._path(public_id)) as picture:
            if picture.width <= width:
                return picture.convert("RGB")
            height = max(round(picture.height * width / picture.width), 1)
            return picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)

    def _path(self, public_id: str) -> Path:
        name = public_id.removeprefix("stored/")
        return self._folder / name[:2] / f"{name}.webp"

    def _write(self, path: Path, data: bytes) -> None:
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        # Renamed when whole and on the disk: a picture has no other copy.
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                os.unlink(file.name)
                raise
        os.replace(file.name, path)


def _opened(data: bytes, path: tuple[str, ...]) -> "Image.Image":
    """The picture, upright, without transparency and not too wide. Raises BadInput."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS or min(picture.size) < MIN_SIDE:
                raise BadInput(
                    f"Choose a picture of at least {MIN_SIDE} by {MIN_SIDE} pixels and at most"
                    f" {MAX_PIXELS // 1_000_000} megapixels.",
                    f"कम से कम {MIN_SIDE} × {MIN_SIDE} पिक्सेल और अधिकतम"
                    f" {MAX_PIXELS // 1_000_000} मेगापिक्सेल की तस्वीर चुनें।",
                    path,
                )
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except UnidentifiedImageError:
        raise BadInput(
            "Choose a picture in the format JPEG, PNG or WebP.",
            "JPEG, PNG या WebP तस्वीर चुनें।",
            path,
        ) from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BadInput(
            "This picture is damaged. Choose another one.",
            "यह तस्वीर ख़राब है। कोई दूसरी चुनें।",
            path,
        ) from None
    if upright.has_transparency_data:
        # On white, as product pages are.
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright.convert("RGBA"))
    plain = upright.convert("RGB")
    plain.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return plain


def _blurhash(picture: "Image.Image") -> str:
    from blurhash_rs import blurhash_encode

    small = picture.resize((32, max(round(32 * picture.height / picture.width), 1)))
    found: str = blurhash_encode(small, 4, 4)
    return found


def source(current: Settings) -> StoredPictures:
    return StoredPictures(current.data_dir / "pictures")
