"""Time limits: deadlines of requests, timeouts of connections, pauses after long work."""
