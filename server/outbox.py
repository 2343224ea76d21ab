"""How messages leave the mart, by its settings."""

from integrations.notify.carrier import Carrier
from integrations.notify.console import ConsoleCarrier
from integrations.notify.outbox import Outbox
from integrations.notify.sms import SmsCarrier
from settings import Settings


def outbox(settings: Settings) -> Outbox:
    """Mail by SMTP and SMS by the gateway where they are set up, to the console where not."""
    console = ConsoleCarrier()
    mail: Carrier = console
    sms: Carrier = console
    if settings.smtp_url:
        # Its library is for those alone who send.
        from integrations.notify.smtp import SmtpCarrier

        mail = SmtpCarrier(settings.smtp_url, settings.mail_from)
    if settings.sms_url:
        sms = SmsCarrier(
            settings.sms_url,
            settings.sms_token,
            settings.sms_sender,
            settings.sms_entity,
            settings.sms_templates,
            settings.sms_off,
        )
    return Outbox(mail, sms)
