"""The dashboards for Grafana: `python -m infra.grafana` writes their JSON, and the modules here say what is in it.

Needs grafana-foundation-sdk, of the extra dev: whoever only shows the dashboards needs the files alone.
"""
