"""A person's account: contacts, addresses, consents, wishlist."""
