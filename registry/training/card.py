"""The model card, written from the metadata so that its figures cannot differ from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from registry.training import design

_SOUNDS = {
    "training_vowels_noise_50_db": "the training vowels, with half a second of room at the ends and noise 50 dB down",
    "training_vowels_noise_40_db": "the same, noise 40 dB down",
    "training_vowels_noise_30_db": "the same, noise 30 dB down",
    "healthy_running_speech": "healthy running speech (words joined)",
    "white_noise": "white noise",
    "brown_noise": "brown noise",
    "tone": "pure tones, 80 Hz to 2 kHz",
    "organ_tone": "steady tones with harmonics, 80 to 400 Hz",
    "melody": "melodies of such tones",
    "chord": "major chords",
    "silence": "silence",
}
_DISCRIMINATION = {
    "auc": "area under the ROC curve (AUC)",
    "auc_of_age_and_sex": "the same of age and sex alone",
    "auc_gain_over_age_and_sex": "gain over age and sex (paired)",
    "balanced_accuracy": "balanced accuracy",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "brier": "Brier score",
    "calibration_error": "calibration error (ECE, 5 bins)",
}
_VERDICTS = {
    "decided": "clips that get a verdict",
    "error_of_decided": "wrong among those",
    "coverage": "coverage: clips without the other class's verdict",
    "dysarthric_called_healthy": "dysarthric clips called healthy",
    "healthy_called_dysarthric": "healthy clips called dysarthric",
}
_CANDIDATES = {
    "measures": "the measurements",
    "plain pitch": "range and tremor of pitch",
    "plain steadiness": "range and tremor of pitch and loudness",
    "plain measures": "the measurements without movement",
    "timbre": "the {timbre}",
    "pitch": "how far the pitch moves",
    "steadiness": "how far pitch and loudness move",
    "steadiness and timbre": "the mean of a head on pitch and loudness and one on the {timbre}",
    "measures and timbre": "the mean of a head on the measurements and one on the {timbre}",
    "plain steadiness and timbre": "the mean of a head on range and tremor and one on the {timbre}",
    "plain measures and timbre": "the mean of a head on the measurements without movement and one on the {timbre}",
}

Document = dict[str, Any]


def written(content: Document) -> str:
    training, figures = content["training"], content["figures"]
    return "\n\n".join(
        part
        for part in (
            _introduction(content.get("embedding")),
            _cautions(content["cautions"]),
            _data(training),
            _manifest(content["manifest"]),
            _method(content),
            design.HISTORY,
            *_corpora(figures, training),
            _checks(figures),
            _everybody(figures["everybody"]),
            _reference(figures["reference"], training["corpora"]),
            _policy(content),
            _sounds(figures),
            _LIMITS,
        )
        if part
    ) + "\n"  # fmt: skip


def _introduction(embedding: Document | None) -> str:
    kind, heard = "acoustic model", _timbre(embedding)
    if embedding is not None:
        kind, heard = f"model with the backbone {embedding['backbone']}", f"an {heard}"
    return f"""# Model card: SpeechScan, {kind}

A calibrated linear head on acoustic measurements and {heard} of one sustained vowel. It gives a \
probability
of dysarthria, says which measurements moved it, and says whether the clip is of the kind that it was made for.

**Intended use:** research on screening, by people who know what its figures mean. It is not a medical device and gives
no diagnosis. It must not decide about anybody alone."""


def _timbre(embedding: Document | None) -> str:
    return "log-mel statistics" if embedding is None else "embedding"


def _timbre_in_full(embedding: Document | None) -> str:
    if embedding is None:
        return "Log-mel statistics: mean, spread and change of 19 cepstra below 4 kHz, 57 numbers."
    return (
        f"Embedding: mean over time of what layer {embedding['layer']} of {embedding['source']} gives, "
        f"{embedding['dims']} numbers. Its weights are part of this version; they have a licence of their own."
    )


def _cautions(told: list[str]) -> str:
    return "## Read this first\n\n" + "\n".join(f"- {sentence}" for sentence in told) if told else ""


def _data(training: Document) -> str:
    ill, everyone = training["dysarthric_speakers"], training["speakers"]
    others = "\n".join(
        f"| judged on, not trained on | {name}: {speakers} speakers | {licence} |"
        for name, (speakers, licence) in training["others"].items()
    )
    kept = len(training["held_out_speakers"])
    reference = f"| kept out of training | {kept} more speakers of the same corpora | the same |\n"
    licences, sources = ", ".join(training["licences"]), ", ".join(training["sources"])
    return f"""## Data and licences

