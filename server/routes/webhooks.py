"""Calls from gateways: verified, written down, answered. What they mean is made out by a job."""

from collections.abc import Callable
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from auth.security_log import SecurityEvent, security_event
from commerce.core.action_context import ActionContext
from commerce.core.ports import PaymentGateway
from commerce.payments import webhooks


def webhook_routes(gateway: Callable[[], PaymentGateway]) -> list[BaseRoute]:
    """`/webhooks/{gateway}` for the gateway in use; any other is not there."""

    async def receive(request: Request) -> Response:
        own = gateway()
        if request.path_params["gateway"] != own.name:
            return _response(404, "This payment gateway is not set up here.")
        body = await request.body()
        signature = request.headers.get("x-razorpay-signature", "")
        ctx = ActionContext(now=datetime.now(UTC), gateway=own)
        if not await webhooks.receive(ctx, body, signature):
            security_event(SecurityEvent.FORGED_WEBHOOK, own.name)
            return _response(400, "The signature does not match the body.")
        return _response(200, "Taken.")

    return [Route("/webhooks/{gateway}", receive, methods=["POST"])]


def _response(status: int, what: str) -> Response:
    return JSONResponse({"message": what}, status, headers={"Cache-Control": "no-store"})
