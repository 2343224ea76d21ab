"""Rows of the sandbox as Razorpay's API writes them."""

import hashlib
from typing import Any

import orjson


def _entity(kind: str, row: Any) -> dict[str, Any]:
    return {"entity": kind, **{key: value for key, value in dict(row).items() if key != "digest"}}


def order(row: Any) -> dict[str, Any]:
    paid = row["amount"] if row["status"] == "paid" else 0
    return {
        **_entity("order", row),
        "amount_paid": paid,
        "amount_due": row["amount"] - paid,
        "notes": [],
    }


def payment(row: Any) -> dict[str, Any]:
    found = _entity("payment", row)
    error = found.pop("error")
    return {
        **found,
        "error_code": "BAD_REQUEST_ERROR" if error else None,
        "error_description": error,
        "card": {"network": "Visa", "last4": "1111"} if row["method"] == "card" else None,
        "notes": [],
    }


def refund(row: Any) -> dict[str, Any]:
    # Banks give a number to what has arrived; 23 digits, as the networks of cards have them.
    digits = int.from_bytes(hashlib.sha256(str(row["id"]).encode()).digest()[:9])
    arn = f"7{digits:022}" if row["status"] == "processed" else None
    return {
        **_entity("refund", row),
        "currency": "INR",
        "speed_requested": "normal",
        "acquirer_data": {"arn": arn},
    }


def transfer(row: Any) -> dict[str, Any]:
    back = row["amount_reversed"]
    status = "processed" if not back else "partially_reversed"
    return {
        "id": row["id"],
        "entity": "transfer",
        "source": row["payment_id"],
        "recipient": row["account"],
        "amount": row["amount"],
        "currency": "INR",
        "amount_reversed": back,
        "notes": orjson.loads(row["notes"]),
        "status": "reversed" if back == row["amount"] else status,
        "created_at": row["created_at"],
    }


def dispute(row: Any) -> dict[str, Any]:
    deducted = row["amount"] if row["status"] == "lost" else 0
    return {**_entity("dispute", row), "currency": "INR", "amount_deducted": deducted}
