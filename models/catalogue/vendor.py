"""Vendors: the legal suppliers on the buyer's invoice."""

from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.base import optional_char, optional_text, said_check, slug_check, slug_field
from models.reference.district import District
from models.reference.pincode import State


class VendorKind(StrEnum):
    """GST status of a vendor: registered (regular or under composition), or enrolled unregistered.

    The last two sell within their State only (CGST Act, s. 10(2)(c); notification 34/2023).
    """

    REGULAR = "regular"
    COMPOSITION = "composition"
    ENROLLED_UNREGISTERED = "enrolled_unregistered"


class VendorStatus(StrEnum):
    APPLIED = "applied"
    APPROVED = "approved"
    SUSPENDED = "suspended"


class Vendor(Model):
    """A vendor, with the disclosures of the E-Commerce Rules 2020, rule 5(3)."""

    id = fields.IntField(primary_key=True)
    slug = slug_field(100)
    kind = fields.CharEnumField(VendorKind, max_length=24)
    status = fields.CharEnumField(VendorStatus, max_length=12)
    display_name_en = optional_char(120)
    display_name_hi = optional_char(120)
    legal_name = fields.CharField(160)
    about_en = optional_text()
    about_hi = optional_text()
    gstin = fields.CharField(15, null=True, unique=True)
    enrolment_number = fields.CharField(
        20, null=True, unique=True, description="of an unregistered supplier, Notification 34/2023"
    )
    state: fields.ForeignKeyRelation[State] = fields.ForeignKeyField(
        "models.State", related_name=False, on_delete=fields.RESTRICT
    )
    state_id: str
    district: fields.ForeignKeyNullableRelation[District] = fields.ForeignKeyField(
        "models.District", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    district_id: int | None
    address_line1 = fields.CharField(160)
    address_line2 = optional_char(160)
    city_en = fields.CharField(80)
    city_hi = optional_char(80)
    pincode = fields.CharField(6)
    care_phone = fields.CharField(20)
    care_email = fields.CharField(120)
    grievance_name = fields.CharField(80)
    grievance_email = fields.CharField(120)
    grievance_phone = fields.CharField(20)
    free_delivery_above_paise = fields.BigIntField(null=True)
    accepts_cod = fields.BooleanField(default=True)
    undertaking_version = optional_char(20)
    undertaking_accepted_at = fields.DatetimeField(
        null=True, description="the seller's word that texts and pictures match the goods"
    )
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "vendor"
        constraints = [  # noqa: RUF012
            slug_check("vendor"),
            said_check("vendor", "display_name"),
            CheckConstraint(
                check="(kind = 'enrolled_unregistered') = (gstin IS NULL)"
                " AND (kind = 'enrolled_unregistered') = (enrolment_number IS NOT NULL)",
                name="vendor_registration_fits_kind",
            ),
            CheckConstraint(
                check="gstin IS NULL OR (gstin_is_valid(gstin) AND left(gstin, 2) = state_id)",
                name="vendor_gstin",
            ),
            CheckConstraint(check="pincode ~ '^[1-9][0-9]{5}$'", name="vendor_pincode"),
            CheckConstraint(
                check="status <> 'approved' OR undertaking_accepted_at IS NOT NULL",
                name="vendor_undertaking",
            ),
            CheckConstraint(check="free_delivery_above_paise > 0", name="vendor_free_delivery"),
        ]
