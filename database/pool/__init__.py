"""Connections: how they are opened, lent, bounded and ended."""
