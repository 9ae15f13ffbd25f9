# The page's texts in English. `de.ftl` has the same messages; a test keeps the two in step.

## Every page

skip = To the content
nav = Main menu
nav-start = Start
nav-record = New recording
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
only-english = This part is in English.
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
start-may-nothing = With this key you cannot do anything here. Ask whoever runs this service for another one.
scope-jobs-read = see its recordings and their results
scope-jobs-write = send recordings and cancel them
scope-jobs-delete = delete recordings and results
scope-annotate = say what was confirmed later
scope-reports = read the reports about this service
scope-webhooks = say whom this service tells when a job ends
start-where = Where to go
start-record = New recording
start-record-lead = Record a voice here, or send files, and read the report.
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

## New recording

record-title = New recording
record-lead = Choose what is spoken, then record it here or send files that you have already.
record-noscript = Recording and sending need JavaScript, which this browser does not run. Programs can send to the interface for programs.
record-task = What is spoken
record-task-other = Something else, or not known
record-task-other-hint = The recording is sent without a task.
record-judged = The model in service can judge this.
record-not-judged = The model in service was not made for this: it will measure, and give no verdict.
record-subject = Pseudonym of the person (optional)
record-subject-hint = No name. It is stored as a keyed hash only, and serves to find one person's recordings again.
prompt-sustained-vowel-a = Take a breath and hold a steady “aah” for about five seconds, as loud as in conversation.
prompt-syllables = Say “pa-ta-ka” over and over, as fast and as evenly as you can, for about five seconds.
prompt-sentence = Read aloud: “The North Wind and the Sun were disputing which was the stronger, when a traveler came along.”
recorder-title = Record here
recorder-lead = In a quiet room, a hand's width from the microphone. At most { $seconds } seconds.
record-start = Start recording
record-stop = Stop
record-send = Send
record-again = Record again
record-heard = What you recorded
record-left = { $seconds } s left
record-began = Recording.
record-done = { $seconds } s recorded. Listen to it, then send it or record again.
record-too-short = That was too short. Record again for about five seconds.
level = Level
level-silent = Nothing to hear: is the microphone on?
level-quiet = Too quiet: come closer
level-good = Good
level-loud = Too loud: move away a little
microphone-refused = The browser was not allowed to use the microphone. Allow it in the address bar's settings for this page, then start again.
microphone-absent = No microphone was found. Connect one and start again, or send a file.
microphone-busy = The microphone is used by another program. Close that and start again.
microphone-insecure = Browsers give the microphone to encrypted pages only. Open this page's address with https, or send a file.
microphone-failed = Recording did not work in this browser. Record with another program and send the file.
uploader-title = Send files
# As in api/upload.py.
uploader-lead = WAV, FLAC, MP3, Ogg (Opus or Vorbis), M4A (AAC) and WebM (Opus), at most { $megabytes } MB each.
uploader-drop = Drop recordings here, or
uploader-choose = Choose files
uploader-names = File names stay on this page: they are not sent.
sent-title = Sent from this page
sent-open = Open in a new tab
sent-recorded = The recording made here
send-waiting = Waiting
send-under-way = Being sent
send-progress = How much of { $name } is sent
send-sent = { $name } is sent.
send-not-sent = Not sent
send-again = Send again
send-all-again = Send all again
send-signed-out = Your session has ended. Sign in again in another tab, then send it once more: the recording is still here.

## A job

