"""Subscriptions of a session."""
