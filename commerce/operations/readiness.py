"""Readiness for real buyers."""

from commerce.operations.production_settings import is_example
from database.connect import fetch_value
from database.schema import serving_role
from models import Operator


async def problems() -> list[str]:
    """Problems of the database that prevent production, each with its remedy.

    The operator's details are required by rule 4 of the E-Commerce Rules 2020.
    """
    found = []
    if await serving_role.may_change_tables():
        found.append(
            "The role in DATABASE_URL may change tables. Use a role there that only reads and"
            " writes rows, and set the owner in ODOP_OWNER_DATABASE_URL for `odop migrate`, which"
            " grants that role what it needs."
        )
    if await fetch_value("SELECT EXISTS (SELECT FROM account WHERE is_demo AND erased_at IS NULL)"):
        found.append("The database has demo accounts with a published password. Use a new one.")
    if not await fetch_value("SELECT EXISTS (SELECT FROM hsn_rate)"):
        found.append("There are no tax rates. Load them with `odop seed --facts`.")
    operator = await Operator.get_or_none(code="mart")
    if operator is None:
        found.append("The operator's details are missing. Enter them with `odop operator`.")
    elif any(is_example(host) for host in _hosts(operator)):
        found.append("The operator's details are those of the demo. Enter yours: `odop operator`.")
    return found


def _hosts(operator: Operator) -> list[str]:
    """The hosts under which the operator says it can be reached."""
    mail = (operator.care_email, operator.grievance_email, operator.nodal_email)
    site = operator.website.rpartition("//")[2].partition("/")[0].partition(":")[0]
    return [site, *(address.rpartition("@")[2] for address in mail)]


def not_ready(found: list[str]) -> str:
    """Problems that prevent production, one line each."""
    return "\n".join(["The mart is not ready for production:", *(f"  {each}" for each in found)])
