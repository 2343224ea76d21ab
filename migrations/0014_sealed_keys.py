"""What opens a cart or an order stands sealed in the database, and so do kept answers."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from migrations._frozen import lookup_hash, seal

AT_ONCE = 500


async def seal_keys(apps, editor):
    """Seal what there is. Without orders and carts no keys are needed."""
    async def rows(sql, values=()):
        return (await editor.client.execute_query(sql, list(values)))[1]

    while found := await rows(
        "SELECT id, number, access_key FROM orders WHERE access_key IS NOT NULL LIMIT $1",
        [AT_ONCE],
    ):
        for each in found:
            sealed = seal(each["access_key"], f"orders:{each['number']}:access_key")
            await rows(
                "UPDATE orders SET access_key_sealed = $2, access_key = NULL WHERE id = $1",
                [each["id"], sealed],
            )
    while found := await rows(
        "SELECT id, token FROM cart WHERE token_hash IS NULL LIMIT $1", [AT_ONCE]
    ):
        for each in found:
            token = each["token"]
            token_hash = lookup_hash(token)
            sealed = seal(token, f"cart:{token_hash.hex()}:token")
            await rows(
                "UPDATE cart SET token_hash = $2, token_sealed = $3 WHERE id = $1",
                [each["id"], token_hash, sealed],
            )
    for each in await rows("SELECT id, owner FROM idempotency_key WHERE answer IS NOT NULL"):
        (kept,) = await rows("SELECT answer FROM idempotency_key WHERE id = $1", [each["id"]])
        place = f"idempotency_key:{each['id']}:answer"
        sealed = seal(bytes(kept["answer"]).decode(), place)
        await rows(
            "UPDATE idempotency_key SET answer_sealed = $2 WHERE id = $1", [each["id"], sealed]
        )
    # Keys of carts were named by the cart's own key.
    await rows(
        "UPDATE idempotency_key SET owner = 'cart ' || rtrim(translate("
        "encode(sha256(convert_to(substr(owner, 6), 'UTF8')), 'base64'), '+/', '-_'), '=')"
        " WHERE owner LIKE 'cart %'"
    )


def null_bytes(text):
    return fields.BinaryField(null=True, description=text)


CART = "A guest's cart opens to whoever has its token, a member's to its account alone."
ANSWERED = (
    "What was answered to a key. `owner` is whose key it is, `result` what the rule made."
)
SEALED = "see commerce.access_keys"
HASH = "SHA-256 of 128 random bits"
OPENS = "opens it to whoever has no account, see commerce.access_keys"


class Migration(migrations.Migration):
    dependencies = [("models", "0013_transfers")]
    initial = False
    operations = [
        ops.AddField("Order", "access_key_sealed", null_bytes(OPENS)),
        ops.AddField("Cart", "token_hash", null_bytes(HASH)),
        ops.AddField("Cart", "token_sealed", null_bytes(SEALED)),
        ops.AddField("IdempotencyKey", "answer_sealed", null_bytes(None)),
        ops.AlterModelOptions("Cart", {"pk_attr": "id", "table_description": CART}),
        ops.AlterModelOptions("IdempotencyKey", {"pk_attr": "id", "table_description": ANSWERED}),
        ops.RunPython(seal_keys),
        ops.RemoveConstraint("Cart", "cart_token"),
        ops.RemoveConstraint("Order", "orders_access_key"),
        ops.RemoveField("Order", "access_key"),
        ops.RemoveField("Cart", "token"),
        ops.RemoveField("IdempotencyKey", "answer"),
        ops.AlterField("Cart", "token_hash", fields.BinaryField(description=HASH)),
        ops.AlterField("Cart", "token_sealed", fields.BinaryField(description=SEALED)),
        ops.AddConstraint(
            "Cart", UniqueConstraint(fields=("token_hash",), name="cart_token_hash_once")
        ),
        ops.AddConstraint(
            "Cart", CheckConstraint(check="length(token_hash) = 32", name="cart_token_hash")
        ),
    ]
