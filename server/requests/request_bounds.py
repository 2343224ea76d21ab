"""Limits on the size of requests of any route."""

# The request line with all headers as sent; and its URL.
MAX_HEAD_BYTES = 32 * 1024
MAX_URL_BYTES = 16 * 1024
MAX_HEADERS = 100
# A body, of any route.
MAX_BODY_BYTES = 256 * 1024
# A body as sent in chunks, with their extensions and trailers.
MAX_BODY_WIRE_BYTES = 8 * MAX_BODY_BYTES
# Read and discarded after a refusal, so that the client reads the response.
MAX_DISCARDED_BYTES = 1024 * 1024
# Requests sent before the earlier ones are answered.
MAX_PIPELINED = 20

# Parameters of a URL, the name of an operation, and `extensions` as JSON: the hash of a persisted
# document and whatever an app's tools add.
MAX_URL_PARAMETERS = 20
MAX_OPERATION_NAME_CHARACTERS = 200
MAX_EXTENSIONS_BYTES = 4 * 1024
# Longer documents are not cached.
MAX_DOCUMENT_CHARACTERS = 40_000

# Of a WebSocket: a message, its fragments, and responses that the client does not read.
MAX_MESSAGE_BYTES = 64 * 1024
MAX_FRAGMENTS = 100
MAX_UNREAD_BYTES = 1024 * 1024
# Operations under way on one socket; and operations of an address executed at once.
MAX_SUBSCRIPTIONS = 100
MAX_SOCKET_OPERATIONS = 8
# Control frames, which are answered below the counting of requests.
MAX_CONTROL_FRAMES_PER_MINUTE = 120
