"""Changed bank details wait, and recovery codes for who has lost the authenticator app."""

from tortoise import fields, migrations
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


def key():
    return ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True))


def to(kind, model, column, on_delete=OnDelete.CASCADE, **more):
    return kind(
        f"models.{model}",
        source_field=column,
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=on_delete,
        **more,
    )


HELD = "no payout before, after a change"


class Migration(migrations.Migration):
    dependencies = [("models", "0016_no_empty_texts"), ("models", "0017_on_sale")]
    initial = False
    operations = [
        ops.AddField("Payee", "held_until", fields.DatetimeField(null=True, description=HELD)),
        ops.CreateModel(
            name="PayeeProposal",
            fields=[
                key(),
                ("artisan", to(fields.OneToOneField, "Artisan", "artisan_id")),
                ("pan", fields.BinaryField(null=True, description="sealed, see auth.sealing")),
                ("pan_end", fields.CharField(max_length=4, null=True)),
                ("bank_account", fields.BinaryField(null=True, description="sealed")),
                ("bank_account_end", fields.CharField(max_length=4, null=True)),
                ("ifsc", fields.CharField(max_length=11, null=True)),
                ("holder", fields.CharField(max_length=120)),
                (
                    "proposed_by",
                    to(
                        fields.ForeignKeyField,
                        "Account",
                        "proposed_by_id",
                        OnDelete.SET_NULL,
                        null=True,
                    ),
                ),
                ("proposed_at", fields.DatetimeField()),
            ],
            options={
                "table": "payee_proposal",
                "app": "models",
                "indexes": [PostgreSQLIndex(fields=["proposed_by_id"], name="payee_proposal_by")],
                "pk_attr": "id",
                "table_description": "Bank details that somebody entered for an artisan; they"
                " count once the artisan agrees.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RecoveryCode",
            fields=[
                key(),
                ("account", to(fields.ForeignKeyField, "Account", "account_id")),
                ("code_hash", fields.BinaryField(description="SHA-256 of 80 random bits")),
                ("created_at", fields.DatetimeField()),
                ("used_at", fields.DatetimeField(null=True)),
            ],
            options={
                "table": "recovery_code",
                "app": "models",
                "indexes": [
                    PostgreSQLIndex(fields=["account_id", "id"], name="recovery_code_account")
                ],
                "pk_attr": "id",
                "table_description": "One of ten codes for who has lost the authenticator app,"
                " kept as a hash, good once.",
            },
            bases=["Model"],
        ),
    ]
