"""Tables of sessions and of what proves who somebody is."""
