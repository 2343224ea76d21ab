"""Types of a person with an account."""
