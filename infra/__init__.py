"""What runs SpeechScan: the local stack, and later images, charts and dashboards."""
