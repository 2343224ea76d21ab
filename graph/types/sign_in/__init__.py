"""Types of sessions and API keys."""
