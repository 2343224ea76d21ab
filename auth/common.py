"""Passwords that everybody tries first."""

from functools import cache


@cache
def common_passwords() -> frozenset[str]:
    """30,000 of them in small letters, by the lists zxcvbn comes with."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])
