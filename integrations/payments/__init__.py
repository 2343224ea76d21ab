"""Gateways that take the buyers' money."""
