"""What the API answers, as frozen models. One concept a module."""