job-title = Report on a recording
job-progress = The recording is being analysed
job-reasons = Why there is no verdict
job-cancel = Cancel
job-another = New recording
job-delete = Delete this recording…
job-delete-means = The recording and its result are erased for good. This cannot be undone.
job-delete-sure = Erase for good
state-queued = Waiting
state-queued-means = The recording is stored and waits to be analysed. This page shows the report as soon as it is there.
state-running = Being analysed
state-running-means = This takes a second or two. This page shows the report as soon as it is there.
state-completed = Analysed
state-failed = Could not be analysed
state-cancelled = Cancelled
state-cancelled-means = It was cancelled before there was a result. The recording is kept until it is deleted.
state-deleted = Deleted
state-deleted-means = The recording and its result were erased. Only an empty entry is left.
status-healthy = No signs of dysarthria found
status-dysarthric = Signs of dysarthria found
status-inconclusive = No verdict
means = What this means
means-not = What it does not mean
means-healthy = The model found nothing in this voice that is typical of the dysarthric voices that it was made with.
means-not-healthy = That this person is well. The model misses some dysarthric voices, and knows nothing of illnesses that it was not made with.
means-dysarthric = The model found in this voice what is typical of the dysarthric voices that it was made with. Have it looked at by a doctor or a speech therapist.
means-not-dysarthric = That this person is ill, with what, or how badly. A cold, a tired voice, age or a poor microphone can look the same to the model.
means-inconclusive = From this recording the model cannot tell. Often a second, better recording helps.
means-not-inconclusive = Anything about this person, neither good nor bad.
failure-empty = The file is empty or holds no sound. Check that the microphone was on, and record again.
failure-unreadable = The file cannot be decoded. Save the recording again, as WAV or FLAC if possible.
failure-too-short = The recording is too short. Record again for about five seconds.
failure-too-long = The recording is too long. Send the part of it that matters, or a new one of about five seconds.
failure-decode-limits = Decoding took more than a recording may take. Save it as 16 kHz mono WAV or FLAC and send that.
failure-model-refused = The model cannot score this recording. Record it again.
failure-recording-missing = The recording is no longer stored. Send it again.
failure-scorer-error = The model failed on this recording. Send it again later.
failure-internal-error = Something went wrong on our side, three times. Send it again later.
failure-worker-lost = The analysis ended abnormally, three times. Send it again later, or record it anew.

## The parts of a report

