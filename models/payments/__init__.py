"""Tables of payments, refunds and disputes."""
