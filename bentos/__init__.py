"""The scorer as a BentoML service."""
