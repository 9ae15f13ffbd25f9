"""A challenger that is spoilt for women only, and what the gate's subgroups say of it."""

from __future__ import annotations

import numpy as np

from regression.gate.check import Outcome
from regression.simulation.cohort import Cohort, draw
from regression.simulation.scenarios import Setting
from regression.simulation.shares import Trial
from regression.statistics.comparison import compare
from regression.statistics.paired import Groups
from regression.statistics.rules import Rules
from regression.statistics.subgroups import judge

SABOTAGED_AUC = 0.60
SABOTAGED_CORRELATION = 0.5

HONEST = "equal for all"
SABOTAGED = "spoilt for women"
SABOTAGES = (HONEST, SABOTAGED)


def cohort(setting: Setting) -> Cohort:
    women = (SABOTAGED_AUC, SABOTAGED_CORRELATION) if setting.scenario == SABOTAGED else None
    champion = setting.champion_auc
    return Cohort(setting.speakers, setting.clips, champion, champion, setting.correlation, women=women)


def trial(of: Cohort, rules: Rules, rng: np.random.Generator) -> Trial:
    """Seven groups: two sexes, and three bands of SNR and two of duration that mean nothing."""
    sample = draw(of, rng)
    clips = sample.sex.size
    groups: dict[str, Groups] = {
        "sex": sample.sex,
        "snr": rng.choice(["low", "middle", "high"], clips),
        "duration": rng.choice(["short", "long"], clips),
    }
    found = judge(sample.paired, groups, rules)
    failed = {(group.dimension, group.value) for group in found if group.outcome is Outcome.FAIL}
    overall = compare(sample.paired, rules).outcome
    return {
        "women failed": ("sex", "female") in failed,
        "another group failed": bool(failed - {("sex", "female")}),
        "some group failed": bool(failed),
        "women judged": any(group.value == "female" and group.outcome for group in found),
        "accuracy check passed": overall is Outcome.PASS,
        "both checks passed": overall is Outcome.PASS and not failed,
    }
