"""Limits on attempts and messages, by contact, device and address."""
