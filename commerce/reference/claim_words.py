"""Words that claim what needs evidence."""

from commerce.reference.files import listed, read_csv
from commerce.reference.upsert import upsert
from database.connect import execute
from models import EvidenceKind


async def load_claim_words() -> None:
    """Bring the table to the state of the file; phrases that it lacks go."""
    rows = [
        {
            "phrase": row["phrase"],
            "evidence": [EvidenceKind(kind).value for kind in listed(row["evidence"])],
        }
        for row in read_csv("claim_words.csv")
    ]
    await upsert("claim_word", "phrase", rows)
    await execute(
        "DELETE FROM claim_word WHERE phrase <> ALL($1::text[])", [row["phrase"] for row in rows]
    )
