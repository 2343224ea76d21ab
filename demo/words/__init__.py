"""Words of the demo: names, attributes, declarations."""
