"""Accounts remember that they lost a contact which nobody had verified.

Whoever was looked up by that contact may be somebody else, so such an account is not invited by
its ID. A trigger sees every way of losing it and lets nothing take the mark away again.
"""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

TRIGGER = """
CREATE FUNCTION account_lost_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.has_lost_unproved_contact := true;
  RETURN NEW;
END $$;
CREATE TRIGGER account_lost_contact BEFORE UPDATE ON account FOR EACH ROW
  WHEN (OLD.has_lost_unproved_contact AND NOT NEW.has_lost_unproved_contact
    OR OLD.phone IS NOT NULL AND OLD.phone_verified_at IS NULL
      AND OLD.phone IS DISTINCT FROM NEW.phone
    OR OLD.email IS NOT NULL AND OLD.email_verified_at IS NULL
      AND OLD.email IS DISTINCT FROM NEW.email)
  EXECUTE FUNCTION account_lost_contact();
"""

# Only registering gave an account an unverified contact, an e-mail address. Whether it was verified
# before it left the account is not known, so all accounts that have registered and no longer have
# any, or were given another, count.
BEFORE = """
UPDATE account a SET has_lost_unproved_contact = true
 WHERE a.erased_at IS NULL
   AND EXISTS (SELECT FROM audit_entry e
                WHERE e.subject = 'account:' || a.id AND e.action = 'account.register')
   AND (a.email IS NULL OR EXISTS (
     SELECT FROM audit_entry e WHERE e.subject = 'account:' || a.id
        AND (e.action = 'account.join' OR e.action = 'contact.set' AND e.after ? 'email')));
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0032_hidden_names")]
    initial = False
    operations = [
        ops.AddField(
            model_name="Account",
            name="has_lost_unproved_contact",
            field=fields.BooleanField(
                default=False,
                db_default=False,
                description="whether it ever lost a contact that nobody had verified; set by a trigger",
            ),
        ),
        ops.RunSQL(BEFORE),
        ops.RunSQL(TRIGGER),
    ]
