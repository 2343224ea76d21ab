"""Values that clients write: bounds, folding of texts, errors about them."""
