"""What people type, in the one form in which it is kept and compared."""
