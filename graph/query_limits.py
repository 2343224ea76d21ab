"""What one document and its variables may ask, in one table."""

from collections.abc import Mapping

from commerce.product_filter import MAX_ATTRIBUTES, MAX_CHOICES

# Of the values of arguments, whatever they are for.
MAX_LIST_ITEMS = 100
MAX_TEXT_CHARACTERS = 2_000
MAX_ID_CHARACTERS = 200
# Variables of one operation, and members of the object that brings their values.
MAX_VARIABLES = 100

# Narrower ones, by `Type.field.argument` or `Input.field`.
LIST_LIMITS: Mapping[str, int] = {
    "ApiKeyCreateInput.scopes": 20,
    "ProductFilter.attributes": MAX_ATTRIBUTES,
    "AttributeFilter.values": MAX_CHOICES,
}
# The same for texts; or by the last name alone, wherever it stands.
TEXT_LIMITS: Mapping[str, int] = {
    "after": 512,
    "before": 512,
    "search": 1_000,
    "query": 1_000,
    "slug": 200,
    "pincode": 100,
}
