"""`python -m infra.grafana [--check]`: writes the dashboards' files, or says which are not up to date."""

from __future__ import annotations

import argparse
import sys

from infra.grafana import files


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.grafana", description="Make the dashboards for Grafana.")
    parser.add_argument(
        "--check", action="store_true", help="Write nothing; exit status 1 if a file is not up to date."
    )
    if parser.parse_args().check:
        stale = files.stale()
        for path in stale:
            print(f"{path} is not up to date: run `python -m infra.grafana`.", file=sys.stderr)
        return 1 if stale else 0
    for path in files.write():
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
