"""Settings of a mart that is set up well."""

from pathlib import Path
from typing import Any

from commerce.core.texts.message_texts import sms_templates
from settings import Settings

SECRET = "n3Jq0fTz8mWbXy5RkLh2VdCa"


TEMPLATES = {name: f"{1107 * 10**15 + n}" for n, name in enumerate(sms_templates())}


def of(file: Path, **changed: Any) -> Settings:
    """Settings nothing can be said against, but for what is changed."""
    ready: dict[str, Any] = {
        "environment": "production",
        "keys_file": file,
        "public_url": "https://api.odopmart.example.in",
        "storefront_url": "https://odopmart.example.in",
        "smtp_url": "smtp://mart:secret@mail.example.in:587",
        "sms_url": "https://sms.example.in/send",
        "sms_token": SECRET,
        "sms_entity": "1101000000000000000",
        "sms_templates": TEMPLATES,
        "mail_from": "ODOP Mart <no-reply@odopmart.in>",
        "razorpay_key_id": "rzp_live_Ab12Cd34Ef56Gh",
        "razorpay_key_secret": SECRET,
        "razorpay_webhook_secret": SECRET,
        "audit_heads_url": "https://log.example.in/odop",
        "trusted_proxies": ["10.0.3.0/24", "fd00:1::/64"],
        "allowed_origins": ["https://odopmart.example.in"],
        "database_url": "postgresql://serve@db.example.in/odop?sslmode=verify-full",
    }
    # The suite itself runs without limits.
    limits = {
        name: field.default
        for name, field in Settings.model_fields.items()
        if field.json_schema_extra
    }
    return Settings(**limits | ready | changed)
