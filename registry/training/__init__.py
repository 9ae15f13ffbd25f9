"""Training: clips and features, nested cross-validation, baselines and controls, bounds, figures, card."""
