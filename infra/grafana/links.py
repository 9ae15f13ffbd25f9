"""Ways from a dashboard to the others and to the documentation."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import DashboardLink
from grafana_foundation_sdk.models.dashboard import DashboardLinkType

TAG = "speechscan"
# A box at the top of each dashboard, since only its reader knows where the documentation is.
DOCS = "${docs:raw}/"


def page(path: str) -> str:
    """The address of a page of `docs/`: path without `.md`, `index` for a folder's README."""
    return f"{DOCS}{path}.html"


def runbook(alert: str) -> DashboardLink:
    return DashboardLink(f"What to do: {alert}").url(page(f"runbooks/{alert}")).target_blank(True)


def others() -> DashboardLink:
    """A link for each dashboard of SpeechScan, the time range kept."""
    return (
        DashboardLink("Dashboards").type(DashboardLinkType.DASHBOARDS).tags([TAG]).keep_time(True).include_vars(False)
    )


def runbooks() -> DashboardLink:
    return DashboardLink("Runbooks").url(page("runbooks/index")).icon("doc").target_blank(True)
