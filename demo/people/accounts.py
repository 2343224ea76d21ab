"""Demo accounts, one for each role, with a published password."""

from dataclasses import dataclass
from datetime import UTC, datetime

from auth.crypto.keys import keys
from commerce.roles.staff import write_groups
from commerce.sign_in.passwords import hash_of
from database.connect import execute, fetch, fetch_value
from demo.random_source import OPENED

PASSWORD = "saral-karigar-2026"  # noqa: S105 - printed at every start of the demonstration
# Secret for the authenticator app of demo staff and officer.
SECRET = "KNQXEYLMJNQXE2LHMFZGC3TH"  # noqa: S105
HOST = "demo.example.in"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A demo account. `role` is a description, `group` a group of staff."""

    login: str
    name: str
    role: str
    group: str = ""
    has_factor: bool = False

    @property
    def email(self) -> str:
        return f"{self.login}@{HOST}"


PEOPLE = (
    Somebody("buyer", "Asha Verma", "Buyer"),
    Somebody("artisan", "", "Artisan"),
    Somebody("facilitator", "Imran Ansari", "Facilitator of two artisans"),
    Somebody("owner", "Rakesh Gupta", "Vendor: owner"),
    Somebody("cataloguer", "Neha Singh", "Vendor: cataloguer"),
    Somebody("dispatcher", "Salim Khan", "Vendor: dispatcher"),
    Somebody("accountant", "Pooja Agarwal", "Vendor: accountant"),
    Somebody("officer", "District Officer", "District officer, Lucknow", has_factor=True),
    Somebody("admin", "Administrator", "Staff: administrator", "administrators", True),
    Somebody("finance", "Finance Desk", "Staff: finance", "finance", True),
    Somebody("desk", "Catalogue Desk", "Staff: catalogue desk", "catalogue", True),
    Somebody("care", "Customer Care", "Staff: customer care", "support", True),
)


async def load_accounts() -> None:
    """Create the accounts. Vendors and artisans have to be loaded already."""
    await write_groups()
    hashed = await hash_of(PASSWORD)
    ids = {}
    for number, person in enumerate(PEOPLE, start=1):
        ids[person.login] = await fetch_value(
            "INSERT INTO account (name, phone, phone_verified_at, email, email_verified_at,"
            " password_hash, language, is_demo, created_at)"
            " VALUES ($1, $2, $4, $3, $4, $5, 'en', true, $4) RETURNING id",
            person.name or None,
            f"+91000009{number:04d}",
            person.email,
            OPENED,
            hashed,
        )
    await _artisans(ids)
    await _members(ids)
    await _staff(ids)


async def _artisans(ids: dict[str, int]) -> None:
    """Link the artisan account to the first public artisan, the facilitator to the next two."""
    shown = await fetch(
        "SELECT id, name_en FROM artisan WHERE status = 'active'"
        " AND profile_consented_at IS NOT NULL ORDER BY id LIMIT 3"
    )
    if not shown:
        return
    await execute(
        "INSERT INTO artisan_account (artisan_id, account_id, created_at) VALUES ($1, $2, $3)",
        shown[0]["id"],
        ids["artisan"],
        OPENED,
    )
    await execute("UPDATE account SET name = $2 WHERE id = $1", ids["artisan"], shown[0]["name_en"])
    for artisan in shown[1:]:
        await execute(
            "INSERT INTO facilitation (artisan_id, facilitator_id, basis, notice_version,"
            " consented_at) VALUES ($1, $2, 'in_app', '2026-01', $3)",
            artisan["id"],
            ids["facilitator"],
            OPENED,
        )


async def _members(ids: dict[str, int]) -> None:
    """Make members of the first open vendor, and the officer of Lucknow."""
    for role in ("owner", "cataloguer", "dispatcher", "accountant"):
        await execute(
            "INSERT INTO vendor_member (vendor_id, account_id, role, created_at)"
            " SELECT min(id), $1, $2, $3 FROM vendor WHERE status = 'approved'"
            " HAVING min(id) IS NOT NULL",
            ids[role],
            role,
            OPENED,
        )
    await execute(
        "INSERT INTO officer_district (account_id, district_id, created_at)"
        " SELECT $1, id, $2 FROM district WHERE slug = 'lucknow'",
        ids["officer"],
        OPENED,
    )


async def _staff(ids: dict[str, int]) -> None:
    for person in PEOPLE:
        if person.group:
            await execute(
                "INSERT INTO staff_member (group_id, account_id, created_at)"
                " SELECT id, $1, $2 FROM staff_group WHERE slug = $3",
                ids[person.login],
                OPENED,
                person.group,
            )
        if person.has_factor:
            account_id = ids[person.login]
            await execute(
                "INSERT INTO second_factor (account_id, secret, begun_at, confirmed_at, last_step)"
                " VALUES ($1, $2, $3, $3, 0)",
                account_id,
                keys().sealing.seal(SECRET, f"second_factor:{account_id}"),
                datetime.now(UTC),
            )


async def are_there() -> bool:
    """Whether there are demo accounts."""
    return bool(await fetch_value("SELECT EXISTS (SELECT FROM account WHERE is_demo)"))
