"""Pictures of products. An adapter stores the files."""

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.base import optional_char, picture_id_check
from models.catalogue.product import Product


class ProductImage(Model):
    """A picture. Position 0 is shown on cards; width and height are pixels of the full picture."""

    id = fields.IntField(primary_key=True)
    product: fields.ForeignKeyRelation[Product] = fields.ForeignKeyField(
        "models.Product", related_name=False, on_delete=fields.CASCADE
    )
    product_id: int
    position = fields.SmallIntField()
    public_id = fields.CharField(200, description="name in the media store")
    width = fields.IntField()
    height = fields.IntField()
    blurhash = optional_char(40)
    alt_en = optional_char(200)
    alt_hi = optional_char(200)

    class Meta:
        table = "product_image"
        unique_together = (("product", "position"),)
        constraints = [  # noqa: RUF012
            CheckConstraint(check="width > 0 AND height > 0", name="product_image_size"),
            CheckConstraint(check="position >= 0", name="product_image_position"),
            picture_id_check("product_image", "public_id"),
        ]
