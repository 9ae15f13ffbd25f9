"""The REST API: submit a recording, follow its job, read the result."""
