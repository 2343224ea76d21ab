"""Refusals in payloads."""

import inspect
from collections.abc import Awaitable, Callable
from enum import Enum
from functools import wraps
from typing import Annotated, Any, TypeVar

import strawberry

from auth.rate_limits import refund
from auth.viewer import Viewer
from commerce.core.errors import Reason, Refusal, Refusals
from commerce.core.texts.input_texts import Subject
from database.pool.transactions import AccountEnded, StillCrossed, run_write
from graph.access import inherited_type
from graph.context import Info
from graph.error_texts import TOKEN_ENDED
from graph.errors import Code, api_path, coded_error
from graph.execution.logged_mutations import log_refusals, log_success
from graph.types.enums import described_enum
from graph.types.lazy import LazyVariant
from graph.types.money import Money

# They lock the account that they verify, and nothing for the one of a token that came along.
SIGNING_IN = frozenset({"accountRegister", "otpVerify", "passwordReset", "sessionCreate"})

Payload = TypeVar("Payload")


@described_enum("Reason for an error. Treat an unknown code like INVALID.", of=Reason)
class UserErrorCode(Enum):
    REQUIRED = "A required input is missing."
    INVALID = "An input is malformed or out of date."
    TOO_LONG = "A text is too long."
    NOT_FOUND = "The object does not exist or is not visible to the user."
    ALREADY_TAKEN = "Already belongs to another account."
    LIMIT_REACHED = "The maximum number is reached."
    COUNTRY_NOT_SERVED = "Messages cannot be sent to phone numbers of this country."
    TOO_SOON = "Requested again too soon."
    TOO_MANY_TRIES = "Too many attempts."
    TOO_BUSY = "The service is busy."
    WRONG_CREDENTIALS = "Wrong e-mail or password."
    WRONG_CODE = "The code is wrong, used or expired."
    NOT_PROVED = "The phone number or e-mail address must first be verified with a code."
    LINK_EXPIRED = "The link is used or expired."
    SESSION_ENDED = "The session has ended. Sign in again."
    PASSWORD_TOO_SHORT = "The password is too short."
    PASSWORD_TOO_COMMON = "The password is too common."
    PASSWORD_TOO_GUESSABLE = (
        "The password is too similar to the user's name, e-mail address or phone number, or"
        " to words of the shop."
    )
    ACCOUNT_HAS_ROLES = (
        "The account has a role or an authenticator app and cannot be merged into another."
    )
    SIGN_IN_AGAIN = "A sign-in within the last 10 minutes is required."
    LAST_OF_ITS_KIND = "A vendor's last owner or the last administrator cannot be removed."
    PINCODE_NOT_SERVED = (
        "The PIN code belongs to an army post office, where delivery is not possible."
    )
    PINCODE_OF_ANOTHER_STATE = "The PIN code belongs to another State."
    CART_ORDERED = "The cart has already been ordered."
    CART_NOT_READY = "A problem with the cart or a line prevents checkout."
    OUT_OF_STOCK = "Not enough stock."
    TOTAL_CHANGED = "The total differs from the expected total."
    CASH_ON_DELIVERY_NOT_ALLOWED = "Cash on delivery is not available."
    IDEMPOTENCY_KEY_REUSED = "The idempotency key was already used with different input."
    PAYMENT_GATEWAY_UNAVAILABLE = "The payment gateway does not respond. Repeat the same request."
    PAYMENT_NOT_VERIFIED = "The payment could not be verified for this order."
    PHONE_NOT_PROVED = (
        "Cash on delivery requires a verified phone number. Call `otpRequest` and"
        " `contactProve` with purpose CASH_ON_DELIVERY and send the proof as `phoneProof`."
    )
    UNPAID_LIMIT_REACHED = "Too many units in unpaid orders."
    PAYMENT_REFUSED = "The payment gateway rejected the payment permanently. Do not retry."
    OTHER_PINCODE = "The new address must have the same PIN code."
    OTHER_STATE = "The new address must be in the same State."
    TOO_LATE = "Too late for this change."
    NOTHING_LEFT = "The whole amount has already been refunded."
    SECOND_FACTOR_REQUIRED = (
        "A second factor is required. Call `sessionConfirm`, or set up an authenticator app"
        " with `secondFactorBegin`."
    )
    PAYEE_ON_HOLD = "Payouts are paused: bank details were changed within the last 72 hours."
    INVITATION_ENDED = "The invitation was already answered, withdrawn or has expired."


@inherited_type(description="An error the user can correct.", is_interface=True)
class UserError:
    code: UserErrorCode = strawberry.field(description="Stable, machine-readable error code.")
    message: str = strawberry.field(
        description="Message for the user, in the language of the request."
    )
    path: list[str] = strawberry.field(
        description='Path to the invalid input, for example ["input", "email"].'
    )


@inherited_type(description="An invalid input.")
class InputError(UserError):
    pass


