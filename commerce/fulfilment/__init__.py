"""Stock that is set aside, and the timeline of an order."""
