"""Words of the demo that claim what needs evidence: `data/claim_words.csv`."""

from functools import cache, lru_cache

from commerce.catalogue.publishing.claims import Claim, ClaimWordRow, ClaimWords
from commerce.reference.files import listed, read_csv
from models import EvidenceKind

Evidence = frozenset[EvidenceKind]
NO_EVIDENCE: Evidence = frozenset()


@cache
def _words() -> ClaimWords:
    return ClaimWords(
        ClaimWordRow(row["phrase"], listed(row["evidence"])) for row in read_csv("claim_words.csv")
    )


@lru_cache(maxsize=1 << 14)
def claims_in(text: str) -> tuple[Claim, ...]:
    return tuple(_words().found_in(text))


def unproven(text: str, evidence: Evidence = NO_EVIDENCE) -> list[str]:
    """The phrases of a text that none of the evidence allows."""
    return [claim.phrase for claim in claims_in(text) if claim.evidence.isdisjoint(evidence)]
