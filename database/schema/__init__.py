"""Tables brought up to date: migrations, their check, the snapshot, the serving role."""
