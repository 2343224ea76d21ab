"""Where pictures are, and the route that serves our own."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from commerce.core.ports import ImageUrls
from demo.pictures import known
from integrations.media.local import LocalImages
from server.requests.negotiation import is_named
from settings import Settings

if TYPE_CHECKING:
    from PIL import Image

DRAWN = "demo/"
YEAR = "public, max-age=31536000, immutable"


def own_images(settings: Settings) -> LocalImages:
    """Pictures we serve. So far all of them are drawn from their ids."""
    return LocalImages(settings.data_dir / "media", settings.site, known, _draw)


def _draw(public_id: str, width: int) -> "Image.Image":
    # What draws takes 8 MB: only of a process that does.
    from demo.pictures.drawing import draw

    return draw(public_id, width)


def image_urls(settings: Settings, own: LocalImages) -> ImageUrls:
    """Cloudinary where it is configured, with what we draw ourselves left to us."""
    if settings.cloudinary_url:
        # It starts a process of its own when it is imported.
        from integrations.media.cloudinary import CloudinaryImages

        return CloudinaryImages(settings.cloudinary_url, own, DRAWN)
    return own


def media_routes(own: LocalImages) -> list[BaseRoute]:
    """`/media/<width>/<public id>.webp`, for ever the same."""

    async def picture(request: Request) -> Response:
        width, public_id = request.path_params["width"], request.path_params["public_id"]
        path = await own.file(public_id, width)
        if path is None:
            return Response("This picture does not exist.", 404, media_type="text/plain")
        tag = f'"{width}-{public_id}"'
        if is_named(tag, request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers={"ETag": tag, "Cache-Control": YEAR})
        return FileResponse(
            path,
            media_type="image/webp",
            headers={
                "ETag": tag,
                "Cache-Control": YEAR,
                "X-Content-Type-Options": "nosniff",
                # Pictures are for other sites to show: the storefront is one.
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        )

    return [Route("/media/{width:int}/{public_id:path}.webp", picture, methods=["GET", "HEAD"])]
