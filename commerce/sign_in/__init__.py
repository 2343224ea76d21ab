"""Sign-in: passwords, one-time codes, second factor, API keys."""
