"""Speaker-grouped, nested cross-fitting of the linear head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

FOLDS = 10
INNER_FOLDS = 5
REPEATS = 5
STRENGTHS = (1e-3, 3e-3, 1e-2, 3e-2, 1e-1)

Matrix = NDArray[np.float64]
Labels = NDArray[np.bool_]
Groups = NDArray[np.str_]


def fit(
    features: Matrix, labels: Labels, groups: Groups, seed: int, strengths: Sequence[float] = STRENGTHS
) -> Pipeline:
    """Standardised logistic regression; its penalty is chosen by log loss over folds that keep speakers together."""
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))
    if len(strengths) == 1:
        model.set_params(logisticregression__C=strengths[0])
        return model.fit(features, labels)
    folds = StratifiedGroupKFold(INNER_FOLDS, shuffle=True, random_state=seed)
    search = GridSearchCV(
        model,
        {"logisticregression__C": list(strengths)},
        scoring="neg_log_loss",
        cv=list(folds.split(features, labels, groups)),
    )
    best: Pipeline = search.fit(features, labels).best_estimator_
    return best


def cross_fitted(features: Matrix, labels: Labels, groups: Groups, strengths: Sequence[float] = STRENGTHS) -> Matrix:
    """For each clip the mean logit, over the repeats, of models that never heard its speaker."""
    logits = np.zeros(len(labels))
    for repeat in range(REPEATS):
        folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=repeat)
        for train, test in folds.split(features, labels, groups):
            model = fit(features[train], labels[train], groups[train], repeat, strengths)
            logits[test] += model.decision_function(features[test]) / REPEATS
    return logits
