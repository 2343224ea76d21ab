"""Limits on documents and variables, in one table."""

from collections.abc import Mapping

from commerce.catalogue.product_filter import MAX_ATTRIBUTES, MAX_CHOICES

# --- A document ------------------------------------------------------------------------------

MAX_TOKENS = 2_000
MAX_OPERATIONS = 50
MAX_FRAGMENTS = 200
# Fields within each other; introspection as tools ask for it has 15.
MAX_DEPTH = 15
# Fields of an operation once its fragments are spread.
MAX_SELECTIONS = 3_000
# How often one field may be asked for of one parent, under the same name or under others. What has
# no selection is compared with its like at once, and components each ask for `id`.
MAX_REPEATED_FIELDS = 30
MAX_REPEATED_VALUES = 100
# Writes run one after the other, each in a transaction.
MAX_MUTATIONS = 5
MAX_NAME_CHARACTERS = 200
MAX_VALIDATION_ERRORS = 20

# --- What it costs ---------------------------------------------------------------------------

# Objects an answer may have: ten times the dearest page of the storefront.
MAX_POINTS = 5_000
# Objects of the schema one answer may describe: four times what tools ask for.
MAX_INTROSPECTION_OBJECTS = 20_000
# Bytes of an answer's data, before it is compressed: ten times the longest page of the storefront.
MAX_ANSWER_BYTES = 4_000_000

# --- Lists and what finds them ------------------------------------------------------------------

# Items of a page.
MAX_PAGE_ITEMS = 100
# Nodes asked for by their ids at once.
MAX_NODES = 100
MAX_CURSOR_CHARACTERS = 512
# Of which the first 200 are read.
MAX_SEARCH_CHARACTERS = 1_000

# --- Values of arguments, whatever they are for ------------------------------------------------

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
    "after": MAX_CURSOR_CHARACTERS,
    "before": MAX_CURSOR_CHARACTERS,
    "search": MAX_SEARCH_CHARACTERS,
    "query": MAX_SEARCH_CHARACTERS,
    "slug": 200,
    "pincode": 100,
    "Query.pincode.code": 100,
}