@inherited_type(description="A temporary error. Try again later.")
class TryLaterError(UserError):
    retry_after: int = strawberry.field(description="Seconds to wait before trying again.")


@inherited_type(description="Not enough stock.")
class OutOfStockError(UserError):
    variant_key: strawberry.Private[int]
    available_quantity: int = strawberry.field(description="Quantity in stock.")

    @strawberry.field(description="Variant with insufficient stock.")
    async def variant(self, info: Info) -> LazyVariant:
        from graph.types.catalogue.variant import variant_of_cart

        return await variant_of_cart(info, self.variant_key)


@inherited_type(description="The total of the cart has changed.")
class TotalChangedError(UserError):
    shown_total: Money = strawberry.field(description="Total last shown to the buyer.")
    total: Money = strawberry.field(description="Current total of the cart.")


def to_user_error(refusal: Refusal, info: Info) -> UserError:
    """A refusal as the payload shows it."""
    said: dict[str, Any] = {
        "code": UserErrorCode(refusal.reason),
        "message": info.context.choose(*refusal.text()),
        "path": api_path("input", *refusal.path) if refusal.path else [],
    }
    if refusal.reason is Reason.OUT_OF_STOCK:
        return OutOfStockError(
            **said,
            variant_key=refusal.facts["variant_id"],
            available_quantity=refusal.facts["available"],
        )
    if refusal.reason is Reason.TOTAL_CHANGED:
        return TotalChangedError(
            **said,
            shown_total=Money.of(refusal.facts["before_paise"]),
            total=Money.of(refusal.facts["now_paise"]),
        )
    if "seconds" in refusal.facts:
        return TryLaterError(**said, retry_after=refusal.facts["seconds"])
    return InputError(**said)


def mutation(
    description: str,
) -> Callable[[Callable[..., Awaitable[Payload]]], Callable[..., Awaitable[Payload]]]:
    """A mutation and what the API says of it: carried out, a refusal shown in its payload."""

    def mark(resolver: Callable[..., Awaitable[Payload]]) -> Callable[..., Awaitable[Payload]]:
        signature = inspect.signature(resolver)
        payload = signature.return_annotation

        @wraps(resolver)
        async def answered(info: Info, input: Any) -> Payload:
            viewer, answer_key = info.context.viewer, info.context.answer_key
            before = answer_key.id
            try:
                # Half a sign-in ends like a whole one.
                is_for_account = viewer.session_id is not None and info.field_name not in SIGNING_IN
                answer = await run_write(
                    viewer.account_id if is_for_account else None,
                    lambda: resolver(info, input),
                    viewer.session_id,
                )
            except (AccountEnded, StillCrossed, Refusal, Refusals) as error:
                answer_key.id = before
                refusal = _refusal_of(error, viewer)
                several = refusal.refusals if isinstance(refusal, Refusals) else (refusal,)
                reasons = [each.reason for each in several]
                log_refusals(info, reasons)
                if set(reasons) == {Reason.TOO_BUSY}:
                    await _refund(info)
                refused: Payload = payload(errors=[to_user_error(each, info) for each in several])
                return refused
            except BaseException:
                # Nobody looked at it to the end, as after a time limit.
                await _refund(info)
                raise
            log_success(info)
            await _refund(info)
            return answer

        answered.description = description  # type: ignore[attr-defined]
        answered.is_carried_out = True  # type: ignore[attr-defined]
        given = signature.parameters["input"]
        said = strawberry.argument(
            description=given.annotation.__strawberry_definition__.description
        )
        answered.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=[
                signature.parameters["info"],
                given.replace(annotation=Annotated[given.annotation, said]),
            ],
            return_annotation=payload | None,
        )
        return answered

    return mark


async def _refund(info: Info) -> None:
    """Who guessed right, or did not guess at all, is not counted."""
    if counts := info.context.requester.counts.by_name.get(info.field_name):
        await refund(counts.pop())


def _refusal_of(
    ended: AccountEnded | StillCrossed | Refusal | Refusals, viewer: Viewer
) -> Refusal | Refusals:
    """What is said of it. Raises what a token says whose session has ended, if the account that is
    closed is the viewer's own.
    """
    if isinstance(ended, Refusal | Refusals):
        return ended
    if isinstance(ended, StillCrossed):
        return Refusal(Reason.TOO_BUSY, seconds=1)
    if ended.account_id == viewer.account_id:
        raise coded_error(TOKEN_ENDED, Code.UNAUTHENTICATED) from ended
    if viewer.account_id is None:
        return Refusal(Reason.SESSION_ENDED)
    return Refusal(Reason.NOT_FOUND, of=Subject.ACCOUNT)


def errors_field() -> Any:
    """A payload's `errors`."""
    return strawberry.field(
        default_factory=list, description="Errors the user can correct. Empty on success."
    )


def payload_field(description: str) -> Any:
    """The subject of a payload; null if the mutation failed."""
    return strawberry.field(default=None, description=description)
