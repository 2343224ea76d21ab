"""Shared by all rules: action context, refusals, money, calendar, audit, jobs, idempotency."""
