"""`make bench`: latency and throughput of the real stack, as ratios against baselines of the same run.

Starts a stack of its own in a temporary folder. ARGS=--quick takes about three minutes instead of ten.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from regression.phantoms import encode, vowel
from tests.benchmarks import measure, measurements, rescore, swap
from tests.client import Client
from tests.integration.local_stack import ROOT, running, speechscan

RESULTS = ROOT / ".bench" / "results.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and no jobs 30 s apart")
    quick = parser.parse_args().quick
    console = Console(stderr=True)
    wav = encode(vowel(1, f0_hz=140.0, duration_s=4.0), "wav")
    with tempfile.TemporaryDirectory() as folder, console.status("starting the stack") as status:
        root = Path(folder) / "data"
        with running(root) as stack:
            token = speechscan("keys", "create", "bench", "--data-dir", str(root)).stdout.strip()
            with Client(stack.settings.api_url, token) as client:
                results = _measure(stack.settings, client, wav, quick, status.update)
    _keep(results)
    _print(results)


def _measure(settings: Any, client: Client, wav: bytes, quick: bool, tell: Any) -> dict[str, Any]:
    tell("the bare model")
    client.wait(client.submit(wav))
    bare = measure.bare_model(wav)
    tell("a score, and Praat")
    scoring = measurements.per_clip_ms()
    tell("idle latency, 0.5 s between jobs")
    results: dict[str, Any] = {"bare": asdict(bare), "scoring": scoring}
    results["idle_0.5s"] = asdict(measure.idle_latency(client, wav, 20 if quick else 60, 0.5))
    if not quick:
        tell("idle latency, 30 s between jobs")
        results["idle_30s"] = asdict(measure.idle_latency(client, wav, 6, 30))
    tell("orchestration alone")
    jobs = 500 if quick else 2000
    rate, recorded = measure.orchestration_rate(settings, jobs)
    results["orchestration"] = {"jobs_per_s": rate, "jobs": jobs, "completed_in_prefect": recorded}
    tell("a backlog of 500")
    results["backlog"] = {"jobs_per_s": measure.backlog_rate(settings, client, wav, 500), "jobs": 500}
    _keep(results)
    tell("swaps of the champion under load")
    results["swap"] = asdict(swap.measure(settings, rounds=1 if quick else 3))
    _keep(results)
    tell("a regression beside the bare model")
    results["regression"] = asdict(rescore.measure(settings, rounds=2 if quick else 5))
    _keep(results)
    tell("the baseline: a deployment on a process worker")
    results["baseline"] = asdict(measure.baseline(settings, client, wav, 10))
    return results


def _keep(results: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")


def _print(results: dict[str, Any]) -> None:
    table = Table("what", "p50", "p95", "beside it")
    bare = results["bare"]
    table.add_row("bare decoder and model, 4 s wav", f"{bare['p50']:.1f} ms", f"{bare['p95']:.1f} ms", "")
    for name, pause in (("idle_0.5s", "0.5 s"), ("idle_30s", "30 s")):
        if idle := results.get(name):
            over = idle["p50"] - bare["p50"]
            label = f"POST to completed, {pause} between jobs"
            table.add_row(label, f"{idle['p50']:.1f} ms", f"{idle['p95']:.1f} ms", f"bare + {over:.1f} ms")
    base = results["baseline"]
    ratio = base["idle"]["p50"] / results["idle_0.5s"]["p50"]
    idle = base["idle"]
    table.add_row("the same, process worker", f"{idle['p50']:.0f} ms", f"{idle['p95']:.0f} ms", f"{ratio:.0f} x ours")
    Console().print(table)
    rates = Table("throughput", "ours, jobs/s", "process worker, jobs/s", "ratio")
    for name, beside, label in (
        ("orchestration", "noop_jobs_per_s", "orchestration alone (no-op stages)"),
        ("backlog", "jobs_per_s", "real stages, backlog of 500"),
    ):
        rate, other = results[name]["jobs_per_s"], base[beside]
        rates.add_row(label, f"{rate:.0f}", f"{other:.2f}", f"{rate / other:.0f} x")
    Console().print(rates)
    scoring = results["scoring"]
    scores = Table("4 s of sound on one thread", "processor time a clip", "Praat's over it")
    for name, label in (
        ("score", "PCM to result: measurements, model, explanation"),
        ("score_of_16", "the same, 16 clips"),
        ("measurements", "the measurements alone"),
        ("praat", "Praat, those measures that it has"),
    ):
        scores.add_row(label, f"{scoring[name]:.1f} ms", f"{scoring['praat'] / scoring[name]:.0f} x")
    Console().print(scores)
    swapped = results["swap"]
    swaps = Table(f"scoring at concurrency {swap.CONCURRENCY}", "p50", "p99", "failed")
    swaps.add_row("quiet", f"{swapped['quiet_p50']:.0f} ms", f"{swapped['quiet_p99']:.0f} ms", "")
    label = f"with {swap.SWAPS} swaps in {swapped['requests'] // swapped['rounds']} requests"
    p99 = f"{swapped['swapping_p99']:.0f} ms, {swapped['ratio']:.1f} x"
    swaps.add_row(label, f"{swapped['swapping_p50']:.0f} ms", p99, str(swapped["failed"]))
    Console().print(swaps)
    scored = results["regression"]
    regression = Table(f"{scored['clips']} clips of a reference set", "clips/s", "ratio")
    regression.add_row("bare model in a loop", f"{scored['bare']:.1f}", "")
    regression.add_row("regression through the service", f"{scored['served']:.1f}", f"{scored['ratio']:.2f}")
    Console().print(regression)
    done = results["orchestration"]
    Console().print(f"{done['completed_in_prefect']} of {done['jobs']} jobs Completed in the Prefect UI")


if __name__ == "__main__":
    main()
