"""What has to be so before the mart serves real buyers."""

from commerce.operations.production_settings import is_example, settings_problems
from database.connect import fetch_value
from database.schema import serving_role
from models import Operator
from settings import settings


async def problems() -> list[str]:
    """What stands against serving in production, each with what to do; empty when nothing does.

    The operator's details are a duty of rule 4 of the E-Commerce Rules 2020.
    """
    found = settings_problems(settings())
    if await serving_role.may_change_tables():
        found.append(
            "DATABASE_URL's role may change tables. Set there a role that only reads and writes"
            " rows, and the owner in ODOP_OWNER_DATABASE_URL for `odop migrate`, which grants it"
            " what it needs."
        )
    if await fetch_value("SELECT EXISTS (SELECT FROM account WHERE is_demo AND erased_at IS NULL)"):
        found.append("There are demo accounts, whose password everybody knows. Use a new database.")
    if not await fetch_value("SELECT EXISTS (SELECT FROM hsn_rate)"):
        found.append("There are no rates of tax. `odop seed --facts` brings them.")
    operator = await Operator.get_or_none(code="mart")
    if operator is None:
        found.append("There is no operator. Enter who runs the mart with `odop operator`.")
    elif any(is_example(host) for host in _hosts(operator)):
        found.append("The operator is the demonstration's. Enter yours with `odop operator`.")
    return found


def _hosts(operator: Operator) -> list[str]:
    """Where the operator says it can be found."""
    mail = (operator.care_email, operator.grievance_email, operator.nodal_email)
    site = operator.website.rpartition("//")[2].partition("/")[0].partition(":")[0]
    return [site, *(address.rpartition("@")[2] for address in mail)]


def not_ready(found: list[str]) -> str:
    """What stands against serving, one line each."""
    return "\n".join(["This is not ready for production:", *(f"  {each}" for each in found)])
