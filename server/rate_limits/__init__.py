"""How much one client may cause, and for how long."""
