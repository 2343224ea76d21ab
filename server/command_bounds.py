"""Limits on the arguments of the `odop` command: numbers, texts, files."""

# The demonstration's rows are made in memory, a part at a time; nobody measures with more.
MAX_SEED_PRODUCTS = 2_000_000
MAX_WORKERS = 64
# An address with a name in front of it, a group, what a person is called.
MAX_ARGUMENT_CHARACTERS = 400
MAX_PERSON_NAME_CHARACTERS = 80
# JSON in one argument; a shell takes no more than this many bytes either.
MAX_JSON_ARGUMENT_CHARACTERS = 131_072
# A document, the operator's details; and years of the audit's heads, one a minute.
MAX_FILE_BYTES = 1_048_576
MAX_HEADS_FILE_BYTES = 1_073_741_824
