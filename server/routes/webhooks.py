"""Webhooks of the payment gateway: verified and stored; a job applies them."""

from collections.abc import Callable
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from auth.security_log import SecurityEvent, security_event
from commerce.core.action_context import ActionContext
from commerce.core.ports import ForgedWebhook, PaymentGateway
from commerce.payments import webhook_events


def webhook_routes(gateway: Callable[[], PaymentGateway]) -> list[BaseRoute]:
    """`/webhooks/{gateway}` for the gateway in use; 404 for any other."""

    async def receive(request: Request) -> Response:
        own = gateway()
        if request.path_params["gateway"] != own.name:
            return _response(404, "This payment gateway is not set up here.")
        ctx = ActionContext(now=datetime.now(UTC), gateway=own)
        try:
            await webhook_events.receive(ctx, request.headers, await request.body())
        except ForgedWebhook:
            security_event(SecurityEvent.FORGED_WEBHOOK, own.name)
            return _response(400, "The signature does not match the body.")
        return _response(200, "Taken.")

    return [Route("/webhooks/{gateway}", receive, methods=["POST"])]


def _response(status: int, message: str) -> Response:
    return JSONResponse({"message": message}, status, headers={"Cache-Control": "no-store"})
