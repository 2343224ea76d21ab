"""What several drawings are made of."""
