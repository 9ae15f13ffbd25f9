# The page's texts in English. `de.ftl` has the same messages; a test keeps the two in step.

## Every page

skip = To the content
nav = Main menu
nav-start = Start
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
start-reports = Reports
start-reports-lead = Drift, checks of the data, and what the gate decided about models.
start-prefect = Prefect
start-prefect-lead = The runs of the flows, their schedules and logs.
start-mlflow = MLflow
start-mlflow-lead = The model versions and their training runs.

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
kind-gate = Gate
kind-regression = Regression
kind-validation = Data check
report-version = Version { $version }
report-version-label = Model version
report-made = Made
report-outcome = Outcome
report-run = Run
report-run-link = Open the run in Prefect
report-id = Report
report-summary = Summary
report-summary-none = This report has no summary.
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
