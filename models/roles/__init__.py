"""Tables of who may act for whom."""
