"""Claims of geographical indications (GI) by products, decided by the database.

The SQL function `gi_claims_of` has the rule; triggers copy its result to `product.is_gi_tagged`.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from commerce.core.texts.input_texts import Texts
from commerce.core.visibility import PUBLIC_ARTISAN, of_alias
from database.connect import fetch
from database.rows import fetch_as

OF_PRODUCT = "gi_claims_of(p.id, p.district_id, p.kind_id, p.artisan_id, p.vendor_id) c"


class ClaimProblemKind(StrEnum):
    """Reasons why a claim does not hold, as `gi_claims_of` names them."""

    REGISTRATION_UNCONFIRMED = "REGISTRATION_UNCONFIRMED"
    ENTRY_UNVERIFIED = "ENTRY_UNVERIFIED"
    ENTRY_NOT_BEGUN = "ENTRY_NOT_BEGUN"
    ENTRY_EXPIRED = "ENTRY_EXPIRED"
    OTHER_SELLER = "OTHER_SELLER"
    OTHER_DISTRICT = "OTHER_DISTRICT"
    OTHER_GOODS = "OTHER_GOODS"


CLAIM_TEXTS: dict[ClaimProblemKind, Texts] = {
    ClaimProblemKind.REGISTRATION_UNCONFIRMED: (
        "No source confirms the GI registration yet.",
        "इस GI पंजीकरण की अभी किसी स्रोत से पुष्टि नहीं हुई है।",
    ),
    ClaimProblemKind.ENTRY_UNVERIFIED: (
        "The authorised user number has not been verified yet.",
        "अधिकृत उपयोगकर्ता नंबर की अभी जाँच नहीं हुई है।",
    ),
    ClaimProblemKind.ENTRY_NOT_BEGUN: (
        "The authorised user entry is not valid yet.",
        "अधिकृत उपयोगकर्ता की प्रविष्टि अभी शुरू नहीं हुई है।",
    ),
    ClaimProblemKind.ENTRY_EXPIRED: (
        "The authorised user entry has expired.",
        "अधिकृत उपयोगकर्ता की प्रविष्टि की अवधि ख़त्म हो गई है।",
    ),
    ClaimProblemKind.OTHER_SELLER: (
        "The authorised user neither makes nor sells this product.",
        "यह अधिकृत उपयोगकर्ता न तो इस उत्पाद को बनाता है, न बेचता है।",
    ),
    ClaimProblemKind.OTHER_DISTRICT: (
        "The GI does not cover the product's district.",
        "यह GI उत्पाद के ज़िले के लिए नहीं है।",
    ),
    ClaimProblemKind.OTHER_GOODS: (
        "The GI does not cover goods of this kind.",
        "यह GI इस तरह के सामान के लिए नहीं है।",
    ),
}


@dataclass(frozen=True, slots=True)
class ClaimProblem:
    """A reason why a product may not bear the GI that it claims by the entry `number`."""

    claim_id: int
    number: str
    kind: ClaimProblemKind

    def text(self) -> Texts:
        return CLAIM_TEXTS[self.kind]


async def claim_problems(product_ids: list[int]) -> dict[int, list[ClaimProblem]]:
    """Problems of the claims of products that have claims, none of which holds."""
    rows = await fetch(
        "SELECT p.id, c.claim_id, u.number, c.problems"
        f" FROM product p CROSS JOIN LATERAL {OF_PRODUCT}"
        " JOIN gi_authorised_user u ON u.id = c.gi_authorised_user_id"
        " WHERE p.id = ANY($1::int[]) ORDER BY c.claim_id",
        product_ids,
    )
    found: dict[int, list[ClaimProblem]] = defaultdict(list)
    for row in rows:
        found[row["id"]] += [
            ClaimProblem(row["claim_id"], row["number"], ClaimProblemKind(kind))
            for kind in row["problems"]
        ]
    fine = {row["id"] for row in rows if not row["problems"]}
    return {key: problems for key, problems in found.items() if key not in fine}


class GiClaimRow(NamedTuple):
    """The claim by which a product bears a GI. An artisan without public profile has no name."""

    product_id: int
    number: str
    valid_to: date
    gi_registration_id: int
    holder_name_en: str | None
    holder_name_hi: str | None


async def claims_of(product_ids: list[int]) -> list[GiClaimRow | None]:
    """The claim that holds, of each product; the one that lasts longest, if several do."""
    rows = await fetch_as(
        GiClaimRow,
        "SELECT DISTINCT ON (p.id) p.id AS product_id, u.number, u.valid_to, u.gi_registration_id,"
        " CASE WHEN v.id IS NULL THEN a.name_en ELSE v.display_name_en END AS holder_name_en,"
        " CASE WHEN v.id IS NULL THEN a.name_hi ELSE v.display_name_hi END AS holder_name_hi"
        f" FROM product p CROSS JOIN LATERAL {OF_PRODUCT}"
        " JOIN gi_authorised_user u ON u.id = c.gi_authorised_user_id"
        f" LEFT JOIN artisan a ON a.id = u.artisan_id AND {of_alias(PUBLIC_ARTISAN, 'a')}"
        " LEFT JOIN vendor v ON v.id = u.vendor_id"
        " WHERE p.id = ANY($1::int[]) AND p.is_gi_tagged AND c.problems = '{}'"
        " ORDER BY p.id, u.valid_to DESC, c.claim_id",
        product_ids,
    )
    found = {row.product_id: row for row in rows}
    return [found.get(key) for key in product_ids]
