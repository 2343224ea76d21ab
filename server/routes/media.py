"""The route that serves the mart's own pictures."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from integrations.media.local import LocalImages
from server.requests.negotiation import is_named, qualities

YEAR = "public, max-age=31536000, immutable"


def media_routes(own: LocalImages) -> list[BaseRoute]:
    """`/media/<width>/<public id>.webp`, which never changes: as AVIF for clients that read it."""

    async def picture(request: Request) -> Response:
        width, public_id = request.path_params["width"], request.path_params["public_id"]
        form = "webp"
        if qualities(request.headers.get("accept", "")).get("image/avif"):
            form = "avif"
        path = await own.file(public_id, width, form)
        if path is None:
            return Response("This picture does not exist.", 404, media_type="text/plain")
        tag = f'"{width}-{public_id}"' if form == "webp" else f'"{width}-{public_id}-{form}"'
        kept = {"ETag": tag, "Cache-Control": YEAR, "Vary": "Accept"}
        if is_named(tag, request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=kept)
        return FileResponse(
            path,
            media_type=f"image/{form}",
            headers={
                **kept,
                "X-Content-Type-Options": "nosniff",
                # For other sites to show, such as the storefront.
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        )

    return [Route("/media/{width:int}/{public_id:path}.webp", picture, methods=["GET", "HEAD"])]
