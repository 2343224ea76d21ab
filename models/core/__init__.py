"""Tables of the mart itself: audit, idempotency, jobs, rates, addresses."""
