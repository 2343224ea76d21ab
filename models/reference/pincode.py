"""States, PIN codes and delivery rates."""

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.reference.district import District

if TYPE_CHECKING:
    from models.catalogue.vendor import Vendor


class State(Model):
    """A State or Union Territory, with its GST code as key."""

    code = fields.CharField(2, primary_key=True)
    name_en = fields.CharField(60, unique=True)
    name_hi = fields.CharField(60, unique=True)
    is_active = fields.BooleanField(default=True, description="false for codes no longer issued")
    is_remote = fields.BooleanField(default=False, description="parcels go by air or ship")

    class Meta:
        table = "state"
        constraints = [CheckConstraint(check="code ~ '^[0-9]{2}$'", name="state_code")]  # noqa: RUF012


class Pincode(Model):
    """A PIN code with postal delivery, its State and revenue district."""

    pincode = fields.CharField(6, primary_key=True)
    state: fields.ForeignKeyRelation[State] = fields.ForeignKeyField(
        "models.State", related_name=False, on_delete=fields.RESTRICT
    )
    state_id: str
    district_name = fields.CharField(80)
    district: fields.ForeignKeyNullableRelation[District] = fields.ForeignKeyField(
        "models.District", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    district_id: int | None

    class Meta:
        table = "pincode"
        constraints = [  # noqa: RUF012
            CheckConstraint(check="pincode ~ '^[1-9][0-9]{5}$'", name="pincode_form")
        ]


class DeliveryZone(StrEnum):
    """Distance class from the vendor to the buyer."""

    DISTRICT = "district"
    STATE = "state"
    COUNTRY = "country"
    REMOTE = "remote"


class DeliveryService(StrEnum):
    """Speed of a delivery."""

    STANDARD = "standard"
    EXPRESS = "express"


class DeliveryRate(Model):
    """A delivery rate. Rates without a vendor apply to vendors without rates of their own."""

    id = fields.IntField(primary_key=True)
    vendor: "fields.ForeignKeyNullableRelation[Vendor]" = fields.ForeignKeyField(
        "models.Vendor", related_name=False, null=True, on_delete=fields.CASCADE
    )
    vendor_id: int | None
    service = fields.CharEnumField(DeliveryService, max_length=10, default=DeliveryService.STANDARD)
    zone = fields.CharEnumField(DeliveryZone, max_length=10)
    up_to_grams = fields.IntField()
    charge_paise = fields.BigIntField()
    fragile_paise = fields.BigIntField(default=0, description="on top, when something may break")
    days_min = fields.SmallIntField()
    days_max = fields.SmallIntField()

    class Meta:
        table = "delivery_rate"
        constraints = [  # noqa: RUF012
            UniqueConstraint(
                fields=("vendor_id", "service", "zone", "up_to_grams"), name="delivery_rate_vendor"
            ),
            UniqueConstraint(
                fields=("service", "zone", "up_to_grams"),
                name="delivery_rate_mart",
                condition="vendor_id IS NULL",
            ),
            CheckConstraint(
                check="up_to_grams > 0 AND charge_paise >= 0 AND fragile_paise >= 0"
                " AND days_min >= 0"
                " AND days_max >= days_min",
                name="delivery_rate_figures",
            ),
        ]
