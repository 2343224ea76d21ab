"""What has to be so before the mart serves real buyers."""

from database.connect import fetch_value
from models import Operator
from settings import settings


async def problems() -> list[str]:
    """What stands against serving in production, each with what to do; empty when nothing does.

    The operator's details are a duty of rule 4 of the E-Commerce Rules 2020.
    """
    current = settings()
    found = []
    if current.keys_file is None:
        found.append("ODOP_KEYS_FILE is not set. `odop keys new FILE` makes a file of keys.")
    if not current.public_url.startswith("https://"):
        found.append("ODOP_PUBLIC_URL is not an https:// address.")
    if not current.smtp_url or not current.sms_url:
        found.append("Codes would be written to the console: set ODOP_SMTP_URL and ODOP_SMS_URL.")
    if not (
        current.razorpay_key_id and current.razorpay_key_secret and current.razorpay_webhook_secret
    ):
        found.append(
            "Payments would go to the sandbox: set ODOP_RAZORPAY_KEY_ID, ODOP_RAZORPAY_KEY_SECRET"
            " and ODOP_RAZORPAY_WEBHOOK_SECRET."
        )
    if await fetch_value("SELECT EXISTS (SELECT FROM account WHERE is_demo AND erased_at IS NULL)"):
        found.append("There are demo accounts, whose password everybody knows. Use a new database.")
    if not await fetch_value("SELECT EXISTS (SELECT FROM hsn_rate)"):
        found.append("There are no rates of tax. `odop seed --facts` brings them.")
    operator = await Operator.get_or_none(code="mart")
    if operator is None:
        found.append("There is no operator. Enter who runs the mart with `odop operator`.")
    elif any(
        ".example" in text
        for text in (operator.website, operator.care_email, operator.grievance_email)
    ):
        found.append("The operator is the demonstration's. Enter yours with `odop operator`.")
    return found
