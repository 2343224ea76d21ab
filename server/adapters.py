"""The outside world by its settings: payment gateway, mail and SMS, pictures.

An adapter is a module of `integrations/`, imported only where the settings choose it. To add one,
write the module, add its settings and register its name here.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from commerce.core.ports import ImageUrls, Messages, PaymentGateway
from commerce.operations import production_settings
from integrations.media.local import LocalImages
from integrations.notify.outbox import Outbox
from integrations.payments.adapter import GatewayAdapter
from settings import Misconfigured, Settings

# Modules with an `ADAPTER`.
GATEWAYS = {
    "razorpay": "integrations.payments.razorpay",
    "sandbox": "integrations.payments.sandbox.gateway",
}
# Modules with a function `carrier` of the settings.
MAIL = {"smtp": "integrations.notify.smtp", "console": "integrations.notify.console"}
SMS = {"http": "integrations.notify.sms", "console": "integrations.notify.console"}
# Modules with a function `image_urls` of the settings and the mart's own pictures.
IMAGES = {"cloudinary": "integrations.media.cloudinary", "local": "integrations.media.local"}
# Modules with a function `source` of the settings: where the mart's own pictures come from.
PICTURES = ("integrations.media.stored", "demo.pictures")


@dataclass(slots=True)
class Adapters:
    """The external services of one serving process, carried on the app."""

    own_images: LocalImages
    images: ImageUrls
    messages: Messages
    gateway: PaymentGateway


def adapters(current: Settings) -> Adapters:
    """Raises Misconfigured."""
    own = own_images(current)
    return Adapters(own, image_urls(current, own), outbox(current), payment_gateway(current))


def gateway_name(current: Settings) -> str:
    """The configured gateway's name: Razorpay if it has a key and no other is named."""
    name = current.payment_gateway or ("razorpay" if current.razorpay_key_id else "sandbox")
    if name not in GATEWAYS:
        raise Misconfigured(
            f"ODOP_PAYMENT_GATEWAY is {name}, which is no gateway here. Set {' or '.join(GATEWAYS)}"
            " or leave it empty."
        )
    return name


def gateway_adapter(current: Settings) -> GatewayAdapter:
    """Raises Misconfigured."""
    adapter: GatewayAdapter = _module(GATEWAYS, gateway_name(current)).ADAPTER
    return adapter


def payment_gateway(current: Settings) -> PaymentGateway:
    """Raises Misconfigured."""
    return gateway_adapter(current).gateway(current)


def settings_problems(current: Settings) -> list[str]:
    """Problems of the settings in production, those of the gateway too, a sentence each."""
    gateway = gateway_adapter(current).missing_settings(current)
    return [*production_settings.settings_problems(current), *gateway]


def outbox(current: Settings) -> Outbox:
    """Messages by SMTP and the SMS gateway where they are set up, else to the console."""
    mail = _module(MAIL, "smtp" if current.smtp_url else "console").carrier(current)
    sms = _module(SMS, "http" if current.sms_url else "console").carrier(current)
    return Outbox(mail, sms)


def image_urls(current: Settings, own: LocalImages) -> ImageUrls:
    """Cloudinary's pictures where it is configured, else the mart's own."""
    name = "cloudinary" if current.cloudinary_url else "local"
    urls: ImageUrls = _module(IMAGES, name).image_urls(current, own)
    return urls


def own_images(current: Settings) -> LocalImages:
    """Pictures the mart serves itself, uploaded or drawn."""
    sources = [import_module(name).source(current) for name in PICTURES]
    return LocalImages(current.data_dir / "media", current.site, sources)


def _module(kinds: dict[str, str], name: str) -> Any:
    return import_module(kinds[name])
