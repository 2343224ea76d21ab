"""Pictures served by the mart itself: made once for each width and format, then kept as files."""

import asyncio
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakValueDictionary

from commerce.core.ports import IMAGE_WIDTHS
from settings import Settings

if TYPE_CHECKING:
    from PIL import Image

# How each format is written. AVIF is a fifth smaller and takes several times as long.
FORMATS: dict[str, dict[str, Any]] = {
    "webp": {"quality": 82, "method": 4},
    "avif": {"quality": 55, "speed": 7},
}
MAX_FILES = 60_000
LOOKED_AFTER_EVERY = 500
AT_ONCE = 2


class PictureSource(Protocol):
    """Where pictures come from: those that were uploaded, or drawings of the demo."""

    def has(self, public_id: str) -> bool: ...

    def picture(self, public_id: str, width: int) -> "Image.Image":
        """The picture, `width` pixels wide, or less where the original has less."""


class LocalImages:
    """A folder of pictures made from the first source that has them."""

    def __init__(self, folder: Path, site: str, sources: Sequence[PictureSource]) -> None:
        self._folder, self._site, self._sources = folder, site, sources
        self._making = asyncio.Semaphore(AT_ONCE)
        self._locks: WeakValueDictionary[Path, asyncio.Lock] = WeakValueDictionary()
        self._written = 0

    def urls(self, width: int) -> Callable[[str], str]:
        start = f"{self._site}/media/{width}/"
        return lambda public_id: f"{start}{public_id}.webp"

    async def file(self, public_id: str, width: int, form: str = "webp") -> Path | None:
        """The file in one of `FORMATS`; None for an unknown width or picture."""
        if width not in IMAGE_WIDTHS:
            return None
        source = next((each for each in self._sources if each.has(public_id)), None)
        if source is None:
            return None
        path = self._path(public_id, width, form)
        # Whoever asks for the same picture meanwhile waits for it instead of making it again.
        lock = self._locks.setdefault(path, asyncio.Lock())
        async with lock:
            if not path.exists():
                async with self._making:
                    await asyncio.to_thread(_make, path, source, public_id, width)
                self._written += 1
                if self._written % LOOKED_AFTER_EVERY == 0:
                    await asyncio.to_thread(self._forget_oldest)
        return path

    def _path(self, public_id: str, width: int, form: str) -> Path:
        name = hashlib.sha256(public_id.encode()).hexdigest()[:32]
        return self._folder / str(width) / name[:2] / f"{name}.{form}"

    def _forget_oldest(self) -> None:
        found = (file for form in FORMATS for file in self._folder.rglob(f"*.{form}"))
        files = sorted(found, key=lambda file: file.stat().st_mtime)
        for file in files[:-MAX_FILES]:
            file.unlink(missing_ok=True)


def _make(path: Path, source: PictureSource, public_id: str, width: int) -> None:
    picture, form = source.picture(public_id, width), path.suffix[1:]
    path.parent.mkdir(parents=True, exist_ok=True)
    # Renamed when whole: a process that dies leaves no half picture behind.
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            picture.save(file, form.upper(), **FORMATS[form])
        except BaseException:
            os.unlink(file.name)
            raise
    os.replace(file.name, path)


def image_urls(current: Settings, own: LocalImages) -> LocalImages:
    return own
