"""Types of payments, refunds and payees."""
