"""Backbones: what turns a clip into a vector for a head. Which one is a matter of configuration."""
