"""The versions of the model: their edge, MLflow behind it, and one in memory for tests."""

from registry.versions.base import CHALLENGER, CHAMPION, PREVIOUS, ModelRegistry, ModelVersion
from registry.versions.memory import MemoryRegistry
from registry.versions.mlflow import MlflowRegistry

__all__ = ["CHALLENGER", "CHAMPION", "PREVIOUS", "MemoryRegistry", "MlflowRegistry", "ModelRegistry", "ModelVersion"]
