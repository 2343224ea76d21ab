"""What the operator needs: settings checks, rotation of secrets, audit heads."""
