"""The other routes: pictures, health, metrics, webhooks, the schema file."""
