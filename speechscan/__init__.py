"""SpeechScan: screening of short voice recordings for signs of dysarthria."""

__version__ = "0.1.0"
