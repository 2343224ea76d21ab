"""Payments: opening, state, expiry, webhooks, refunds, disputes."""
