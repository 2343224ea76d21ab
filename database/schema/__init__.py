"""Tables brought up to date: migrations, their check, the serving role."""
