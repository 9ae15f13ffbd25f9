"""Models: their front end, training, export, and the versions in MLflow."""
