"""Limits on the work of clients."""
