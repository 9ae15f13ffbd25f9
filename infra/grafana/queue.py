"""Do jobs get through, and how fast?"""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard

from infra.grafana.board import board, choices
from infra.grafana.jobs import jobs
from infra.grafana.panels import ANY_IS_BAD, BAD, DOUBTFUL, GOOD, NEUTRAL, sign
from infra.grafana.workers import workers

_OURS = 'speechscan_failed_jobs_total{code!~"empty|unreadable|too_short|too_long|decode_limits"}'


def dashboard() -> Dashboard:
    made = board("queue", "Do jobs get through, and how fast? Green above: nothing to do.", since="now-6h")
    made.with_variable(choices("instance", "Worker", 'label_values(up{job="speechscan-worker"}, instance)'))
    _all_right(made)
    jobs(made)
    workers(made)
    return made


def _all_right(made: Dashboard) -> None:
    made.with_panel(
        sign(
            "Oldest waiting job",
            "speechscan:oldest_queued_seconds:max",
            "How long it has waited. An idle worker claims within milliseconds; after two minutes it is an alert.",
            steps=((None, GOOD), (30, DOUBTFUL), (120, BAD)),
            alert="QueueOld",
            unit="s",
        )
    )
    made.with_panel(
        sign(
            "Waiting jobs",
            "speechscan:jobs_queued:max",
            "In the database, now. Many are no fault while they are claimed.",
            steps=NEUTRAL,
            alert="QueueNotClaimed",
        )
    )
    made.with_panel(
        sign(
            "Time to drain",
            "speechscan:jobs_queued:max / (sum(end:speechscan_jobs_finished:rate5m) > 0)",
            "Waiting jobs over those that left the workers in five minutes. Absent while none leaves.",
            steps=((None, GOOD), (300, DOUBTFUL), (1800, BAD)),
            alert="QueueOld",
            unit="s",
            absent="nothing leaves",
        )
    )
    made.with_panel(
        sign(
            "Submission to result",
            "speechscan:submit_to_finish_seconds:p95_5m",
            "95 % of the results of five minutes were there after so long, waits and earlier attempts included.",
            steps=((None, GOOD), (5, DOUBTFUL), (60, BAD)),
            alert="QueueOld",
            unit="s",
            absent="no results",
        )
    )
    made.with_panel(
        sign(
            "Failures of ours, 30 min",
            f"sum(increase({_OURS}[30m])) or vector(0)",
            "Jobs that failed for a reason that does not lie in the recording. Any is one too many.",
            steps=ANY_IS_BAD,
            alert="JobsFailedByUs",
        )
    )
    made.with_panel(
        sign(
            "Leases taken over, 15 min",
            "sum(max by (by) (increase(speechscan_leases_taken_over_total[15m])))",
            "Jobs of workers that went silent: killed, hanging, or without the database. They are screened again.",
            steps=((None, GOOD), (1, DOUBTFUL)),
            alert="LeasesTakenOver",
        )
    )
