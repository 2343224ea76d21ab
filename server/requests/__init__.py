"""Reading a request: head, body, who asks, from where."""
