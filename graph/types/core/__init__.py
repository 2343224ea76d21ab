"""Types of the mart itself: operator, audit, background jobs."""
