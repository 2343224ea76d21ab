"""Pictures kept at Cloudinary."""

from collections.abc import Callable
from functools import lru_cache

from cloudinary.utils import cloudinary_url

from commerce.core.ports import ImageUrls

REMEMBERED = 50_000


class CloudinaryImages:
    """Addresses at Cloudinary; ids the shop draws itself stay with `own`.

    `url` is of the form cloudinary://key:secret@cloud. Raises ValueError for any other.
    """

    def __init__(self, url: str, own: ImageUrls, is_own: str) -> None:
        scheme, _, rest = url.partition("://")
        self._cloud = rest.rpartition("@")[2]
        if scheme != "cloudinary" or not self._cloud:
            raise ValueError("CLOUDINARY_URL must look like cloudinary://key:secret@cloud")
        self._own, self._prefix = own, is_own
        # The library builds an address in tens of microseconds; a page has dozens.
        self._built = lru_cache(REMEMBERED)(self._build)

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
