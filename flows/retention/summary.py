"""What retention did, or would do, for people."""

from __future__ import annotations

from collections.abc import Mapping

from flows.retention.plan import Amounts, Plan

_WHAT = {
    "results": "jobs with recording and result",
    "batches": "batches",
    "tombstones": "empty rows of erased jobs",
    "reports": "reports",
    "deliveries": "deliveries of webhooks",
}


def markdown(plan: Plan, amounts: Amounts, dry_run: bool, sizes: Mapping[str, Mapping[str, int]]) -> str:
    title = "Retention: what would go" if dry_run else "Retention: what went"
    lines = [f"# {title}", "", "| what | older than | how many |", "| --- | --- | --- |"]
    for name, what in _WHAT.items():
        before, amount = getattr(plan, name), getattr(amounts, name)
        lines.append(f"| {what} | {before:%Y-%m-%d %H:%M} UTC | {amount} |" if before else f"| {what} | kept | - |")
    for kind, found in sizes.items():
        lines += ["", f"| {kind} | MB |", "| --- | --- |"]
        lines += [f"| {name} | {size / 1e6:.1f} |" for name, size in sorted(found.items(), key=lambda one: -one[1])]
    return "\n".join(lines) + "\n"


def sentence(amounts: Amounts, dry_run: bool) -> str:
    told = [f"{amount} {_WHAT[name]}" for name in _WHAT if (amount := getattr(amounts, name)) is not None]
    if not told:
        return "Everything is kept: no SPEECHSCAN_RETAIN_... setting is set."
    return f"{', '.join(told)} {'would go' if dry_run else 'went'}."
