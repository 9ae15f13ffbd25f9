"""Version 1 of the API: jobs, and the versions of the model."""
