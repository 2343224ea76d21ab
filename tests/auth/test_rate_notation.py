"""The notation of rates in settings."""

import pytest

from auth.rate_limits import LIMITS
from auth.rate_notation import RateNotation, parse_rates


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("60/minute; 600/hour", (RateNotation(60, 60), RateNotation(600, 3600))),
        ("10/15 minutes;50/day", (RateNotation(10, 900), RateNotation(50, 86_400))),
        (" 5 per hour , 7 PER 2 Days ", (RateNotation(5, 3600), RateNotation(7, 172_800))),
        (
            "1/second|2/month|3/year",
            (RateNotation(1, 1), RateNotation(2, 2_592_000), RateNotation(3, 31_104_000)),
        ),
        ("0/minute", (RateNotation(0, 60),)),
    ],
)
def test_rates_are_parsed(written: str, expected: tuple[RateNotation, ...]) -> None:
    assert parse_rates(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        *("", "often", "60", "60/", "/minute", "60/minute;", "-1/minute", "1.5/hour"),
        *("1/0 minutes", "1/fortnight", "1/minute 2/hour", "\u0967/minute"),
        *("9" * 5_000 + "/day", "1/" + "9" * 5_000 + " days"),
    ],
)
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="must look like 60/minute"):
        parse_rates(written)


def test_the_default_limits_are_parsed() -> None:
    for limit in LIMITS.values():
        assert all(rate.amount > 0 and rate.seconds > 0 for rate in limit.items)