| part | what | licence |
| --- | --- | --- |
| trained on | {", ".join(training["corpora"])}{sources and f" ({sources})"}: {training["clips"]} clips of \
{everyone} speakers ({ill} dysarthric, {everyone - ill} healthy); {_words(training["tasks"])} | \
{licences or "not given"} |
{reference if kept else ""}{others}

No audio is part of this project. {_under(licences)}

A corpus of one class never trains: the model would learn the corpus. So healthy speakers from elsewhere, however many,
are left out and not down-weighted; any weight above nothing teaches recording and \
{_ages(training)}. They serve as a check."""


def _ages(training: Document) -> str:
    if "troparion_spa2019" not in training["others"] or design.CORPUS not in training["corpora"]:
        return "age"
    return f"age (those of troparion_spa2019 are\n31 years old on average, the ill of {design.CORPUS} about 60)"


def _under(licences: str) -> str:
    if not licences:
        return "The manifest gives no licence: whoever passes the weights on should ask for it first."
    return (
        f"The weights were computed from a corpus under {licences};\n"
        "whoever passes them on should judge for themselves what that licence asks."
    )


def _manifest(told: Document) -> str:
    parts = (("What the check of the manifest warned of:", "warnings"), ("Left out:", "skipped"))
    lists = [f"{heading}\n\n" + "\n".join(f"- {said}" for said in told[name]) for heading, name in parts if told[name]]
    return "\n\n".join(lists)


def _words(tasks: list[str]) -> str:
    return ", ".join(task.replace("_", " ") for task in tasks)


def _method(content: Document) -> str:
    training, embedding = content["training"], content.get("embedding")
    timbre = _timbre(embedding)
    chosen = _CANDIDATES[training["candidate"]].format(timbre=timbre)
    penalties = ", ".join(f"{name.replace('_', '-')} {value}" for name, value in training["penalties"].items())
    return f"""## Method

Measurements: {", ".join(f"`{name}`" for name in content["measures"])}; ratios and depths by their logarithm. F0 itself
is not among them: it tells sex, and sex and diagnosis go together in this data. What cannot be measured is set to the
median of the training clips. {_timbre_in_full(embedding)}
All are standardised (cut at 4 spreads); logistic regression with a quadratic penalty, every speaker and both classes
of equal weight.

Candidates: heads on range, tremor and movement of pitch, on those of pitch and loudness, on all measurements, on the
same three without movement, on the {timbre}, and means of the last with those that read
more than pitch. The inner folds chose, by log loss:
**{chosen}** (penalty: {penalties}). Calibrated by Platt's method on inner folds, pulled
towards no change (slope {training["calibration_slope"]:.2f}, intercept {training["calibration_intercept"]:.2f}).

The *task check* is a Mahalanobis distance of ten features (voicing, spectral variance, spectral change over 16 and 96
ms, spread of the level, tilt, range of F0, jitter, harmonicity, movement of the level) to the training clips. Beyond
{content["familiar_limit"]:.2f}, or where one cannot be measured, a clip is unfamiliar and its result inconclusive."""


def _corpora(figures: Document, training: Document) -> Iterator[str]:
    yield f"""## Figures

95 % intervals in brackets, from {training["replicates"]} bootstrap draws over speakers. Nested cross-validation, no
speaker divided: 10 outer folds, {training["repeats"]} repeats; features, penalty and calibration are chosen in 5 inner
folds of the other speakers. Sensitivity and specificity are at a probability of one half. Never pooled over corpora."""
    for name, corpus in figures["corpora"].items():
        columns = {
            "all clips": corpus["all"],
            "by speaker": corpus["by_speaker"],
            **{task.replace("_", " "): told for task, told in corpus["tasks"].items()},
        }
        yield f"### {name}: {corpus['clips']} clips of {corpus['speakers']} speakers\n\n" + _table(
            _DISCRIMINATION, columns
        )
        parts = {"all clips": corpus["all"], **{_SEX[sex]: told for sex, told in corpus["sexes"].items()}}
        yield "With abstention and the check of the task, bounds and limits from the other speakers only:\n\n" + _table(
            {**_VERDICTS, "auc": "AUC"}, parts
        )


_SEX = {"f": "women", "m": "men"}


def _table(rows: dict[str, str], columns: dict[str, Document]) -> str:
    shown = {name: text for name, text in rows.items() if any(name in told for told in columns.values())}
    lines = [f"| figure | {' | '.join(columns)} |", f"| --- |{' --- |' * len(columns)}"]
    for name, text in shown.items():
        lines.append(f"| {text} | {' | '.join(_interval(told.get(name)) for told in columns.values())} |")
    return "\n".join(lines)


def _interval(told: dict[str, float] | None) -> str:
    return f"{told['value']:.2f} [{told['low']:.2f}, {told['high']:.2f}]" if told else ""


def _checks(figures: Document) -> str:
    null, calibration = figures["permutations"], figures["calibration"]
    controls = [f"| {name} | {_interval(auc) or 'cannot be made'} |" for name, auc in figures["controls"].items()]
    apart = [
        f"| telling healthy speakers of {pair} apart | {_interval(auc)} |"
        for pair, auc in figures["corpora_told_apart"].items()
    ]
    chosen = ", ".join(f"{name.replace('_', '-')} {count} times" for name, count in figures["chosen"].items())
    return f"""## Controls

