"""The audit log."""

from typing import Any

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.models import Model


class AuditEntry(Model):
    """An audited write. The database adds `chain` and the hashes and rejects updates and deletes.

    Accounts are numbers without a foreign key, because an entry outlives its subject. Entries have
    no personal data that erasure has to remove.
    """

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    account_id = fields.IntField(null=True, description="who; empty for the command line")
    api_key_id = fields.IntField(null=True)
    on_behalf_of = fields.CharField(60, null=True, description="as in artisan:12")
    action = fields.CharField(60)
    subject = fields.CharField(80, description="as in address:7")
    before: fields.JSONField[Any] = fields.JSONField(null=True)
    after: fields.JSONField[Any] = fields.JSONField(null=True)
    request = fields.CharField(64, null=True, description="the request's id")
    chain = fields.SmallIntField(default=0)
    previous_hash = fields.BinaryField(null=True)
    hash = fields.BinaryField(null=True)

    class Meta:
        table = "audit_entry"
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("chain", "id"), name="audit_entry_chain"),
            PostgreSQLIndex(fields=("account_id", "id"), name="audit_entry_account"),
            PostgreSQLIndex(fields=("subject", "id"), name="audit_entry_subject"),
        ]
