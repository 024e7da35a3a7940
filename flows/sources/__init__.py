"""Where mail comes from: read-only hands."""
