"""Reading a request: head, body, credentials, client address."""
