"""The other routes: pictures, health, metrics, webhooks."""
