"""What people and servers sign in with."""
