# The page's texts in English. `de.ftl` has the same messages; a test keeps the two in step.

## Every page

skip = To the content
nav = Main menu
nav-start = Start
nav-history = Recordings
nav-models = Models
nav-reports = Reports
signed-in-as = Signed in as { $name }
sign-out = Sign out
language = Language
theme = Look
theme-system = As the system
theme-light = Light
theme-dark = Dark
moment = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC
footer-docs = Interface for programs
disclaimer-title = What this is not
disclaimer-short = A screening aid, not a diagnosis.
disclaimer-more = More
# As in speechscan/domain/disclaimer.py.
disclaimer = SpeechScan is a screening aid, not a medical device. Its output is not a diagnosis and does not replace an examination. If you are worried about your speech, see a doctor or a speech therapist, whatever this result says.
notice-offline = The service cannot be reached. Check the connection and try again.
notice-retrying = The service does not answer; trying again.
notice-failed = That did not work. Reload the page and try again.
notice-insecure = This page was opened without encryption, so nobody can sign in. Open its address with https.

## Sign in

sign-in-title = Sign in
sign-in-lead = With the API key that whoever runs this service gave you.
sign-in-key = API key
sign-in-key-hint = It begins with sps_ and is kept in this browser only as a session.
sign-in-button = Sign in
sign-in-wrong = This key is not known, or it was revoked. Check that you copied all of it.
sign-in-ended = Your session has ended. Sign in again to go on where you were.
sign-in-signed-out = You are signed out.

## Start

start-title = Start
start-lead = You are signed in with the key { $name }.
start-may = With this key you may
start-may-nothing = nothing on this page. Ask whoever runs this service for another key.
scope-jobs-read = see its recordings and their results
scope-jobs-write = send recordings and cancel them
scope-jobs-delete = delete recordings and results
scope-annotate = say what was confirmed later
scope-reports = read the reports about this service
scope-webhooks = say whom this service tells when a job ends
start-where = Where to go
start-key = Your key
start-newest = Newest recordings
start-history = Recordings
start-history-lead = Earlier recordings and their results: search them, open them, delete them.
start-models = Models
start-models-lead = Which model decides, since when, and how good it is.
start-reports = Reports
start-reports-lead = Drift, checks of the data, and what the gate decided about models.
start-prefect = Prefect
start-prefect-lead = The runs of the flows, their schedules and logs.
start-mlflow = MLflow
start-mlflow-lead = The model versions and their training runs.

## Is everything ready?

ready-title = Is everything ready?
ready-all = Everything that a recording needs is ready.
ready-not = Not everything is ready:
away-database = The database does not answer. Nothing can be shown or taken in.
away-store = The store of recordings does not answer. Nothing can be sent or played until it is back.
away-orchestrator = Prefect does not answer. Recordings are taken in, but may have to wait.
away-model = No model is ready. No recording is taken in, since nothing could judge it.

## Earlier recordings

history-title = Recordings
history-lead = What was sent with keys of the name { $name }, newest first.
history-sought = Number of a recording, or pseudonym of a person
history-sought-hint = Pseudonyms are stored as keyed hashes only. What you type is hashed in the same way and compared, so it must be exactly as it was sent.
history-find = Find
history-filter = Choose from the list
history-state = State
history-verdict = Verdict
history-task = Spoken
history-any = Any
history-since = From
history-until = To
history-show = Show
history-all = Show all
history-person = Only one person's recordings, whose keyed hash begins with { $hash }.
history-no-task = Recording
history-model = Model { $version }
history-run = Run
history-delete = Delete…
history-choose = Choose for deletion:
history-delete-chosen = Delete the chosen ones…
history-deleted = { $count ->
    [0] Nothing was deleted.
    [one] One recording was deleted.
   *[other] { $count } recordings were deleted.
}
history-none = There are no recordings yet.
history-none-such = There is no such recording.
history-older = Older recordings
history-newest = To the newest recordings
deletion-title = { $count ->
    [0] Delete recordings
    [one] Delete this recording?
   *[other] Delete these { $count } recordings?
}
deletion-means = Recording and result are erased for good. This cannot be undone. What is still being analysed is cancelled.
deletion-sure = Delete for good
deletion-keep = Keep
deletion-none = Nothing was chosen, or it is deleted already. Mark recordings in the list first.
deletion-back = Back to the list

