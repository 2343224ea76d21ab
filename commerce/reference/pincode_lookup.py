"""Lookup of a PIN code: its State and district, and whether parcels are delivered there."""

from dataclasses import dataclass

from commerce.reference.pincodes import folded_pincode, is_of_the_army
from database.rows import fetch_as


@dataclass(frozen=True, slots=True)
class Pincode:
    """A PIN code with the keys of its State and of its district, where it has them."""

    code: str
    state_id: str | None = None
    district_id: int | None = None
    district_name: str | None = None
    is_serviceable: bool = False


# Rates are by distance from the vendor: a remote State is a zone of its own, and a State without
# vendors is in nobody's zones `state` and `district`.
FOUND = """
SELECT p.pincode AS code, p.state_id, p.district_id, p.district_name,
       EXISTS (
         SELECT FROM delivery_rate r
          WHERE CASE WHEN s.is_remote THEN r.zone = 'remote'
                     WHEN EXISTS (SELECT FROM vendor v WHERE v.state_id = p.state_id)
                     THEN r.zone <> 'remote'
                     ELSE r.zone = 'country' END) AS is_serviceable
  FROM pincode p JOIN state s ON s.code = p.state_id WHERE p.pincode = $1
"""


async def find(written: str) -> Pincode | None:
    """The PIN code; None for a malformed or unknown one.

    Army PIN codes have no State, and parcels are not delivered there.
    """
    code = folded_pincode(written)
    if code is None:
        return None
    if is_of_the_army(code):
        return Pincode(code)
    found = await fetch_as(Pincode, FOUND, code)
    return found[0] if found else None
