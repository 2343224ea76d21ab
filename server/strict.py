"""Mutations that are tried by those who guess: counted exactly, by the address they come from."""

from collections.abc import Iterable, Mapping

from auth import rates
from auth.rates import Limit, TooMany, count
from auth.viewer import Viewer
from graph.errors import Code
from server.protocol import Refused

RATED: Mapping[str, Limit] = {
    "accountRegister": rates.REGISTER,
    "sessionCreate": rates.SIGN_IN,
    "otpRequest": rates.CODE,
    "otpVerify": rates.CODE_TRY,
    "contactAdd": rates.CODE_TRY,
    "contactProve": rates.CODE_TRY,
    "sessionRefresh": rates.REFRESH,
    "sessionConfirm": rates.CODE_TRY,
    "secondFactorConfirm": rates.CODE_TRY,
    "secondFactorRemove": rates.CODE_TRY,
    "passwordChange": rates.SIGN_IN,
    "passwordReset": rates.LINK,
    "passwordResetRequest": rates.LINK,
    "emailVerify": rates.LINK,
    # Codes are short enough to be guessed.
    "cartCouponApply": rates.COUPON,
    "emailVerificationRequest": rates.LINK,
}


async def count_writes(fields: Iterable[str], client: str, viewer: Viewer) -> None:
    """Count what is about to be done. Raises Refused with 429."""
    try:
        for field in fields:
            if (limit := RATED.get(field)) is not None:
                await count(limit, client)
            elif viewer.account_id is not None:
                await count(rates.WRITES_OF, str(viewer.account_id))
    except TooMany as too_many:
        raise too_often(too_many.seconds) from None


def too_often(seconds: int) -> Refused:
    return Refused(
        429,
        Code.RATE_LIMITED,
        f"Too many requests. Try again in {seconds} seconds.",
        {"retry-after": str(seconds)},
    )
