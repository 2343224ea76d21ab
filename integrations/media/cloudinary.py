"""Pictures at Cloudinary."""

from collections.abc import Callable
from functools import lru_cache

from cloudinary.utils import cloudinary_url

from commerce.core.ports import ImageUrls
from settings import Settings

MAX_CACHED_URLS = 50_000
# Pictures the mart draws itself.
DRAWN = "demo/"


class CloudinaryImages:
    """URLs at Cloudinary; ids that begin with `is_own` stay with `own`.

    `url` is of the form cloudinary://key:secret@cloud. Raises ValueError for any other.
    """

    def __init__(self, url: str, own: ImageUrls, is_own: str) -> None:
        scheme, _, rest = url.partition("://")
        self._cloud = rest.rpartition("@")[2]
        if scheme != "cloudinary" or not self._cloud:
            raise ValueError("CLOUDINARY_URL must look like cloudinary://key:secret@cloud")
        self._own, self._prefix = own, is_own
        # The library builds an address in tens of microseconds; a page has dozens.
        self._built = lru_cache(MAX_CACHED_URLS)(self._build)

    def urls(self, width: int) -> Callable[[str], str]:
        own, prefix, built = self._own.urls(width), self._prefix, self._built

        def url(public_id: str) -> str:
            return own(public_id) if public_id.startswith(prefix) else built(public_id, width)

        return url

    def _build(self, public_id: str, width: int) -> str:
        address: str = cloudinary_url(
            public_id,
            cloud_name=self._cloud,
            secure=True,
            width=width,
            crop="limit",
            quality="auto",
            fetch_format="auto",
            analytics=False,
        )[0]
        return address


def image_urls(current: Settings, own: ImageUrls) -> CloudinaryImages:
    return CloudinaryImages(current.cloudinary_url, own, DRAWN)
