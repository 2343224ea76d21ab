"""The State of a PIN code.

The first digits of a PIN code are a sorting district, and nearly all codes of one are in one State.
`data/pincode_states.csv` has them; a longer entry is an exception inside a shorter one: an enclave
(Yanam, Mahe, Diu), an island, villages served from across the border. 90 to 99 are army post
offices, of no State.

Some post offices deliver across the border: `data/pincode_shared.csv` has the further States of
their codes. Addresses with such a code name their State.
"""

import re
from functools import lru_cache

from auth.inputs.text_input import fold_pincode
from commerce.reference.files import read_csv

ARMY = "9"


@lru_cache(1)
def _states() -> dict[str, str]:
    return {row["prefix"]: row["state_code"] for row in read_csv("pincode_states.csv")}


@lru_cache(1)
def _further_states() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in read_csv("pincode_shared.csv"):
        found[row["pincode"]] = (*found.get(row["pincode"], ()), row["state_code"])
    return found


def further_states(pincode: str) -> tuple[str, ...]:
    """GST codes of the further States that a PIN code's post offices deliver into."""
    return _further_states().get(pincode, ())


def is_of_the_army(pincode: str) -> bool:
    """Whether it is an army post office, where carriers do not deliver."""
    return pincode.startswith(ARMY)


def state_of(pincode: str) -> str | None:
    """The GST code of a PIN code's State by its digits; None for the army's and unused ranges."""
    if is_of_the_army(pincode):
        return None
    beginnings = (pincode[:length] for length in range(len(pincode), 1, -1))
    return next((_states()[each] for each in beginnings if each in _states()), None)


def checked_pincodes() -> list[dict[str, str]]:
    """The rows of `data/pincodes.csv`. Raises ValueError for codes in a wrong State."""
    rows = read_csv("pincodes.csv")
    wrong = [row["pincode"] for row in rows if state_of(row["pincode"]) != row["state_code"]]
    if wrong:
        raise ValueError(f"PIN codes in a wrong State: {', '.join(wrong[:20])}")
    return rows


PINCODE = re.compile(r"[1-9][0-9]{5}")


def folded_pincode(written: str) -> str | None:
    """The six digits of a typed PIN code; None for anything else."""
    pincode = fold_pincode(written[:100])
    return pincode if PINCODE.fullmatch(pincode) else None