probability = Probability
probability-told = The model gives a probability of dysarthria of { NUMBER($percent, maximumFractionDigits: 0) } %.
probability-void = The model gives { NUMBER($percent, maximumFractionDigits: 0) } %, but of such a recording that counts for nothing.
probability-bounds = Up to { NUMBER($low, maximumFractionDigits: 0) } % it says that it finds no signs, from { NUMBER($high, maximumFractionDigits: 0) } % on that it finds signs, and in between it gives no verdict.
probability-low-end = no signs
probability-high-end = signs
confidence-told = Confidence: { NUMBER($confidence, minimumFractionDigits: 2, maximumFractionDigits: 2) }. That is the distance from the decision, 0 at the decision and 1 at certainty; it is no probability.
calibration-told = How far to trust it: in cross-validation on { $speakers } speakers ({ $corpus }) its probabilities were off by { NUMBER($off, maximumFractionDigits: 0) } percentage points on average (95 % interval { NUMBER($off_low, maximumFractionDigits: 0) } to { NUMBER($off_high, maximumFractionDigits: 0) }), and { NUMBER($wrong, maximumFractionDigits: 0) } % of its verdicts were wrong ({ NUMBER($wrong_low, maximumFractionDigits: 0) } to { NUMBER($wrong_high, maximumFractionDigits: 0) } %).
calibration-prevalence = The probability holds for a group in which half the people are ill. Where fewer are, it is too high.
calibration-none = How far this version's probabilities can be trusted is not stored here. Its model card says so.
moved = What moved the score
sound = Recording
sound-play = The recording, as it was analysed
sound-gone = The recording is not stored, so it cannot be played or drawn.
sound-away = The recording cannot be loaded at the moment, so it cannot be played or drawn. That does not mean that it is gone.
sound-again = Try again
waveform = Waveform
waveform-told = Waveform: { $seconds } s, loudest at { $at } s with { $peak } % of full scale.
spectrogram = Spectrogram
spectrogram-told = Spectrogram, 60 to 4000 Hz. The line drawn on it is the pitch as this page finds it, { $low } to { $high } Hz: an aid to the eye, not the measurement.
spectrogram-unvoiced = Spectrogram, 60 to 4000 Hz. This page finds no pitch in it.
contour-median-told = The dashed line is the measured median.
contour-median = measured median { $hz } Hz
measurements = Measurements
measurements-lead = The shaded bar is where nine of ten healthy training speakers lie, the mark is this recording. One value outside says little: one in ten healthy values is.
measurements-lead-no-ranges = For the model version of this result no ranges of healthy voices are stored.
measurement = Measurement
measured = Value
healthy-range = Healthy training speakers
no-range = no range
group-place = { $outside ->
    [0] { $count ->
        [one] within the range
       *[other] all { $count } within the range
    }
   *[other] { $outside } of { $count } outside the range
}
place-within = within { $low } to { $high }
place-below = lower than { $low } to { $high }
place-above = higher than { $low } to { $high }
unmeasured = Not measured
unit-hz = { $value } Hz
unit-semitones = { $value } semitones
unit-percent = { $value } %
unit-db = { $value } dB
unit-points = { $value } of 100
unit-syllables = { $value } syllables/s
group-pitch = Pitch and voicing
group-perturbation = Irregularity from period to period
group-sound = Clarity and noise
group-tremor = Tremor
group-movement = Slower movement of pitch and loudness
group-speech = Speech
measure-f0-hz = Pitch (fundamental frequency, median)
measure-f0-range-semitones = Range of the pitch
measure-voiced-fraction = Voiced part of the recording
measure-jitter-local = Jitter (local)
measure-jitter-rap = Jitter (RAP)
measure-jitter-ppq5 = Jitter (PPQ5)
measure-shimmer-local = Shimmer (local)
measure-shimmer-apq3 = Shimmer (APQ3)
measure-shimmer-apq5 = Shimmer (APQ5)
measure-shimmer-apq11 = Shimmer (APQ11)
measure-clarity-score = Clarity score (higher is clearer)
measure-hnr-db = Harmonics-to-noise ratio
measure-cpps-db = Cepstral peak prominence (CPPS)
measure-spectral-tilt-db = Tilt of the spectrum
measure-intensity-range-db = Range of the loudness
measure-f0-tremor-hz = Tremor of the pitch, frequency
measure-f0-tremor-depth = Tremor of the pitch, depth
measure-amplitude-tremor-hz = Tremor of the loudness, frequency
measure-amplitude-tremor-depth = Tremor of the loudness, depth
measure-f0-movement-fast = Pitch, above 18 Hz
measure-f0-movement-11hz = Pitch, about 11 Hz
measure-f0-movement-6hz = Pitch, about 6 Hz
measure-f0-movement-3hz = Pitch, about 3 Hz
measure-f0-movement-1-5hz = Pitch, about 1.5 Hz
measure-f0-movement-slow = Pitch, below 0.5 Hz
measure-level-movement-fast = Loudness, above 18 Hz
measure-level-movement-11hz = Loudness, about 11 Hz
measure-level-movement-6hz = Loudness, about 6 Hz
measure-level-movement-3hz = Loudness, about 3 Hz
measure-level-movement-1-5hz = Loudness, about 1.5 Hz
measure-level-movement-slow = Loudness, below 0.5 Hz
measure-speech-rate = Speech rate
measure-pause-ratio = Share of pauses
quality = Quality of the recording
quality-good = Good enough, and nothing to improve.
quality-duration = Length
quality-speech = Of that, voice
quality-level = Loudness of the voice
quality-peak = Peak
quality-snr = Voice over background
quality-snr-none = no pause to hear the background in
quality-clipping = Cut off
quality-bandwidth = The voice ends at
quality-seconds = { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } s
quality-dbfs = { NUMBER($level, maximumFractionDigits: 0) } dB re full scale
quality-db = { NUMBER($level, maximumFractionDigits: 0) } dB
quality-percent = { NUMBER($percent, maximumFractionDigits: 2) } %
quality-khz = { NUMBER($khz, maximumFractionDigits: 1) } kHz
about = About this recording
about-task = Spoken
about-queued = Sent
about-finished = Finished
about-model = Model
about-gate = Gate report
about-outcome = Confirmed
about-file = File
about-size = { $format }, { $kilobytes } kB
about-person = Person
about-person-known = with a pseudonym, stored as a keyed hash
about-person-unknown = not said
about-id = Number of the recording
about-trace = Trace
confirm = Say what was confirmed later…
confirm-lead = What an examination has shown. It is counted for the model's accuracy, and a later entry corrects it.
confirm-label = Confirmed
confirm-note = Note (optional)
confirm-note-hint = Short, and without a name. It is erased together with the recording.
confirm-save = Save
label-healthy = No dysarthria
label-dysarthric = Dysarthria

