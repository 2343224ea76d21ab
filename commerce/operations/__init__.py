"""Tools of the operator: checks of settings, rotation of secrets, audit heads."""