## Jobs, wherever they are shown

state-queued = Waiting
state-running = Being analysed
state-completed = Analysed
state-failed = Could not be analysed
state-cancelled = Cancelled
state-deleted = Deleted
status-healthy = No signs of dysarthria found
status-dysarthric = Signs of dysarthria found
status-inconclusive = No verdict
task-sustained-vowel-a = Sustained “aah”
task-sustained-vowel-i = Sustained “eee”
task-sustained-vowel-u = Sustained “ooo”
task-syllables = “Pa-ta-ka”, repeated
task-word = A word
task-non-word = A word without meaning
task-sentence = A sentence
task-picture-description = Describing a picture
task-letter = A letter
task-digit = A digit
task-digit-0 = The digit 0
task-digit-1 = The digit 1
task-digit-2 = The digit 2
task-digit-3 = The digit 3
task-digit-4 = The digit 4
task-digit-5 = The digit 5
task-digit-6 = The digit 6
task-digit-7 = The digit 7
task-digit-8 = The digit 8
task-digit-9 = The digit 9

## Models

models-title = Models
models-lead = Every version of the model about which something was decided. A version gives verdicts only after it has passed the gate, or because it was shipped with this service.
models-champion = Champion
models-version = Version { $version }
models-since = since
models-none = No version was made champion yet.
models-serving-none = No model is ready at the moment.
models-serving = Giving verdicts at the moment: version { $versions }.
models-at = Champion at this time
models-ask = Show
models-then-none = no version was champion
models-versions = Versions
models-is-champion = Champion
models-shipped = Shipped
models-not-judged = Not judged
models-decisions = Newest decisions
models-decisions-of = Decisions
models-before = Champion before: version { $version }.
models-actor = Decided by { $name }.
models-report = Gate report
models-back = All versions
models-gate = Gate
models-may-serve = May give verdicts
models-champion-now = Champion now
models-last-champion = Last made champion
models-digest = SHA-256 of its files
models-mlflow = Open the version in MLflow
models-card = Model card
models-card-none = The card of this version is not stored.
event-bootstrap = shipped, and made champion
event-gate = judged by the gate
event-approval = looked at by a person
event-promotion = made champion
event-rollback = made champion again

## Reports

