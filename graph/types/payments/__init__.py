"""Types of payments, refunds and disputes."""
