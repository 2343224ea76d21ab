"""What a guest did becomes the member's, once a telephone or an e-mail is shown to be theirs."""

from auth.viewer import Viewer
from commerce import audit
from commerce.acting import Acting
from commerce.contacts import column_of
from database.connect import fetch


async def claim(by: Acting, account_id: int, contact: str) -> int:
    """Give an account the orders that were placed with its proven contact; how many those were.

    One UPDATE takes them: of two who claim at once one does. Call it inside the transaction that
    proves the contact.
    """
    rows = await fetch(
        "UPDATE orders SET account_id = $1 WHERE account_id IS NULL"
        f" AND {column_of(contact)} = $2 RETURNING id",
        account_id,
        contact,
    )
    if rows:
        own = by.as_(Viewer(account_id=account_id))
        after = {"orders": [row["id"] for row in rows]}
        await audit.record(own, "orders.claim", f"account:{account_id}", after=after)
    return len(rows)
