"""Evidence for what the demo's products claim."""

from typing import Any

from demo.products.product_draft import ProductDraft

COLUMNS = (
    "product_id", "kind", "reference", "issuer", "valid_from", "valid_to", "verified_at",
)  # fmt: skip


def evidence_rows(product: ProductDraft) -> list[tuple[Any, ...]]:
    """The registration of its maker or seller, even if it has expired."""
    found = product.registration
    if found is None:
        return []
    return [
        (
            product.number,
            found.kind,
            found.number,
            found.issuer,
            found.valid_from,
            found.valid_to,
            found.verified_at,
        )
    ]