## What is stored as a sentence: results, reports and decisions have its name and figures beside their English words

said-flaw-silent = The recording is silent or far too quiet. Check that the microphone is on, and move closer to it.
said-flaw-no-voice = No voice was found in the recording, and at least { NUMBER($least_speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s are needed. Record again for about five seconds, closer to the microphone.
said-flaw-little-speech = Only { NUMBER($speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s of voice were found, and at least { NUMBER($least_speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s are needed. Record again for about five seconds, closer to the microphone.
said-flaw-quiet = The recording is too quiet. Move closer to the microphone, or raise its level.
said-flaw-noisy = The voice is only { NUMBER($snr_db, maximumFractionDigits: 0) } dB above the background, and at least { NUMBER($least_snr_db, maximumFractionDigits: 0) } dB are needed. Record in a quieter place, closer to the microphone.
said-flaw-clipped = The recording is too loud: { NUMBER($clipping, style: "percent", maximumFractionDigits: 1) } of it is cut off. Lower the level, or move away a little.
said-flaw-muffled = The recording is muffled: nothing is heard above { NUMBER($ends_khz, maximumFractionDigits: 1) } kHz. Uncover the microphone, or use another one.
said-flaw-off-centre = The recording has a strong constant offset, which comes from a fault of the device. Use another microphone.
said-reason-little-speech = Only { NUMBER($speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s of voice were found, and at least { NUMBER($least_speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s are needed. Record again for about five seconds, closer to the microphone.
said-reason-unfamiliar = The recording does not resemble those that the model was made for, a sustained vowel. Record a steady “aah” of about five seconds in a quiet room.
said-reason-abstained = The model's probability lies between its two decisions.
said-finding-healthy = The model finds no signs that are typical of dysarthria.
said-finding-dysarthric = The model finds signs that are typical of dysarthria.
said-advice-clipped = { NUMBER($clipping, style: "percent", maximumFractionDigits: 1) } of it is cut off, since it was too loud. Lower the level next time.
said-advice-noisy = The voice is only { NUMBER($snr_db, maximumFractionDigits: 0) } dB above the background. Record in a quieter place next time.
said-advice-telephone = Nothing of the voice is heard above { NUMBER($ends_khz, maximumFractionDigits: 1) } kHz, as over a telephone. Record with the device itself if you can.
said-moved = { $measurement }: { $value } (healthy training speakers: { $low } to { $high }); it moved the score towards { $direction ->
    [dysarthric] dysarthric
   *[healthy] healthy
}.
said-moved-without-range = { $measurement }: { $value }; it moved the score towards { $direction ->
    [dysarthric] dysarthric
   *[healthy] healthy
}.
said-moved-timbre = The timbre of the voice moved the score towards { $direction ->
    [dysarthric] dysarthric
   *[healthy] healthy
}.
said-unmeasured-short = The recording is shorter than { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } s.
said-unmeasured-silent = The recording is silent.
said-unmeasured-no-voice = No voice was found in the recording.
said-unmeasured-few-periods = Too few periods of the voice follow one another without a break.
said-unmeasured-no-harmonics = No part of the recording is harmonic enough.
said-unmeasured-not-held = The voice is not held for { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } s without a break.
said-unmeasured-no-tremor = No regular tremor of 3 to 12 Hz stands out.
said-unmeasured-vowel = It is a sustained vowel: there are no syllables to count.
said-unmeasured-little-speech = The recording has less than 1 s of speech.
said-unmeasured-no-clarity = It needs shimmer and the harmonics-to-noise ratio, and they could not be measured.
said-gate-reason = { $check }: { $reason }
said-gate-reason-on-set = { $check }, { $reference }: { $reason }
said-gate-no-reference = There is no clinical reference set that may judge. Add one with “speechscan reference add”.
said-gate-no-champion = There is no champion to compare with.
said-accuracy-worse = { $figure }: from { NUMBER($before, minimumFractionDigits: 3, maximumFractionDigits: 3) } to { NUMBER($now, minimumFractionDigits: 3, maximumFractionDigits: 3) }. That is worse by { NUMBER($by, minimumFractionDigits: 3, maximumFractionDigits: 3) }, and no more than { $allowed } is allowed.
said-accuracy-maybe-worse = { $figure }: from { NUMBER($before, minimumFractionDigits: 3, maximumFractionDigits: 3) } to { NUMBER($now, minimumFractionDigits: 3, maximumFractionDigits: 3) }. It may be worse by as much as { NUMBER($by, minimumFractionDigits: 3, maximumFractionDigits: 3) }, and the margin is { $allowed }.
said-accuracy-not-higher = The area under the ROC curve is not shown to be higher: the difference of { NUMBER($difference, minimumFractionDigits: 3, maximumFractionDigits: 3) } may be as low as { NUMBER($lower, minimumFractionDigits: 3, maximumFractionDigits: 3) }.
said-accuracy-few-speakers = There are { $healthy } healthy and { $dysarthric } dysarthric speakers; nothing is judged with fewer than { $least } of a class.
said-accuracy-need-unknown = Too few speakers to tell; how many would be needed cannot be told either.
said-accuracy-enough = About { $needed } speakers are enough for a challenger that is as good; with { $present } it cannot be told.
said-accuracy-needed = Too few speakers to tell: about { $needed } would be needed, there are { $present }.
said-accuracy-speakers = Speakers who were judged better by the champion: { $champion }, by the challenger: { $challenger } (exact McNemar test, { $p }).
said-subgroup = { $dimension }, { $group }: { $reason }
said-subgroup-fell = The area under the ROC curve fell by { NUMBER($by, minimumFractionDigits: 3, maximumFractionDigits: 3) } ({ $p } after Holm); no more than { $allowed } is allowed.
said-subgroup-no-worse = Shown to be no worse.
said-subgroup-open = Not shown to be worse. Not shown to be within { $allowed } either: that takes more speakers.
said-subgroup-unjudged = Not judged: { $healthy } healthy and { $dysarthric } dysarthric speakers, and { $least } of each are asked for.
said-subgroups-too-small = No group has { $least } speakers of each class, so none was judged. Add speakers to the reference set, or give their sex in its manifest.
said-calibration-few-speakers = { $healthy } healthy and { $dysarthric } dysarthric speakers are too few to tell; at least { $least } of each are needed.
said-calibration-brier-rose = The Brier score rose by { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }); less than { $allowed } is allowed.
said-calibration-brier-changed = The Brier score changed by { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }): that it rose by less than { $allowed } is not shown.
said-calibration-ece-rose = The calibration error (ECE) rose by { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }); less than { $allowed } is allowed.
said-calibration-ece-changed = The calibration error (ECE) changed by { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }): that it rose by less than { $allowed } is not shown.
said-calibration-undecided-rose = The share of recordings without a verdict rose by { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }); less than { $allowed } is allowed.
said-calibration-undecided-changed = The share of recordings without a verdict changed by { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }): that it rose by less than { $allowed } is not shown.
said-calibration-few-verdicts = Only { NUMBER($challenger, style: "percent", maximumFractionDigits: 0) } of the recordings get a verdict, with the champion { NUMBER($champion, style: "percent", maximumFractionDigits: 0) }; { NUMBER($least, style: "percent", maximumFractionDigits: 0) } is asked for.
said-calibration-sex-gap = Women's and men's shares of wrong verdicts lie further apart than with the champion, by { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }); less than { $allowed } is allowed.
said-altered-louder = played 20 dB louder
said-altered-quieter = played 20 dB quieter
said-altered-offset = with a constant offset
said-altered-from-44100-hz = resampled to 44.1 kHz and back
said-altered-mp3 = re-encoded as MP3
said-altered-opus = re-encoded as Opus
said-altered-telephone = resampled to 8 kHz and back
said-altered-noise = with noise 40 dB down
said-behaviour-half = Half of the recordings change their probability by more than { NUMBER($moved, minimumFractionDigits: 3, maximumFractionDigits: 3) } when { $altered }; { NUMBER($allowed, minimumFractionDigits: 3, maximumFractionDigits: 3) } is allowed.
said-behaviour-one-in-twenty = One recording in twenty changes its probability by more than { NUMBER($moved, minimumFractionDigits: 3, maximumFractionDigits: 3) } when { $altered }; { NUMBER($allowed, minimumFractionDigits: 3, maximumFractionDigits: 3) } is allowed.
said-behaviour-opposite = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } of the recordings get the opposite verdict when { $altered }; { NUMBER($allowed, style: "percent", maximumFractionDigits: 0) } is allowed.
said-behaviour-neighbours = The probability of a recording depends on which came before it, by { NUMBER($moved, maximumSignificantDigits: 2) }; { NUMBER($allowed, maximumSignificantDigits: 2) } is allowed. Look for state that the scorer keeps.
said-shortcut-heard = With the speech removed the classes are told apart with an area under the ROC curve of { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }): the model hears the recording and not the voice, and { NUMBER($limit, minimumFractionDigits: 2, maximumFractionDigits: 2) } is the limit. Look for a device, a room or a level that goes with the diagnosis in the training data.
said-shortcut-not-shown = With the speech removed the classes are told apart with an area under the ROC curve of { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }): that it stays under { NUMBER($limit, minimumFractionDigits: 2, maximumFractionDigits: 2) } is not shown. Add speakers to the reference set.
said-shortcut-few-pauses = Fewer than { $least } speakers of a class have recordings with half a second without speech, so the control cannot be made. Add recordings with a pause at their ends.
said-shortcut-shuffled-alike = Fewer than { $least } speakers of a class have recordings with half a second without speech; shuffled frames, which show less, do not tell the classes apart ({ NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) }, { NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }).
said-shortcut-shuffled-apart = Fewer than { $least } speakers of a class have recordings with half a second without speech, and shuffled frames tell the classes apart with an area under the ROC curve of { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }), by the spectrum of voice or room: that a shortcut stays under { NUMBER($limit, minimumFractionDigits: 2, maximumFractionDigits: 2) } is not shown. Add recordings with a pause at their ends.
said-phantom-off = { $phantom }, { $measurement }: measured as { $measured }; the truth is { $truth }, and a deviation of { $tolerance } is allowed.
said-phantom-unmeasured = { $phantom }, { $measurement }: not measured; the truth is { $truth }.
said-served-not-asked = No service was asked: the challenger was judged in the gate's own process only.
said-served-alone-differs = Sent alone, a recording's probability differs by { NUMBER($largest, maximumSignificantDigits: 2) } from the one that the gate computed; { NUMBER($allowed, maximumSignificantDigits: 1) } is allowed. Compare the libraries of service and gate.
said-served-batch-differs = Sent in a batch, a recording's probability differs by { NUMBER($largest, maximumSignificantDigits: 2) } from the one that the gate computed; { NUMBER($allowed, maximumSignificantDigits: 1) } is allowed. Compare the libraries of service and gate.
said-served-alone-otherwise = Sent alone, { $verdicts ->
    [one] { $verdicts } of { $clips } recordings gets
   *[other] { $verdicts } of { $clips } recordings get
} another verdict than in the gate.
said-served-batch-otherwise = Sent in a batch, { $verdicts ->
    [one] { $verdicts } of { $clips } recordings gets
   *[other] { $verdicts } of { $clips } recordings get
} another verdict than in the gate.
said-cost-slower = A recording takes { NUMBER($times, minimumFractionDigits: 2, maximumFractionDigits: 2) } times as long as with the champion ({ NUMBER($milliseconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } ms); { NUMBER($allowed, minimumFractionDigits: 2, maximumFractionDigits: 2) } times is allowed.
said-cost-large = The version has { NUMBER($megabytes, maximumFractionDigits: 0) } MB; { NUMBER($allowed, maximumFractionDigits: 0) } MB are allowed.
said-cost-no-champion = There is no champion to compare the times with.
said-drift-none = None of { $judged } features has drifted as far as so many recordings can tell.
said-drift-one = { $drifted } of { $judged } features has drifted: { $features }.
said-drift-some = { $drifted } of { $judged } features have drifted: { $features }.
said-drift-many = { $drifted } of { $judged } features have drifted: { $features } and more.
said-drift-few-recordings-window = Recordings in this period: { $there }. With fewer than { $least } nothing can be told.
said-drift-few-recordings-reference = Recordings to compare with: { $there }. With fewer than { $least } nothing can be told.
said-drift-few-people-window = Persons in this period: { $there }. With fewer than { $least } nothing can be told.
said-drift-few-people-reference = Persons to compare with: { $there }. With fewer than { $least } nothing can be told.
said-drift-few-values = No feature has { $least } values on both sides, so nothing can be told.
said-drift-unsound = The results from { DATETIME($begin, dateStyle: "medium", timeStyle: "short") } to { DATETIME($end, dateStyle: "medium", timeStyle: "short") } UTC are not sound, so they are not judged. { $found }
said-profile-absent = Version { $version } has no training profile among its evidence: it was trained before there were any, or registered by another tool. Train it anew with “speechscan train”.
said-profile-bad = The training profile of version { $version } cannot be used. The run says why.
said-profile-of-another = The training profile beside version { $version } is of another model. Make it anew with “python -m registry.training.profiling --data FOLDER”, or train again.
said-training-started = A training was started: the run { $run }.
said-training-no-data = No training was started: SPEECHSCAN_VOICE_DATA does not say where the labelled recordings are.
said-training-no-deployment = No training was started: there is no deployment { $deployment }.
said-validation-sound = { $rows ->
    [one] The one result is sound.
   *[other] All { $rows } results are sound.
}
said-validation-empty = There are no results in this period.
said-validation-unmet = { $count ->
    [one] One rule is not met: { $rules }.
   *[other] { $count } rules are not met: { $rules }.
}
said-validation-unmet-rule = { $rule } ({ $affected } of { $rows } results)
said-rule-job-once = There is more than one result of the job.
said-rule-result-there = The job is completed and has no result.
said-rule-job-completed = There is a result of a job that is not completed.
said-rule-format-known = The format is none that is accepted.
said-rule-row-as-document = The row in the database says otherwise than its document.
said-rule-started-given = It is not known when the job was started.
said-rule-finished-given = It is not known when the job was finished.
said-rule-started-after-creation = The job was started before it was created.
said-rule-finished-after-start = The job was finished before it was started.
said-rule-model-version-given = The result names no model version.
said-rule-model-version-registered = The result names a model version that the registry does not have.
said-rule-verdict-known = The verdict is none that there is.
said-rule-probability-possible = The probability is not between 0 and 1.
said-rule-verdict-as-bounds = The verdict does not follow from the probability and the bounds of the version.
said-rule-absent-with-reason = A measurement is absent and no reason is given.
said-rule-possible = { $measurement }: not between { $least } and { $most }. No voice gives that. Look for a change of unit.
said-rule-usual = { $measurement }: not between { $least } and { $most }, as is usual. Listen to the recording.
said-regression-equal = { $reference }: { $clips } recordings get what they got before; their probabilities differ by at most { NUMBER($largest, maximumSignificantDigits: 1) }.
said-regression-stored = { $reference }: there were no stored scores of version { $version }; those of this run are kept from now on.
said-regression-differ = { $reference }: { $differing ->
    [one] { $differing } of { $clips } recordings differs from its stored scores
   *[other] { $differing } of { $clips } recordings differ from their stored scores
}: { $named }.
said-regression-more-differ = { $reference }: { $differing } of { $clips } recordings differ from their stored scores: { $named } and { $more } more.
said-regression-unnamed-differ = { $reference }: { $differing ->
    [one] { $differing } of { $clips } recordings differs from its stored scores
   *[other] { $differing } of { $clips } recordings differ from their stored scores
}; sent for screening among them: { $unnamed }.
said-champion-below = { $figure }: { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } to { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }). The whole interval lies below { $least }, which the policy asks of the champion at least.
said-ledger-shipped = The model is shipped with SpeechScan, and its digest is pinned.
said-ledger-alias-found = The alias “{ $alias }” was found on this version, which had passed.
said-rollback-refused = A serving process refuses version { $version }. Its log says why.
said-rollback-failed = { $failed } of { $scorings } scorings by version { $version } failed in the first { $minutes } minutes; at most { NUMBER($allowed, style: "percent", maximumFractionDigits: 1) } may.