| the same procedure on what should tell nothing | AUC |
| --- | --- |
{chr(10).join(controls + apart)}
| labels dealt out at random, by speaker ({null["trials"]} trials) | median {null["null_median"]:.2f}, 95 % below \
{null["null_95"]:.2f} |

"Speech removed" keeps the frames 25 dB under the voice; "frames shuffled" puts 25 ms frames in random order, which
leaves the long-term spectrum: of voice as of room; "recording alone" is length, peak, offset, power above 7 kHz and the
quietest frame. Against the permuted labels the model's AUC (one repeat: {null["auc"]:.2f}) has p = {null["p"]:.3f}.
Calibration in cross-validation: slope {calibration["slope"]:.2f}, intercept {calibration["intercept"]:.2f} (1 and 0 are
ideal). Probabilities hold for a group in which half the people are ill; where few are, they are far too high.
The inner folds chose {chosen}."""


def _everybody(told: Document | None) -> str:
    if told is None:
        return ""
    columns = {"all clips": told["all"], "by speaker": told["by_speaker"]}
    return (
        f"## The procedure on all {told['speakers']} speakers\n\nNested cross-validation over the speakers kept out "
        "too; it says what the procedure reaches with more speakers. Most of them are those whose figures led to the "
        "features.\n\n" + _table(_DISCRIMINATION, columns)
    )


def _reference(told: Document | None, corpora: list[str]) -> str:
    if told is None:
        return ""
    columns = {"all clips": told["all"], "by speaker": told["by_speaker"]}
    return (
        f"## Speakers that nobody trained on\n\n{told['clips']} clips of {told['speakers']} speakers "
        f"({told['dysarthric_speakers']} dysarthric), listed before any model had scored a clip. "
        f"{design.judgements(corpora)} So few speakers can contradict the figures above, not confirm them.\n\n"
        + _table({**_DISCRIMINATION, **_VERDICTS}, columns)
    )


def _policy(content: Document) -> str:
    policy, training = content["policy"], content["training"]
    asked = training["policy"]
    return f"""## Decision policy

Inconclusive strictly between {policy["abstain_low"]:.3f} and {policy["abstain_high"]:.3f}. The bounds are
class-conditional conformal, by speaker: of each class at most {1 - training["coverage"]:.0%} get the verdict of the
other. The policy asks for {1 - asked["coverage"]:.0%}, and for a verdict on at least {asked["least_decided"]:.0%} of
the training vowels, for which the first gives way where both cannot be had."""


def _sounds(figures: Document) -> str:
    rows = [_sound_row(_SOUNDS.get(name, f"vowels of {name}, healthy"), told) for name, told in _ordered(figures)]
    return f"""## Other sounds

Share of clips; what is neither unfamiliar nor decided is in the abstention band. "Without the check" is what the head
alone would have called dysarthric.

| sound | clips | unfamiliar | healthy | dysarthric | dysarthric without the check |
| --- | --- | --- | --- | --- | --- |
{chr(10).join(rows)}

Of the training clips {figures["unfamiliar_in_training"]:.1%} are unfamiliar, each against the other speakers. Running
speech is joined from single words; other speech may pass the check. How the check does on the digits of fsdd was seen
while it was made."""


def _ordered(figures: Document) -> list[tuple[str, Document]]:
    return list(figures["other_sounds"].items())


def _sound_row(text: str, told: Document) -> str:
    shares = ("unfamiliar", "healthy", "dysarthric", "dysarthric_without_check")
    return f"| {text} | {told['clips']} | " + " | ".join(f"{told[name]:.0%}" for name in shares) + " |"


_LIMITS = """## What is not shown

- Nothing is known of diseases, languages, ages, rooms, microphones and tasks that are not in the data above.
- Whether the model helps anybody: no study of its use was made.
- No severity and no sex may be read from the output.
- A contribution says what moved this model, not what ails a voice."""
