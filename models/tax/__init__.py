"""Tables of tax and commission rates."""