## Names in such sentences

long-f0-movement-fast = Movement of the pitch, above 18 Hz
long-f0-movement-11hz = Movement of the pitch, about 11 Hz
long-f0-movement-6hz = Movement of the pitch, about 6 Hz
long-f0-movement-3hz = Movement of the pitch, about 3 Hz
long-f0-movement-1-5hz = Movement of the pitch, about 1.5 Hz
long-f0-movement-slow = Movement of the pitch, below 0.5 Hz
long-level-movement-fast = Movement of the loudness, above 18 Hz
long-level-movement-11hz = Movement of the loudness, about 11 Hz
long-level-movement-6hz = Movement of the loudness, about 6 Hz
long-level-movement-3hz = Movement of the loudness, about 3 Hz
long-level-movement-1-5hz = Movement of the loudness, about 1.5 Hz
long-level-movement-slow = Movement of the loudness, below 0.5 Hz
feature-unmeasured = Number of missing measurements
feature-duration-s = Length
feature-speech-s = Time with voice
feature-level-dbfs = Loudness of the voice
feature-peak-dbfs = Peak
feature-snr-db = Voice over background
feature-clipping = Share cut off
feature-bandwidth-hz = End of the voice's spectrum
feature-dc-offset = Constant offset
feature-silence = Share of silence
feature-probability = Probability
feature-verdict = Verdict
feature-familiar = Resemblance to the training
feature-format = File format
feature-task = What was spoken
check-accuracy = Accuracy
check-subgroups = Subgroups
check-calibration = Calibration
check-behaviour = Behaviour
check-shortcut = Shortcut
check-phantoms = Phantoms
check-served = Answers of the service
check-cost = Cost
dimension-sex = Sex
dimension-task = Spoken
dimension-corpus = Corpus
dimension-snr = Voice over background
dimension-duration = Length
p-value = p = { NUMBER($p, maximumSignificantDigits: 2) }
p-value-small = p < { NUMBER($bound, maximumSignificantDigits: 1) }
sex-f = women
sex-m = men
band-below = below { $bound } { $unit }
band-above = { $bound } { $unit } and more

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
history-filter = Narrow the list down
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
error-forbidden-advice = It lacks a right: { $means } ({ $scope }). Ask whoever runs this service for a key that has it, and sign in with that.
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
