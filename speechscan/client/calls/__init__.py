"""The requests of the API, as data. One part of it a module."""
