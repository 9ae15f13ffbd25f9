"""The gate's checks, each over what the versions said."""
