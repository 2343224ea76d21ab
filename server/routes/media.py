"""The route that serves the mart's own pictures."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from integrations.media.local import LocalImages
from server.requests.negotiation import is_named

YEAR = "public, max-age=31536000, immutable"


def media_routes(own: LocalImages) -> list[BaseRoute]:
    """`/media/<width>/<public id>.webp`, which never changes."""

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
                # For other sites to show, such as the storefront.
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        )

    return [Route("/media/{width:int}/{public_id:path}.webp", picture, methods=["GET", "HEAD"])]
