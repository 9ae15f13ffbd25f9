"""Models: their front end, training, export, and the versions in MLflow. What serves a model needs no torch."""
