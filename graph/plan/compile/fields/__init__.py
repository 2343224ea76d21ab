"""How each kind of field is written."""
