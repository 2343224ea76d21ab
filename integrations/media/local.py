"""Pictures served by the mart itself: made once for each width, then kept as files."""

import asyncio
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from commerce.core.ports import IMAGE_WIDTHS
from settings import Settings

if TYPE_CHECKING:
    from PIL import Image

QUALITY = 82
MAX_FILES = 60_000
LOOKED_AFTER_EVERY = 500
AT_ONCE = 2

# A picture `width` pixels wide, or less where the original has less.
Draw = Callable[[str, int], "Image.Image"]
Knows = Callable[[str], bool]


class LocalImages:
    """A folder of pictures in the making. `draw` makes those that `knows` says yes to."""

    def __init__(self, folder: Path, site: str, knows: Knows, draw: Draw) -> None:
        self._folder, self._site = folder, site
        self._knows, self._draw = knows, draw
        self._drawing = asyncio.Semaphore(AT_ONCE)
        self._locks: WeakValueDictionary[Path, asyncio.Lock] = WeakValueDictionary()
        self._written = 0

    def urls(self, width: int) -> Callable[[str], str]:
        start = f"{self._site}/media/{width}/"
        return lambda public_id: f"{start}{public_id}.webp"

    async def file(self, public_id: str, width: int) -> Path | None:
        """The WebP file; None for an unknown width or picture."""
        if width not in IMAGE_WIDTHS or not self._knows(public_id):
            return None
        path = self._path(public_id, width)
        # Whoever asks for the same picture meanwhile waits for it instead of drawing it again.
        lock = self._locks.setdefault(path, asyncio.Lock())
        async with lock:
            if not path.exists():
                async with self._drawing:
                    await asyncio.to_thread(self._make, path, public_id, width)
                self._written += 1
                if self._written % LOOKED_AFTER_EVERY == 0:
                    await asyncio.to_thread(self._forget_oldest)
        return path

    def _path(self, public_id: str, width: int) -> Path:
        name = hashlib.sha256(public_id.encode()).hexdigest()[:32]
        return self._folder / str(width) / name[:2] / f"{name}.webp"

    def _make(self, path: Path, public_id: str, width: int) -> None:
        picture = self._draw(public_id, width)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Renamed when whole: a process that dies leaves no half picture behind.
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            try:
                picture.save(file, "WEBP", quality=QUALITY, method=4)
            except BaseException:
                os.unlink(file.name)
                raise
        os.replace(file.name, path)

    def _forget_oldest(self) -> None:
        files = sorted(self._folder.rglob("*.webp"), key=lambda file: file.stat().st_mtime)
        for file in files[:-MAX_FILES]:
            file.unlink(missing_ok=True)


def image_urls(current: Settings, own: LocalImages) -> LocalImages:
    return own
