"""The local stack: every server that SpeechScan needs, from Python packages, on 127.0.0.1."""
