"""Refusals in payloads."""

import inspect
from collections.abc import Awaitable, Callable
from enum import Enum
from functools import wraps
from typing import Annotated, Any, TypeVar

import strawberry

from auth.rates import OF_MUTATION, give_back_client
from commerce.errors import Reason, Refusal, Refusals
from commerce.variants import variants_of_carts
from graph.context import Info
from graph.types.lazy import LazyVariant

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
    COUNTRY_NOT_SERVED = strawberry.enum_value(
        Reason.COUNTRY_NOT_SERVED, description="Telephones of this country are not written to."
    )
    WRONG_CREDENTIALS = strawberry.enum_value(
        Reason.WRONG_CREDENTIALS, description="E-mail and password do not fit each other."
    )
    WRONG_CODE = strawberry.enum_value(
        Reason.WRONG_CODE, description="The code is wrong, was used or is too old."
    )
    NOT_PROVED = strawberry.enum_value(
        Reason.NOT_PROVED, description="The telephone or e-mail is confirmed by a code first."
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
    PASSWORD_TOO_GUESSABLE = strawberry.enum_value(
        Reason.PASSWORD_TOO_GUESSABLE,
        description="The password is hardly more than the person's own name, e-mail or telephone,"
        " or words of the shop.",
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
    CART_ORDERED = strawberry.enum_value(
        Reason.CART_ORDERED, description="The cart was ordered already."
    )
    CART_NOT_READY = strawberry.enum_value(
        Reason.CART_NOT_READY, description="A problem of the cart or of a line stands against it."
    )
    OUT_OF_STOCK = strawberry.enum_value(
        Reason.OUT_OF_STOCK, description="There are fewer than are wanted."
    )
    TOTAL_CHANGED = strawberry.enum_value(
        Reason.TOTAL_CHANGED, description="It no longer comes to what the buyer was shown."
    )
    CASH_ON_DELIVERY_NOT_ALLOWED = strawberry.enum_value(
        Reason.CASH_ON_DELIVERY_NOT_ALLOWED, description="It cannot be paid at the door."
    )
    IDEMPOTENCY_KEY_REUSED = strawberry.enum_value(
        Reason.IDEMPOTENCY_KEY_REUSED, description="The key was used with another input."
    )
    PAYMENT_GATEWAY_UNAVAILABLE = strawberry.enum_value(
        Reason.PAYMENT_GATEWAY_UNAVAILABLE,
        description="The gateway does not answer; send the same again.",
    )
    PAYMENT_NOT_VERIFIED = strawberry.enum_value(
        Reason.PAYMENT_NOT_VERIFIED, description="The payment is not one of this order's."
    )
    PAYMENT_REFUSED = strawberry.enum_value(
        Reason.PAYMENT_REFUSED,
        description="The gateway will never take this payment; sending the same again is no use.",
    )
    TOO_LATE = strawberry.enum_value(Reason.TOO_LATE, description="It is too late for that.")
    NOTHING_LEFT = strawberry.enum_value(
        Reason.NOTHING_LEFT, description="All of the money has gone back already."
    )
    INVITATION_ENDED = strawberry.enum_value(
        Reason.INVITATION_ENDED,
        description="The invitation was answered, withdrawn or has expired.",
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


@strawberry.type(description="There are fewer pieces than are wanted.")
class OutOfStockError(UserError):
    variant_key: strawberry.Private[int]
    available_quantity: int = strawberry.field(description="Pieces that can be had.")

    @strawberry.field(description="What there is too little of.")
    async def variant(self, info: Info) -> LazyVariant:
        from graph.types.variant import Variant

        loader = info.context.loaders.of("variant of a cart", variants_of_carts)
        return Variant.of(await loader.load(self.variant_key))


def present(refusal: Refusal, info: Info) -> UserError:
    """A refusal as the payload shows it."""
    said: dict[str, Any] = {
        "code": UserErrorCode(refusal.reason),
        "message": info.context.choose(*refusal.said()),
        "path": ["input", *refusal.path] if refusal.path else [],
    }
    if refusal.reason is Reason.OUT_OF_STOCK:
        return OutOfStockError(
            **said,
            variant_key=refusal.facts["variant_id"],
            available_quantity=refusal.facts["available"],
        )
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
                answer = await mutation(info, input)
            except Refusal as refusal:
                return payload(errors=[present(refusal, info)])
            except Refusals as several:
                return payload(errors=[present(each, info) for each in several.refusals])
            limit = OF_MUTATION.get(info.field_name)
            if limit is not None and limit.is_given_back:
                # Who guessed right, or did not guess at all, is not counted.
                await give_back_client(limit, info.context.asking.client)
            return answer

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
