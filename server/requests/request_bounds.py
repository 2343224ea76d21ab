"""How large a request may be, whatever it is for."""

# The request line and all headers, as they come over the wire; and the line's address.
MAX_HEAD_BYTES = 32 * 1024
MAX_URL_BYTES = 16 * 1024
MAX_HEADERS = 100
# A body, of any route.
MAX_BODY_BYTES = 256 * 1024
# A body as it comes over the wire, in chunks of its own, with their extensions and trailers.
MAX_BODY_WIRE_BYTES = 8 * MAX_BODY_BYTES
# What is still read of a request that was refused, so that its client hears of it.
MAX_DISCARDED_BYTES = 1024 * 1024
# Requests sent on before those before them are answered.
MAX_PIPELINED = 20

# Parameters of an address, the name of an operation, and `extensions` as JSON: the hash of a
# persisted document and whatever an app's tools add.
MAX_URL_PARAMETERS = 20
MAX_OPERATION_NAME_CHARACTERS = 200
MAX_EXTENSIONS_BYTES = 4 * 1024
# A longer document is answered, and not kept.
MAX_DOCUMENT_CHARACTERS = 40_000

# Of a WebSocket: a message, the parts it comes in, and answers that its client does not read.
MAX_MESSAGE_BYTES = 64 * 1024
MAX_FRAGMENTS = 100
MAX_UNREAD_BYTES = 1024 * 1024
# Operations under way on one socket, and of one address's that are carried out at once.
MAX_SUBSCRIPTIONS = 100
MAX_SOCKET_OPERATIONS = 8
# Its control frames, which are answered below whatever counts requests.
MAX_CONTROL_FRAMES_PER_MINUTE = 120
