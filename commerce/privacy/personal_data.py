"""Register of personal data: columns with purpose, retention and effect of erasure.

Source of `docs/decisions/personal-data.md`. A test fails for a table that is neither here nor in
its list of tables without personal data, and for a column of a table here that is in neither list.
Whether a new column of the other tables is personal, its author judges, unless it names an account.

`server/processes/retention.py` deletes after the days below.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from commerce.cart.carts import GUEST_DAYS, MEMBER_DAYS
from commerce.core.idempotency import RETENTION as ANSWERS_KEPT

CODE_DAYS = 1  # after the expiry of a code or link
SESSION_DAYS = 90  # after the end
ORDERED_CART_DAYS = 30  # after the order
UNPAID_ORDER_DAYS = 30  # after the cancellation
INVITATION_DAYS = 30  # after the end
PROPOSAL_DAYS = 30  # after the entry
WEBHOOK_DAYS = 30  # after it was applied
# The CGST Act wants books for 72 months after the annual return of their year (section 36).
TAX_YEARS = 8
# No statement deletes these: the first are due in 2034, and a trigger keeps rows of `consent`.
NOT_DELETED_YET = f"{TAX_YEARS} years at least; not deleted yet"

GOES = "goes"
STAYS = "stays"
EMPTIED = "emptied"


@dataclass(frozen=True, slots=True)
class Retention:
    """Purpose (`why`) and duration (`until`) of the retention, and the effect of `erasure`."""

    why: str
    until: str
    erasure: str


ACCOUNT = Retention("sign-in and messages", "erasure", EMPTIED)
BOOK = Retention("address book", "erasure or removal", GOES)
CART = Retention(
    "delivery of the cart",
    f"{GUEST_DAYS} days (guest), {MEMBER_DAYS} days (member) without a change;"
    f" {ORDERED_CART_DAYS} days after its order or its merging",
    GOES,
)
ORDER = Retention(
    "delivery, and the buyer on the tax invoice (CGST Act, s. 36)",
    f"never paid and cancelled: {UNPAID_ORDER_DAYS} days; else {TAX_YEARS} years",
    (
        "never paid: emptied as soon as it is cancelled; else phone numbers (the delivery's"
        " after arrival) and e-mail emptied, the rest stays for tax law"
    ),
)
SIGN_IN = Retention(
    "sign-in", f"{SESSION_DAYS} days after the end of the session", "device emptied; session ended"
)
PAYEE = Retention(
    "payouts and income tax", f"while the seller sells, then {NOT_DELETED_YET}", STAYS
)
INVITED = Retention("invitation to a role", f"{INVITATION_DAYS} days after its end", EMPTIED)
LAW = Retention("proof of consent (DPDP Act 2023, s. 6)", NOT_DELETED_YET, STAYS)
SELLER = Retention(
    "shown to every buyer (E-Commerce Rules 2020, r. 5)", "while the vendor sells", STAYS
)
PUBLIC = Retention("public profile, by consent", "withdrawal of the consent", "no longer shown")
DAY = Retention("one-time codes and links", f"{CODE_DAYS} day after their expiry", GOES)
FACTOR = Retention("second factor, encrypted or hashed", "removal or erasure", GOES)
PROPOSED = Retention(
    "bank details awaiting an artisan's confirmation", f"{PROPOSAL_DAYS} days", GOES
)
ANSWER = Retention("same response for the same key, encrypted", f"{ANSWERS_KEPT.days} days", GOES)
COUNT = Retention("rate limits by contact and address", "a day at most", "expires by itself")
USE = Retention("single use of a coupon", "lifetime of the coupon", EMPTIED)
GATEWAY = Retention("payments, refunds, disputes (tax law)", NOT_DELETED_YET, STAYS)
TRACE = Retention("who did what; contacts are masked", "forever", STAYS)

# By table, then by retention; a foreign key to an account is listed like other columns.
PERSONAL: Mapping[str, Mapping[Retention, str]] = {
    "account": {ACCOUNT: "name phone email password_hash"},
    "address": {BOOK: "account name phone line1 line2 landmark city pincode"},
    "api_key": {TRACE: "created_by"},
    "artisan": {
        PUBLIC: "slug name_en name_hi bio_en bio_hi village_en village_hi portrait_public_id",
    },
    "artisan_account": {ACCOUNT: "account"},
    "audit_entry": {TRACE: "on_behalf_of subject before after"},
    "cart": {CART: "account token_sealed name phone line1 line2 landmark city pincode"},
    "charge": {GATEWAY: "last4 network"},
    "consent": {LAW: "account client_hash"},
    "declaration": {
        Retention(
            "named on the label (Legal Metrology Rules 2011)", "while the vendor sells", STAYS
        ): ("maker_name maker_address packer_name packer_address importer_name importer_address"),
    },
    "facilitation": {LAW: "facilitator recorded_by reference"},
    "gi_authorised_user": {
        Retention(
            "proof of a GI (GI Act 1999, s. 17), a public register", NOT_DELETED_YET, STAYS
        ): ("number"),
    },
    "idempotency_key": {ANSWER: "owner answer_sealed"},
    "invitation": {INVITED: "contact invited_by account reference"},
    "link_token": {DAY: "account email"},
    "officer_district": {ACCOUNT: "account"},
    "operator": {
        SELLER: "grievance_name grievance_phone grievance_email nodal_name nodal_phone nodal_email",
    },
    "orders": {
        ORDER: "account access_key_sealed phone email name line1 line2 landmark city pincode"
        " delivery_phone",
    },
    "otp_challenge": {DAY: "account contact asker"},
    "payee": {PAYEE: "pan pan_end bank_account bank_account_end ifsc holder"},
    "payee_proposal": {
        PROPOSED: "pan pan_end bank_account bank_account_end ifsc holder proposed_by",
    },
    "promotion_use": {USE: "account phone"},
    "rate_counter": {COUNT: "key"},
    "recovery_code": {FACTOR: "account code_hash"},
    "review": {PUBLIC: "author_name text"},
    "second_factor": {FACTOR: "secret"},
    "session": {SIGN_IN: "account device device_hash password_asker"},
    "staff_member": {ACCOUNT: "account"},
    "suborder": {
        Retention("the supplier on the tax invoice", NOT_DELETED_YET, STAYS): "supplier_name",
    },
    "vendor": {
        SELLER: "legal_name address_line1 address_line2 care_phone care_email grievance_name"
        " grievance_email grievance_phone",
    },
    "vendor_member": {ACCOUNT: "account"},
    "webhook_event": {
        Retention(
            "the gateway's message, unchanged",
            f"{WEBHOOK_DAYS} days after it was applied",
            "expires by itself",
        ): "body",
    },
    "wishlist_item": {Retention("a wishlist", "erasure or removal", GOES): "account"},
}


def table() -> str:
    """The register as a Markdown table."""
    rows = ["| table | columns | why | until | erasure |", "| --- | --- | --- | --- | --- |"]
    for name, columns in PERSONAL.items():
        rows += [
            f"| `{name}` | {', '.join(names.split())} | {retention.why} | {retention.until}"
            f" | {retention.erasure} |"
            for retention, names in columns.items()
        ]
    return "\n".join(rows)
