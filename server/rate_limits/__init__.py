"""Limits on the work and the time of clients."""
