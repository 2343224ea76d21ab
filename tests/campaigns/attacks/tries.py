"""Guessing and asking more often than one may; each goes on until it is told to stop."""

from collections.abc import Callable
from typing import Any

from auth.rate_limits import LIMITS
from tests.campaigns.attacks.kinds import JSON, PAGE, Attack, Run, Target, Told, registered, told

CODE = "errors { code }"


def until_refused(mutation: str, make: Callable[[int], dict[str, Any]], most: int) -> Run:
    """Ask once more than one may; the last answer, and the wrong ones before it."""
    kind = mutation[0].upper() + mutation[1:]
    text = f"mutation ($i: {kind}Input!) {{ {mutation}(input: $i) {{ {CODE} }} }}"

    async def run(target: Target) -> Told:
        for number in range(most):
            asked = {"query": text, "variables": {"i": make(number)}}
            response = await target.client.post("/graphql", json=asked, headers=JSON)
            if told(response) != (200, ""):
                return number, f"{told(response)[1]} too early"
            errors = response.json()["data"][mutation]["errors"]
            if any(error["code"] == "RATE_LIMITED" for error in errors):
                return number, "too early"
        asked = {"query": text, "variables": {"i": make(most)}}
        return told(await target.client.post("/graphql", json=asked, headers=JSON))

    return run


def often(most: int, is_signed_in: bool = False) -> Run:
    """Ordinary requests, each of which counts as one; told is what came of the last."""

    async def run(target: Target) -> Told:
        headers = dict(JSON)
        if is_signed_in:
            headers["authorization"] = f"Bearer {await registered(target)}"
        answer = (0, "")
        # Some leak away meanwhile.
        for _ in range(most * 2):
            response = await target.client.post("/graphql", json=PAGE, headers=headers)
            answer = told(response)
            if answer != (200, ""):
                break
        return answer

    return run


def first_of(name: str) -> int:
    return int(LIMITS[name].rates.partition("/")[0])


LIMITED = (429, "RATE_LIMITED")
TRIES = (
    Attack(
        "passwords of many accounts",
        until_refused(
            "sessionCreate",
            lambda n: {"email": f"{n}@attacks.example.in", "password": "wrong password"},
            first_of("sign-in"),
        ),
        LIMITED,
        of=("sign-in",),
    ),
    Attack(
        "codes of nothing",
        until_refused(
            "otpVerify", lambda n: {"challenge": f"none{n}", "code": "123456"}, first_of("code-try")
        ),
        LIMITED,
        of=("code-try",),
    ),
    Attack(
        "accounts",
        until_refused(
            "accountRegister",
            lambda n: {"name": "N", "email": f"r{n}@attacks.example.in", "password": "x" * 3},
            first_of("register"),
        ),
        LIMITED,
        of=("register",),
    ),
    Attack(
        "refresh tokens that are none",
        until_refused(
            "sessionRefresh", lambda n: {"refreshToken": f"none{n}"}, first_of("refresh")
        ),
        LIMITED,
        of=("refresh",),
    ),
    Attack(
        "coupons that are none",
        until_refused(
            "cartCouponApply", lambda n: {"cartId": "x" * 22, "code": f"X{n}"}, first_of("coupon")
        ),
        LIMITED,
        of=("coupon",),
    ),
    Attack(
        "links that open nothing",
        until_refused("emailVerify", lambda n: {"token": f"none{n}"}, first_of("link")),
        LIMITED,
        of=("link",),
    ),
    Attack("pages of an address", often(600), LIMITED, of=("units per address",)),
    Attack("pages of an account", often(1_200, is_signed_in=True), LIMITED,
           of=("units per account",)),
)  # fmt: skip
