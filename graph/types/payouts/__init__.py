"""Types of payees."""