reports-title = Reports
reports-lead = What the flows that watch this service have found, newest first.
reports-kinds = Kind of report
reports-all = All
reports-none = There is no report yet. The flows make one on their schedule.
reports-none-of-kind = There is no report of this kind yet.
reports-older = Older reports
reports-newest = To the newest reports
kind-drift = Drift
kind-drift-means = Whether recordings have changed, compared with what the model was made with and with the time before.
kind-gate = Gate
kind-gate-means = Whether a new version of the model may take the place of the present one.
kind-regression = Regression
kind-regression-means = Whether the present version still says what it said, and how good it is on the reference recordings.
kind-validation = Data check
kind-validation-means = Whether the results that were stored are sound.
report-version = Version { $version }
report-version-label = Model version
report-made = Made
report-outcome = Outcome
report-run = Run
report-run-link = Open the run in Prefect
report-id = Report
report-summary = Summary
report-summary-none = This report has no summary.
summary-all = All fields of the summary
summary-window = Period:
summary-no-sets = No reference set was in use, so nothing was compared.
figure = { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) })
figure-too-few = too few speakers to say
figure-auc = Area under the ROC curve (AUC)
figure-sensitivity = Sensitivity
figure-specificity = Specificity
figure-balanced-accuracy = Balanced accuracy
figure-decided = Share of recordings with a verdict
figures-of = How good version { $version } is on { $reference }
figures-figure = Figure
figures-value = Value (95 % interval)
figures-reading = Intervals are by speaker: speakers were drawn anew with all their recordings, since recordings of one speaker are not independent. No speaker of a reference set is known to the version from its training.
figures-subgroups = Subgroups are in the whole report below.
gate-compared = Version { $version } was compared with the champion, version { $champion }, on the same recordings.
gate-alone = Version { $version } was judged by itself, since there was no champion.
gate-version = What was decided about this version
gate-reasons = Reasons
gate-checks = Checks
gate-check = Check
gate-references = Reference sets:
gate-figures = Figures with their intervals by speaker are in the whole report below.
against-training = Compared with the training data
against-previous = Compared with the period before
drift-jobs = { $jobs ->
    [one] One recording in this period.
   *[other] { $jobs } recordings in this period.
}
drift-compared = Compared: { $compared }, of { $people ->
    [one] one person
   *[other] { $people } persons
} as far as that is known.
drift-by-task = By what was spoken
drift-recordings = Recordings compared
drift-drifted = What has drifted
drift-distances = Distance of each feature
drift-distances-reading = In standard deviations of the reference; of categories the Jensen-Shannon distance. 0 is no difference.
drift-feature = Feature
drift-distance = Distance
drift-has-drifted = has drifted
drift-done = What was done about it
plain-number = { NUMBER($value, maximumFractionDigits: 3) }
validation-rows = { $rows ->
    [one] One result was checked.
   *[other] { $rows } results were checked.
}
validation-failures = Rules that were not met
validation-rule = Rule
validation-severity = Weight
validation-affected = Results
validation-meaning = What it says
severity-error = Error
severity-warning = Warning
report-whole = The whole report
report-whole-none = This report has no page. The summary is all there is.
report-open = Open it in a window of its own
report-back = All reports
yes = yes
no = no
outcome-no-drift = No drift found
outcome-drift = Drift found
outcome-too-few = Too few to tell
outcome-not-compared = Could not be compared
outcome-passed = Passed
outcome-failed = Failed
outcome-empty = Nothing to check
outcome-pass = Passed
outcome-fail = Failed
outcome-inconclusive = Cannot be told
outcome-equal = Unchanged
outcome-different = Scores changed
outcome-stored = First scores stored

## Errors

error-number = Error { $status }
error-request = If it happens again, tell whoever runs this service this number: { $request }
error-home = To the start page
error-internal-error = Something went wrong on our side
error-internal-error-advice = We did not expect this. Try again in a minute.
error-forbidden = Your key may not do this
error-forbidden-advice = It lacks the right { $scope }. Ask whoever runs this service for a key that has it, and sign in with that.
error-foreign-origin = This was not sent from our own page
error-foreign-origin-advice = Nothing was changed. Open the page itself and try again there.
error-not-found = There is nothing here
error-not-found-advice = The address is wrong, or what was here has been removed.
error-method-not-allowed = This page cannot do that
error-method-not-allowed-advice = Go to the start page and try again from there.
error-upload-timeout = The recording came in too slowly
error-upload-timeout-advice = Try again with a better connection, or send a shorter recording.
error-conflict = That is no longer possible
error-conflict-advice = Something has changed meanwhile. Reload the page to see how things stand.
error-upload-missing = Nothing has been uploaded yet
error-upload-missing-advice = Send the recording first.
error-idempotency-mismatch = This was sent before, with another recording
error-idempotency-mismatch-advice = Reload the page and send the recording anew.
error-too-large = The recording is too large
error-too-large-advice = Send a shorter one, or one in a compressed format such as MP3, Ogg or M4A.
error-unsupported-format = This is no audio file that we know
error-unsupported-format-advice = Send WAV, FLAC, MP3, Ogg, M4A or WebM. The content decides, not the name of the file.
error-invalid-request = The request cannot be understood
error-invalid-request-advice = The address or the form has something in it that does not belong there. Go back and try again.
error-unavailable = A part of the service is away
error-unavailable-advice = It is most often back within a minute. Try again then. Nothing that was accepted is lost.
error-model-not-ready = No model is ready
error-model-not-ready-advice = Without a model there are no results, so no recording is taken in. Try again in a minute.
error-scorer-error = The model could not answer
error-scorer-error-advice = Try again in a minute.
error-busy = There are too many uploads at once
error-busy-advice = Wait some seconds and try again.
