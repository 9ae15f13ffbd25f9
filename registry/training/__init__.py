"""Training of the first model: corpus, cross-fitting, decision policy, figures, model card."""
