"""Rights are offered to a contact and given when whoever proves it accepts."""

from tortoise import fields, migrations
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from migrations._frozen import choice


CHECKS = {
    "invitation_of_one": "num_nonnulls(vendor_id, group_id, district_id, artisan_id) = 1",
    "invitation_role": "(vendor_id IS NULL) = (role IS NULL)",
    "invitation_ended": "(outcome IS NULL) = (ended_at IS NULL)",
    "invitation_contact": "outcome IS NOT NULL OR contact IS NOT NULL",
}


def to(model, column, on_delete=OnDelete.CASCADE, **more):
    return fields.ForeignKeyField(
        f"models.{model}",
        source_field=column,
        db_constraint=True,
        to_field="id",
        related_name=False,
        null=True,
        on_delete=on_delete,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [("models", "0014_sealed_keys"), ("models", "0014_gateway_truth")]
    initial = False
    operations = [
        ops.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("contact", fields.CharField(max_length=254, null=True)),
                ("kind", choice(description='VENDOR_MEMBER: vendor_member\nSTAFF: staff\nOFFICER: officer\nFACILITATOR: facilitator', max_length=14)),
                ("scope", fields.CharField(max_length=80)),
                ("vendor", to("Vendor", "vendor_id")),
                ("role", choice(description='OWNER: owner\nCATALOGUER: cataloguer\nDISPATCHER: dispatcher\nACCOUNTANT: accountant', max_length=12, null=True)),
                ("group", to("StaffGroup", "group_id")),
                ("district", to("District", "district_id")),
                ("artisan", to("Artisan", "artisan_id")),
                (
                    "basis",
                    choice(description='IN_APP: in_app\nSIGNED_FORM: signed_form', max_length=12, null=True),
                ),
                ("reference", fields.CharField(max_length=120, null=True)),
                ("notice_version", fields.CharField(max_length=20, null=True)),
                ("invited_by", to("Account", "invited_by_id", OnDelete.SET_NULL)),
                ("created_at", fields.DatetimeField()),
                ("sent_at", fields.DatetimeField()),
                ("sent_count", fields.SmallIntField(default=1)),
                ("expires_at", fields.DatetimeField()),
                (
                    "outcome",
                    choice(description='ACCEPTED: accepted\nDECLINED: declined\nREVOKED: revoked\nEXPIRED: expired', max_length=8, null=True),
                ),
                ("ended_at", fields.DatetimeField(null=True)),
                (
                    "account",
                    to(
                        "Account",
                        "account_id",
                        OnDelete.SET_NULL,
                        description="who accepted or declined",
                    ),
                ),
            ],
            options={
                "table": "invitation",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("contact", "scope"),
                        name="invitation_one_open",
                        condition="outcome IS NULL",
                    ),
                    *(CheckConstraint(check=check, name=name) for name, check in CHECKS.items()),
                ],
                "indexes": [
                    PostgreSQLIndex(fields=["contact"], name="invitation_contact_of"),
                    PostgreSQLIndex(fields=["vendor_id", "id"], name="invitation_vendor"),
                    PostgreSQLIndex(fields=["artisan_id", "id"], name="invitation_artisan"),
                    PostgreSQLIndex(fields=["invited_by_id"], name="invitation_invited_by"),
                    PostgreSQLIndex(fields=["account_id"], name="invitation_account"),
                ],
                "pk_attr": "id",
                "table_description": "A right offered to whoever proves a contact. It gives"
                " nothing until it is accepted.",
            },
            bases=["Model"],
        ),
        *(
            ops.RunSQL(f'ALTER TABLE invitation ADD CONSTRAINT "{name}" CHECK ({check})')
            for name, check in CHECKS.items()
        ),
        ops.RunSQL(
            "CREATE UNIQUE INDEX invitation_one_open ON invitation (contact, scope)"
            " WHERE outcome IS NULL"
        ),
    ]
