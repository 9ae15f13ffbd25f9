"""Prefect flows. `screen` is the warm one that takes jobs from the queue; the others run as deployments."""
