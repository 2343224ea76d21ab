"""Refusals in payloads."""

import inspect
from collections.abc import Awaitable, Callable
from enum import Enum
from functools import wraps
from typing import Annotated, Any, TypeVar

import strawberry

from commerce.errors import Reason, Refusal
from graph.context import Info

Given = TypeVar("Given")


@strawberry.enum(description="Why a mutation was refused. Treat one you do not know like INVALID.")
class UserErrorCode(Enum):
    REQUIRED = strawberry.enum_value(Reason.REQUIRED, description="Something is missing.")
    INVALID = strawberry.enum_value(
        Reason.INVALID, description="Something is not written as it should be, or is out of date."
    )
    TOO_LONG = strawberry.enum_value(Reason.TOO_LONG, description="A text is too long.")
    NOT_FOUND = strawberry.enum_value(
        Reason.NOT_FOUND, description="There is no such thing, or it is not the viewer's."
    )
    ALREADY_TAKEN = strawberry.enum_value(
        Reason.ALREADY_TAKEN, description="It belongs to another account."
    )
    LIMIT_REACHED = strawberry.enum_value(
        Reason.LIMIT_REACHED, description="There are as many as there can be."
    )
    TOO_SOON = strawberry.enum_value(Reason.TOO_SOON, description="It was asked for a moment ago.")
    TOO_MANY_TRIES = strawberry.enum_value(
        Reason.TOO_MANY_TRIES, description="It was tried too often."
    )
    TOO_BUSY = strawberry.enum_value(
        Reason.TOO_BUSY, description="Too many are doing it at this moment."
    )
    WRONG_CREDENTIALS = strawberry.enum_value(
        Reason.WRONG_CREDENTIALS, description="E-mail and password do not fit each other."
    )
    WRONG_CODE = strawberry.enum_value(
        Reason.WRONG_CODE, description="The code is wrong, was used or is too old."
    )
    LINK_EXPIRED = strawberry.enum_value(
        Reason.LINK_EXPIRED, description="The link was used or is too old."
    )
    SESSION_ENDED = strawberry.enum_value(
        Reason.SESSION_ENDED, description="The session has ended; sign in again."
    )
    PASSWORD_TOO_SHORT = strawberry.enum_value(
        Reason.PASSWORD_TOO_SHORT, description="The password is too short."
    )
    PASSWORD_TOO_COMMON = strawberry.enum_value(
        Reason.PASSWORD_TOO_COMMON, description="The password is one that everybody tries."
    )
    SIGN_IN_AGAIN = strawberry.enum_value(
        Reason.SIGN_IN_AGAIN, description="It wants a fresh sign-in."
    )
    LAST_OF_ITS_KIND = strawberry.enum_value(
        Reason.LAST_OF_ITS_KIND, description="One has to stay."
    )
    PINCODE_OF_ANOTHER_STATE = strawberry.enum_value(
        Reason.PINCODE_OF_ANOTHER_STATE, description="The PIN code is not in that State."
    )


@strawberry.interface(description="Something the person can put right.")
class UserError:
    code: UserErrorCode = strawberry.field(description="For programs to act on.")
    message: str = strawberry.field(description="For a person, in the request's language.")
    path: list[str] = strawberry.field(
        description='From the argument to the input at fault, as in ["input", "email"].'
    )


@strawberry.type(description="An input that has to be another one.")
class InputError(UserError):
    pass


@strawberry.type(description="Something that may be tried again later.")
class TryLaterError(UserError):
    retry_after: int = strawberry.field(description="Seconds to wait.")


def present(refusal: Refusal, info: Info) -> UserError:
    """A refusal as the payload shows it."""
    said: dict[str, Any] = {
        "code": UserErrorCode(refusal.reason),
        "message": info.context.choose(*refusal.said()),
        "path": ["input", *refusal.path] if refusal.path else [],
    }
    if "seconds" in refusal.facts:
        return TryLaterError(**said, retry_after=refusal.facts["seconds"])
    return InputError(**said)


def refusable(
    payload: Callable[..., Given],
) -> Callable[[Callable[..., Awaitable[Given]]], Callable[..., Awaitable[Given]]]:
    """Show a refusal in the payload of the mutation it ends."""

    def mark(mutation: Callable[..., Awaitable[Given]]) -> Callable[..., Awaitable[Given]]:
        @wraps(mutation)
        async def answered(info: Info, input: Any) -> Given:
            try:
                return await mutation(info, input)
            except Refusal as refusal:
                return payload(errors=[present(refusal, info)])

        signature = inspect.signature(mutation)
        given = signature.parameters["input"]
        said = strawberry.argument(
            description=given.annotation.__strawberry_definition__.description
        )
        answered.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=[
                signature.parameters["info"],
                given.replace(annotation=Annotated[given.annotation, said]),
            ]
        )
        return answered

    return mark


def no_errors() -> Any:
    """A payload's `errors`."""
    return strawberry.field(
        default_factory=list, description="Why nothing was done; empty when it was."
    )


def subject(description: str) -> Any:
    """What a payload brings, unless it was refused."""
    return strawberry.field(default=None, description=description)
