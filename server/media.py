"""Where pictures are, and the route that serves our own."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from commerce.ports import ImageUrls
from demo.pictures import known
from demo.pictures.drawing import draw
from integrations.media.cloudinary import CloudinaryImages
from integrations.media.local import LocalImages
from settings import Settings

DRAWN = "demo/"
YEAR = "public, max-age=31536000, immutable"


def own_images(settings: Settings) -> LocalImages:
    """Pictures we serve. So far all of them are drawn from their ids."""
    return LocalImages(settings.data_dir / "media", settings.site, known, draw)


def image_urls(settings: Settings, own: LocalImages) -> ImageUrls:
    """Cloudinary where it is configured, with what we draw ourselves left to us."""
    if settings.cloudinary_url:
        return CloudinaryImages(settings.cloudinary_url, own, DRAWN)
    return own


def media_routes(own: LocalImages) -> list[BaseRoute]:
    """`/media/<width>/<public id>.webp`, for ever the same."""

    async def picture(request: Request) -> Response:
        width, public_id = request.path_params["width"], request.path_params["public_id"]
        tag = f'"{width}-{public_id}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag, "Cache-Control": YEAR})
        path = await own.file(public_id, width)
        if path is None:
            return Response("No such picture.", 404, media_type="text/plain")
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
