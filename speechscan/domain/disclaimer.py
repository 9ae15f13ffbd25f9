"""The sentence that accompanies every result."""

DISCLAIMER = (
    "SpeechScan is a screening aid, not a medical device. Its output is not a diagnosis and does not "
    "replace an examination. If you are worried about your speech, see a doctor or a speech therapist, "
    "whatever this result says."
)
