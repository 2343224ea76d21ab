"""Signing in: passwords, codes, second factor, API keys."""
