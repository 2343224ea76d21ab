"""Connections: opening, pooling, timeouts, transactions."""
