"""Names, attributes, texts and declarations of the demo."""
