"""API keys."""

from datetime import datetime

import strawberry

from auth.roles import Scope as Held
from commerce.sign_in import api_keys
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, mutation, payload_field
from graph.types.scalars import DateTime, enum_value
from graph.types.sign_in.api_key import ApiKey, Scope


@strawberry.input(description="A new API key for a server.")
class ApiKeyCreateInput:
    name: str = strawberry.field(
        description="Name of the key, for example the integration that uses it."
    )
    scopes: list[Scope] = strawberry.field(
        description="Permissions of the key. Grant only the ones needed."
    )
    expires_at: DateTime | None = strawberry.field(
        default=None, description="Date and time the key expires. If omitted, it never expires."
    )


@strawberry.type(description="The new API key.")
class ApiKeyCreatePayload:
    key: ApiKey | None = payload_field("The key. Null if the mutation failed.")
    secret: str | None = payload_field(
        "Secret of the key, shown only once. Send it as `Authorization: Bearer"
        " …`. Null if the mutation failed."
    )
    errors: list[UserError] = errors_field()


@mutation("Create an API key for a server. Requires KEYS_MANAGE and a recent sign-in.")
async def api_key_create(info: Info, input: ApiKeyCreateInput) -> ApiKeyCreatePayload:
    ends = datetime.fromisoformat(input.expires_at) if input.expires_at else None
    scopes = [Held(enum_value(each)) for each in input.scopes]
    row, secret = await api_keys.create(info.context.action_context, input.name, scopes, ends)
    return ApiKeyCreatePayload(key=ApiKey.of(row), secret=secret)


@strawberry.input(description="The API key to revoke.")
class ApiKeyRevokeInput:
    key: strawberry.ID = strawberry.field(description="Id of the key.")


@strawberry.type(description="The revoked API key.")
class ApiKeyRevokePayload:
    key: ApiKey | None = payload_field("The key. Null if the mutation failed.")
    errors: list[UserError] = errors_field()


@mutation("Revoke an API key. Requires KEYS_MANAGE.")
async def api_key_revoke(info: Info, input: ApiKeyRevokeInput) -> ApiKeyRevokePayload:
    row = await api_keys.revoke(info.context.action_context, row_id(input.key, "ApiKey"))
    return ApiKeyRevokePayload(key=ApiKey.of(row))
