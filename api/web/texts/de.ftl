# Die Texte der Seite auf Deutsch, mit denselben Namen wie in `en.ftl`.

## Jede Seite

skip = Zum Inhalt
nav = Hauptmenü
nav-start = Start
nav-record = Neue Aufnahme
nav-history = Aufnahmen
nav-models = Modelle
nav-reports = Berichte
signed-in-as = Angemeldet als { $name }
sign-out = Abmelden
language = Sprache
theme = Aussehen
theme-system = Wie das System
theme-light = Hell
theme-dark = Dunkel
moment = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC
footer-docs = Schnittstelle für Programme
disclaimer-title = Was dies nicht ist
disclaimer-short = Nur eine Vorauswahl, keine Diagnose.
disclaimer-more = Mehr
disclaimer = SpeechScan ist eine Hilfe zur Vorauswahl und kein Medizinprodukt. Was es ausgibt, ist keine Diagnose und ersetzt keine Untersuchung. Wenn Sie sich um Ihr Sprechen sorgen, gehen Sie zu einer Ärztin, einem Arzt oder in die Logopädie, was auch immer dieses Ergebnis sagt.
only-english = Dieser Teil ist auf Englisch.
notice-offline = Der Dienst ist nicht zu erreichen. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.
notice-retrying = Der Dienst antwortet nicht; es wird weiter versucht.
notice-failed = Das hat nicht geklappt. Laden Sie die Seite neu und versuchen Sie es noch einmal.
notice-insecure = Diese Seite wurde ohne Verschlüsselung geöffnet, deshalb kann sich niemand anmelden. Öffnen Sie ihre Adresse mit https.

## Anmelden

sign-in-title = Anmelden
sign-in-lead = Mit dem API-Schlüssel, den Sie vom Betrieb dieses Dienstes bekommen haben.
sign-in-key = API-Schlüssel
sign-in-key-hint = Er beginnt mit sps_ und bleibt in diesem Browser nur als Sitzung.
sign-in-button = Anmelden
sign-in-wrong = Dieser Schlüssel ist nicht bekannt oder wurde widerrufen. Prüfen Sie, ob Sie ihn ganz kopiert haben.
sign-in-ended = Ihre Sitzung ist zu Ende. Melden Sie sich neu an, um dort weiterzumachen, wo Sie waren.
sign-in-signed-out = Sie sind abgemeldet.

## Start

start-title = Start
start-lead = Sie sind mit dem Schlüssel { $name } angemeldet.
start-may = Mit diesem Schlüssel dürfen Sie
start-may-nothing = Mit diesem Schlüssel können Sie hier nichts tun. Bitten Sie den Betrieb dieses Dienstes um einen anderen.
scope-jobs-read = seine Aufnahmen und ihre Ergebnisse sehen
scope-jobs-write = Aufnahmen senden und abbrechen
scope-jobs-delete = Aufnahmen und Ergebnisse löschen
scope-annotate = eintragen, was später bestätigt wurde
scope-reports = die Berichte über diesen Dienst lesen
scope-webhooks = festlegen, wem der Dienst das Ende eines Auftrags meldet
start-where = Wohin
start-record = Neue Aufnahme
start-record-lead = Eine Stimme hier aufnehmen oder Dateien senden und den Bericht lesen.
start-key = Ihr Schlüssel
start-newest = Neueste Aufnahmen
start-history = Aufnahmen
start-history-lead = Frühere Aufnahmen und ihre Ergebnisse: suchen, öffnen, löschen.
start-models = Modelle
start-models-lead = Welches Modell entscheidet, seit wann, und wie gut es ist.
start-reports = Berichte
start-reports-lead = Drift, Prüfungen der Daten und was das Gate über Modelle entschieden hat.
start-prefect = Prefect
start-prefect-lead = Die Läufe der Flows, ihre Zeitpläne und Protokolle.
start-mlflow = MLflow
start-mlflow-lead = Die Modellversionen und ihre Trainingsläufe.

## Neue Aufnahme

record-title = Neue Aufnahme
record-lead = Wählen Sie, was gesprochen wird. Nehmen Sie es dann hier auf, oder senden Sie Dateien, die Sie schon haben.
record-noscript = Aufnehmen und Senden brauchen JavaScript, das dieser Browser nicht ausführt. Programme können an die Schnittstelle für Programme senden.
record-task = Was gesprochen wird
record-task-other = Etwas anderes oder nicht bekannt
record-task-other-hint = Die Aufnahme wird ohne Aufgabe gesendet.
record-judged = Das Modell im Dienst kann dies beurteilen.
record-not-judged = Dafür ist das Modell im Dienst nicht gemacht: Es misst, gibt aber kein Ergebnis.
record-subject = Pseudonym der Person (freiwillig)
record-subject-hint = Kein Name. Gespeichert wird nur ein Hash mit Schlüssel; mit ihm lassen sich die Aufnahmen einer Person wiederfinden.
prompt-sustained-vowel-a = Holen Sie Luft und halten Sie etwa fünf Sekunden lang ein gleichmäßiges „Aaa“, so laut wie im Gespräch.
prompt-syllables = Sagen Sie etwa fünf Sekunden lang immer wieder „pa-ta-ka“, so schnell und so gleichmäßig Sie können.
prompt-sentence = Lesen Sie vor: „Einst stritten sich Nordwind und Sonne, wer von ihnen beiden wohl der Stärkere wäre.“
recorder-title = Hier aufnehmen
recorder-lead = In einem ruhigen Raum, eine Handbreit vor dem Mikrofon. Höchstens { $seconds } Sekunden.
record-start = Aufnahme beginnen
record-stop = Anhalten
record-send = Senden
record-again = Neu aufnehmen
record-heard = Was Sie aufgenommen haben
record-left = noch { $seconds } s
record-began = Die Aufnahme läuft.
record-done = { $seconds } s aufgenommen. Hören Sie es an, senden Sie es dann oder nehmen Sie neu auf.
record-too-short = Das war zu kurz. Nehmen Sie noch einmal etwa fünf Sekunden lang auf.
level = Pegel
level-silent = Nichts zu hören: Ist das Mikrofon an?
level-quiet = Zu leise: Kommen Sie näher
level-good = Gut
level-loud = Zu laut: Gehen Sie etwas weiter weg
microphone-refused = Der Browser durfte das Mikrofon nicht benutzen. Erlauben Sie es in der Adressleiste für diese Seite und beginnen Sie noch einmal.
microphone-absent = Es wurde kein Mikrofon gefunden. Schließen Sie eines an und beginnen Sie noch einmal, oder senden Sie eine Datei.
microphone-busy = Ein anderes Programm benutzt das Mikrofon. Schließen Sie es und beginnen Sie noch einmal.
microphone-insecure = Browser geben das Mikrofon nur verschlüsselten Seiten. Öffnen Sie die Adresse dieser Seite mit https, oder senden Sie eine Datei.
microphone-failed = Die Aufnahme hat in diesem Browser nicht funktioniert. Nehmen Sie mit einem anderen Programm auf und senden Sie die Datei.
uploader-title = Dateien senden
uploader-lead = WAV, FLAC, MP3, Ogg (Opus oder Vorbis), M4A (AAC) und WebM (Opus), je höchstens { $megabytes } MB.
uploader-drop = Legen Sie Aufnahmen hier ab, oder
uploader-choose = Dateien wählen
uploader-names = Dateinamen bleiben auf dieser Seite: Sie werden nicht gesendet.
sent-title = Von dieser Seite gesendet
sent-open = In neuem Tab öffnen
sent-recorded = Die Aufnahme von hier
send-waiting = Wartet
send-under-way = Wird gesendet
send-progress = Wie viel von { $name } gesendet ist
send-sent = { $name } ist gesendet.
send-not-sent = Nicht gesendet
send-again = Noch einmal senden
send-all-again = Alle noch einmal senden
send-signed-out = Ihre Sitzung ist beendet. Melden Sie sich in einem anderen Tab wieder an und senden Sie es noch einmal: Die Aufnahme ist noch hier.

## Eine Aufnahme

job-title = Bericht über eine Aufnahme
job-progress = Die Aufnahme wird ausgewertet
job-reasons = Warum es kein Ergebnis gibt
job-cancel = Abbrechen
job-another = Neue Aufnahme
job-delete = Diese Aufnahme löschen …
job-delete-means = Aufnahme und Ergebnis werden endgültig gelöscht. Das lässt sich nicht rückgängig machen.
job-delete-sure = Endgültig löschen
state-queued = Wartet
state-queued-means = Die Aufnahme ist gespeichert und wartet auf die Auswertung. Der Bericht erscheint hier, sobald er da ist.
state-running = Wird ausgewertet
state-running-means = Das dauert ein, zwei Sekunden. Der Bericht erscheint hier, sobald er da ist.
state-completed = Ausgewertet
state-failed = Konnte nicht ausgewertet werden
state-cancelled = Abgebrochen
state-cancelled-means = Es wurde abgebrochen, bevor es ein Ergebnis gab. Die Aufnahme bleibt, bis sie gelöscht wird.
state-deleted = Gelöscht
state-deleted-means = Aufnahme und Ergebnis wurden gelöscht. Geblieben ist nur ein leerer Eintrag.
status-healthy = Keine Zeichen von Dysarthrie gefunden
status-dysarthric = Zeichen von Dysarthrie gefunden
status-inconclusive = Kein Ergebnis
means = Was das bedeutet
means-not = Was es nicht bedeutet
means-healthy = Das Modell hat in dieser Stimme nichts gefunden, was für die dysarthrischen Stimmen typisch ist, mit denen es gemacht wurde.
means-not-healthy = Dass diese Person gesund ist. Das Modell übersieht manche dysarthrische Stimme und weiß nichts von Krankheiten, mit denen es nicht gemacht wurde.
means-dysarthric = Das Modell hat in dieser Stimme gefunden, was für die dysarthrischen Stimmen typisch ist, mit denen es gemacht wurde. Lassen Sie das ärztlich oder logopädisch untersuchen.
means-not-dysarthric = Dass diese Person krank ist, woran oder wie schwer. Eine Erkältung, eine müde Stimme, das Alter oder ein schlechtes Mikrofon können für das Modell genauso aussehen.
means-inconclusive = Aus dieser Aufnahme kann das Modell nichts schließen. Oft hilft eine zweite, bessere Aufnahme.
means-not-inconclusive = Irgendetwas über diese Person, weder Gutes noch Schlechtes.
failure-empty = Die Datei ist leer oder enthält keinen Ton. Prüfen Sie, ob das Mikrofon an war, und nehmen Sie noch einmal auf.
failure-unreadable = Die Datei lässt sich nicht lesen. Speichern Sie die Aufnahme noch einmal, wenn möglich als WAV oder FLAC.
failure-too-short = Die Aufnahme ist zu kurz. Nehmen Sie noch einmal etwa fünf Sekunden lang auf.
failure-too-long = Die Aufnahme ist zu lang. Senden Sie den Teil, auf den es ankommt, oder eine neue von etwa fünf Sekunden.
failure-decode-limits = Das Lesen brauchte mehr, als eine Aufnahme brauchen darf. Speichern Sie sie als WAV oder FLAC mit 16 kHz in Mono und senden Sie diese.
failure-model-refused = Das Modell kann diese Aufnahme nicht bewerten. Nehmen Sie noch einmal auf.
failure-recording-missing = Die Aufnahme ist nicht mehr gespeichert. Senden Sie sie noch einmal.
failure-scorer-error = Das Modell ist an dieser Aufnahme gescheitert. Senden Sie sie später noch einmal.
failure-internal-error = Bei uns ist dreimal etwas schiefgegangen. Senden Sie sie später noch einmal.
failure-worker-lost = Die Auswertung ist dreimal abgebrochen. Senden Sie die Aufnahme später noch einmal, oder nehmen Sie neu auf.

## Die Teile eines Berichts

probability = Wahrscheinlichkeit
probability-told = Das Modell gibt eine Wahrscheinlichkeit für Dysarthrie von { NUMBER($percent, maximumFractionDigits: 0) } % an.
probability-void = Das Modell gibt { NUMBER($percent, maximumFractionDigits: 0) } % an, aber bei einer solchen Aufnahme zählt das nicht.
probability-bounds = Bis { NUMBER($low, maximumFractionDigits: 0) } % sagt es, dass es keine Zeichen findet, ab { NUMBER($high, maximumFractionDigits: 0) } %, dass es Zeichen findet; dazwischen gibt es kein Ergebnis.
probability-low-end = keine Zeichen
probability-high-end = Zeichen
confidence-told = Sicherheit: { NUMBER($confidence, minimumFractionDigits: 2, maximumFractionDigits: 2) }. Das ist der Abstand von der Entscheidung, 0 an der Entscheidung und 1 bei Gewissheit; es ist keine Wahrscheinlichkeit.
calibration-told = Wie weit man dem trauen kann: In der Kreuzvalidierung an { $speakers } Sprechern ({ $corpus }) lagen die Wahrscheinlichkeiten im Mittel um { NUMBER($off, maximumFractionDigits: 0) } Prozentpunkte daneben (95-%-Intervall { NUMBER($off_low, maximumFractionDigits: 0) } bis { NUMBER($off_high, maximumFractionDigits: 0) }), und { NUMBER($wrong, maximumFractionDigits: 0) } % der Ergebnisse waren falsch ({ NUMBER($wrong_low, maximumFractionDigits: 0) } bis { NUMBER($wrong_high, maximumFractionDigits: 0) } %).
calibration-prevalence = Die Wahrscheinlichkeit gilt für eine Gruppe, in der die Hälfte krank ist. Wo weniger krank sind, ist sie zu hoch.
calibration-none = Wie weit man den Wahrscheinlichkeiten dieser Version trauen kann, ist hier nicht gespeichert. Ihre Modellkarte sagt es.
moved = Was die Bewertung bewegt hat
sound = Aufnahme
sound-play = Die Aufnahme, wie sie ausgewertet wurde
sound-gone = Die Aufnahme ist nicht gespeichert und lässt sich deshalb nicht abspielen oder zeichnen.
sound-away = Die Aufnahme lässt sich im Moment nicht laden und deshalb nicht abspielen oder zeichnen. Das heißt nicht, dass sie weg ist.
sound-again = Noch einmal versuchen
waveform = Wellenform
waveform-told = Wellenform: { $seconds } s, am lautesten bei { $at } s mit { $peak } % der Vollaussteuerung.
spectrogram = Spektrogramm
spectrogram-told = Spektrogramm, 60 bis 4000 Hz. Die gezeichnete Linie ist die Tonhöhe, wie diese Seite sie findet, { $low } bis { $high } Hz: eine Hilfe für das Auge, nicht die Messung.
spectrogram-unvoiced = Spektrogramm, 60 bis 4000 Hz. Diese Seite findet darin keine Tonhöhe.
contour-median-told = Die gestrichelte Linie ist der gemessene Median.
contour-median = gemessener Median { $hz } Hz
measurements = Messungen
measurements-lead = Der getönte Balken zeigt, wo neun von zehn gesunden Sprechern des Trainings liegen, die Marke diese Aufnahme. Ein einzelner Wert außerhalb sagt wenig: Jeder zehnte gesunde liegt dort.
measurements-lead-no-ranges = Für die Modellversion dieses Ergebnisses sind keine Bereiche gesunder Stimmen gespeichert.
measurement = Messung
measured = Wert
healthy-range = Gesunde Sprecher des Trainings
no-range = kein Bereich
group-place = { $outside ->
    [0] { $count ->
        [one] im Bereich
       *[other] alle { $count } im Bereich
    }
   *[other] { $outside } von { $count } außerhalb des Bereichs
}
place-within = innerhalb von { $low } bis { $high }
place-below = niedriger als { $low } bis { $high }
place-above = höher als { $low } bis { $high }
unmeasured = Nicht gemessen
unit-hz = { $value } Hz
unit-semitones = { $value } Halbtöne
unit-percent = { $value } %
unit-db = { $value } dB
unit-points = { $value } von 100
unit-syllables = { $value } Silben/s
group-pitch = Tonhöhe und Stimmhaftigkeit
group-perturbation = Unregelmäßigkeit von Periode zu Periode
group-sound = Klarheit und Rauschen
group-tremor = Tremor
group-movement = Langsamere Bewegung von Tonhöhe und Lautstärke
group-speech = Sprechen
measure-f0-hz = Tonhöhe (Grundfrequenz, Median)
measure-f0-range-semitones = Umfang der Tonhöhe
measure-voiced-fraction = Stimmhafter Teil der Aufnahme
measure-jitter-local = Jitter (lokal)
measure-jitter-rap = Jitter (RAP)
measure-jitter-ppq5 = Jitter (PPQ5)
measure-shimmer-local = Shimmer (lokal)
measure-shimmer-apq3 = Shimmer (APQ3)
measure-shimmer-apq5 = Shimmer (APQ5)
measure-shimmer-apq11 = Shimmer (APQ11)
measure-clarity-score = Klarheit (höher ist klarer)
measure-hnr-db = Verhältnis von Klang zu Rauschen (HNR)
measure-cpps-db = Cepstrale Spitze (CPPS)
measure-spectral-tilt-db = Neigung des Spektrums
measure-intensity-range-db = Umfang der Lautstärke
measure-f0-tremor-hz = Tremor der Tonhöhe, Frequenz
measure-f0-tremor-depth = Tremor der Tonhöhe, Tiefe
measure-amplitude-tremor-hz = Tremor der Lautstärke, Frequenz
measure-amplitude-tremor-depth = Tremor der Lautstärke, Tiefe
measure-f0-movement-fast = Tonhöhe, über 18 Hz
measure-f0-movement-11hz = Tonhöhe, um 11 Hz
measure-f0-movement-6hz = Tonhöhe, um 6 Hz
measure-f0-movement-3hz = Tonhöhe, um 3 Hz
measure-f0-movement-1-5hz = Tonhöhe, um 1,5 Hz
measure-f0-movement-slow = Tonhöhe, unter 0,5 Hz
measure-level-movement-fast = Lautstärke, über 18 Hz
measure-level-movement-11hz = Lautstärke, um 11 Hz
measure-level-movement-6hz = Lautstärke, um 6 Hz
measure-level-movement-3hz = Lautstärke, um 3 Hz
measure-level-movement-1-5hz = Lautstärke, um 1,5 Hz
measure-level-movement-slow = Lautstärke, unter 0,5 Hz
measure-speech-rate = Sprechtempo
measure-pause-ratio = Anteil der Pausen
quality = Qualität der Aufnahme
quality-good = Gut genug, und nichts zu verbessern.
quality-duration = Länge
quality-speech = Davon Stimme
quality-level = Lautstärke der Stimme
quality-peak = Spitze
quality-snr = Stimme über Hintergrund
quality-snr-none = keine Pause, in der man den Hintergrund hört
quality-clipping = Abgeschnitten
quality-bandwidth = Die Stimme endet bei
quality-seconds = { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } s
quality-dbfs = { NUMBER($level, maximumFractionDigits: 0) } dB zur Vollaussteuerung
quality-db = { NUMBER($level, maximumFractionDigits: 0) } dB
quality-percent = { NUMBER($percent, maximumFractionDigits: 2) } %
quality-khz = { NUMBER($khz, maximumFractionDigits: 1) } kHz
about = Über diese Aufnahme
about-task = Gesprochen
about-queued = Gesendet
about-finished = Fertig
about-model = Modell
about-gate = Bericht des Gates
about-outcome = Bestätigt
about-file = Datei
about-size = { $format }, { $kilobytes } kB
about-person = Person
about-person-known = mit Pseudonym, gespeichert als Hash mit Schlüssel
about-person-unknown = nicht gesagt
about-id = Nummer der Aufnahme
about-trace = Trace
confirm = Sagen, was sich später bestätigt hat …
confirm-lead = Was eine Untersuchung ergeben hat. Es zählt für die Genauigkeit des Modells, und ein späterer Eintrag berichtigt es.
confirm-label = Bestätigt
confirm-note = Anmerkung (freiwillig)
confirm-note-hint = Kurz und ohne Namen. Sie wird mit der Aufnahme gelöscht.
confirm-save = Speichern
label-healthy = Keine Dysarthrie
label-dysarthric = Dysarthrie

## Was als Satz gespeichert ist: Ergebnisse, Berichte und Entscheidungen haben seinen Namen und seine Zahlen neben den englischen Worten

said-flaw-silent = Die Aufnahme ist stumm oder viel zu leise. Prüfen Sie, ob das Mikrofon an ist, und gehen Sie näher heran.
said-flaw-no-voice = In der Aufnahme wurde keine Stimme gefunden, nötig sind mindestens { NUMBER($least_speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s. Nehmen Sie noch einmal etwa fünf Sekunden lang auf, näher am Mikrofon.
said-flaw-little-speech = Es wurden nur { NUMBER($speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s Stimme gefunden, nötig sind mindestens { NUMBER($least_speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s. Nehmen Sie noch einmal etwa fünf Sekunden lang auf, näher am Mikrofon.
said-flaw-quiet = Die Aufnahme ist zu leise. Gehen Sie näher an das Mikrofon, oder erhöhen Sie seinen Pegel.
said-flaw-noisy = Die Stimme ist nur { NUMBER($snr_db, maximumFractionDigits: 0) } dB lauter als der Hintergrund, nötig sind mindestens { NUMBER($least_snr_db, maximumFractionDigits: 0) } dB. Nehmen Sie an einem ruhigeren Ort auf, näher am Mikrofon.
said-flaw-clipped = Die Aufnahme ist zu laut: { NUMBER($clipping, style: "percent", maximumFractionDigits: 1) } sind abgeschnitten. Senken Sie den Pegel, oder gehen Sie etwas weiter weg.
said-flaw-muffled = Die Aufnahme ist dumpf: Über { NUMBER($ends_khz, maximumFractionDigits: 1) } kHz ist nichts zu hören. Decken Sie das Mikrofon auf, oder nehmen Sie ein anderes.
said-flaw-off-centre = Die Aufnahme hat einen starken Gleichanteil, was an einem Fehler des Geräts liegt. Nehmen Sie ein anderes Mikrofon.
said-reason-little-speech = Es wurden nur { NUMBER($speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s Stimme gefunden, nötig sind mindestens { NUMBER($least_speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s. Nehmen Sie noch einmal etwa fünf Sekunden lang auf, näher am Mikrofon.
said-reason-unfamiliar = Die Aufnahme gleicht nicht denen, für die das Modell gemacht ist, einem gehaltenen Vokal. Nehmen Sie in einem ruhigen Raum ein gleichmäßiges „Aaa“ von etwa fünf Sekunden auf.
said-reason-abstained = Die Wahrscheinlichkeit des Modells liegt zwischen seinen beiden Entscheidungen.
said-finding-healthy = Das Modell findet keine Zeichen, die für Dysarthrie typisch sind.
said-finding-dysarthric = Das Modell findet Zeichen, die für Dysarthrie typisch sind.
said-advice-clipped = { NUMBER($clipping, style: "percent", maximumFractionDigits: 1) } sind abgeschnitten, weil es zu laut war. Senken Sie beim nächsten Mal den Pegel.
said-advice-noisy = Die Stimme ist nur { NUMBER($snr_db, maximumFractionDigits: 0) } dB lauter als der Hintergrund. Nehmen Sie beim nächsten Mal an einem ruhigeren Ort auf.
said-advice-telephone = Über { NUMBER($ends_khz, maximumFractionDigits: 1) } kHz ist von der Stimme nichts zu hören, wie am Telefon. Nehmen Sie, wenn es geht, mit dem Gerät selbst auf.
said-moved = { $measurement }: { $value } (gesunde Sprecher des Trainings: { $low } bis { $high }). Das hat die Bewertung in Richtung { $direction ->
    [dysarthric] „dysarthrisch“
   *[healthy] „gesund“
} bewegt.
said-moved-without-range = { $measurement }: { $value }. Das hat die Bewertung in Richtung { $direction ->
    [dysarthric] „dysarthrisch“
   *[healthy] „gesund“
} bewegt.
said-moved-timbre = Der Klang der Stimme hat die Bewertung in Richtung { $direction ->
    [dysarthric] „dysarthrisch“
   *[healthy] „gesund“
} bewegt.
said-unmeasured-short = Die Aufnahme ist kürzer als { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } s.
said-unmeasured-silent = Die Aufnahme ist stumm.
said-unmeasured-no-voice = In der Aufnahme wurde keine Stimme gefunden.
said-unmeasured-few-periods = Zu wenige Perioden der Stimme folgen ohne Unterbrechung aufeinander.
said-unmeasured-no-harmonics = Kein Teil der Aufnahme ist harmonisch genug.
said-unmeasured-not-held = Die Stimme wird nicht { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } s lang ohne Unterbrechung gehalten.
said-unmeasured-no-tremor = Es tritt kein regelmäßiger Tremor von 3 bis 12 Hz hervor.
said-unmeasured-vowel = Es ist ein gehaltener Vokal: Da gibt es keine Silben zu zählen.
said-unmeasured-little-speech = In der Aufnahme wird weniger als 1 s gesprochen.
said-unmeasured-no-clarity = Dafür braucht es Shimmer und das Verhältnis von Klang zu Rauschen, und diese ließen sich nicht messen.
said-gate-reason = { $check }: { $reason }
said-gate-reason-on-set = { $check }, { $reference }: { $reason }
said-gate-no-reference = Es gibt keinen klinischen Referenzsatz, mit dem geprüft werden darf. Fügen Sie einen mit „speechscan reference add“ hinzu.
said-gate-no-champion = Es gibt keinen Champion, mit dem sich vergleichen ließe.
said-accuracy-worse = { $figure }: von { NUMBER($before, minimumFractionDigits: 3, maximumFractionDigits: 3) } auf { NUMBER($now, minimumFractionDigits: 3, maximumFractionDigits: 3) }. Das ist um { NUMBER($by, minimumFractionDigits: 3, maximumFractionDigits: 3) } schlechter, erlaubt sind höchstens { $allowed }.
said-accuracy-maybe-worse = { $figure }: von { NUMBER($before, minimumFractionDigits: 3, maximumFractionDigits: 3) } auf { NUMBER($now, minimumFractionDigits: 3, maximumFractionDigits: 3) }. Das kann um bis zu { NUMBER($by, minimumFractionDigits: 3, maximumFractionDigits: 3) } schlechter sein, und die Grenze ist { $allowed }.
said-accuracy-not-higher = Dass die Fläche unter der ROC-Kurve größer ist, ist nicht gezeigt: Der Unterschied von { NUMBER($difference, minimumFractionDigits: 3, maximumFractionDigits: 3) } kann auch nur { NUMBER($lower, minimumFractionDigits: 3, maximumFractionDigits: 3) } sein.
said-accuracy-few-speakers = Es gibt { $healthy } gesunde und { $dysarthric } dysarthrische Sprecher; mit weniger als { $least } einer Klasse wird nichts beurteilt.
said-accuracy-need-unknown = Zu wenige Sprecher für eine Aussage; wie viele nötig wären, lässt sich auch nicht sagen.
said-accuracy-enough = Für einen Herausforderer, der ebenso gut ist, reichen etwa { $needed } Sprecher; mit diesen { $present } ist keine Aussage möglich.
said-accuracy-needed = Zu wenige Sprecher für eine Aussage: Nötig wären etwa { $needed }, es gibt { $present }.
said-accuracy-speakers = Vom Champion besser beurteilte Sprecher: { $champion }, vom Herausforderer: { $challenger } (exakter McNemar-Test, { $p }).
said-subgroup = { $dimension }, { $group }: { $reason }
said-subgroup-fell = Die Fläche unter der ROC-Kurve ist um { NUMBER($by, minimumFractionDigits: 3, maximumFractionDigits: 3) } gesunken ({ $p } nach Holm); erlaubt sind höchstens { $allowed }.
said-subgroup-no-worse = Es ist gezeigt, dass sie nicht schlechter ist.
said-subgroup-open = Dass sie schlechter ist, ist nicht gezeigt. Dass sie um höchstens { $allowed } schlechter ist, auch nicht: Dafür braucht es mehr Sprecher.
said-subgroup-unjudged = Nicht beurteilt: { $healthy } gesunde und { $dysarthric } dysarthrische Sprecher, verlangt sind je { $least }.
said-subgroups-too-small = Keine Untergruppe hat { $least } Sprecher jeder Klasse, deshalb wurde keine beurteilt. Fügen Sie dem Referenzsatz Sprecher hinzu, oder geben Sie in seinem Manifest ihr Geschlecht an.
said-calibration-few-speakers = { $healthy } gesunde und { $dysarthric } dysarthrische Sprecher sind zu wenige für eine Aussage; nötig sind mindestens je { $least }.
said-calibration-brier-rose = Der Brier-Score ist um { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } gestiegen ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }); erlaubt ist weniger als { $allowed }.
said-calibration-brier-changed = Der Brier-Score hat sich um { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } verändert ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }): Dass er um weniger als { $allowed } gestiegen ist, ist nicht gezeigt.
said-calibration-ece-rose = Der Kalibrierungsfehler (ECE) ist um { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } gestiegen ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }); erlaubt ist weniger als { $allowed }.
said-calibration-ece-changed = Der Kalibrierungsfehler (ECE) hat sich um { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } verändert ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }): Dass er um weniger als { $allowed } gestiegen ist, ist nicht gezeigt.
said-calibration-undecided-rose = Der Anteil der Aufnahmen ohne Ergebnis ist um { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } gestiegen ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }); erlaubt ist weniger als { $allowed }.
said-calibration-undecided-changed = Der Anteil der Aufnahmen ohne Ergebnis hat sich um { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } verändert ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }): Dass er um weniger als { $allowed } gestiegen ist, ist nicht gezeigt.
said-calibration-few-verdicts = Nur { NUMBER($challenger, style: "percent", maximumFractionDigits: 0) } der Aufnahmen bekommen ein Ergebnis, mit dem Champion { NUMBER($champion, style: "percent", maximumFractionDigits: 0) }; verlangt sind { NUMBER($least, style: "percent", maximumFractionDigits: 0) }.
said-calibration-sex-gap = Die Anteile falscher Ergebnisse liegen bei Frauen und Männern weiter auseinander als mit dem Champion, um { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }); erlaubt ist weniger als { $allowed }.
said-altered-louder = 20 dB lauter abgespielt
said-altered-quieter = 20 dB leiser abgespielt
said-altered-offset = mit einem Gleichanteil
said-altered-from-44100-hz = auf 44,1 kHz umgerechnet und zurück
said-altered-mp3 = als MP3 neu kodiert
said-altered-opus = als Opus neu kodiert
said-altered-telephone = auf 8 kHz umgerechnet und zurück
said-altered-noise = mit Rauschen, das 40 dB leiser ist
said-behaviour-half = Die Hälfte der Aufnahmen ändert ihre Wahrscheinlichkeit um mehr als { NUMBER($moved, minimumFractionDigits: 3, maximumFractionDigits: 3) } ({ $altered }); erlaubt ist { NUMBER($allowed, minimumFractionDigits: 3, maximumFractionDigits: 3) }.
said-behaviour-one-in-twenty = Jede zwanzigste Aufnahme ändert ihre Wahrscheinlichkeit um mehr als { NUMBER($moved, minimumFractionDigits: 3, maximumFractionDigits: 3) } ({ $altered }); erlaubt ist { NUMBER($allowed, minimumFractionDigits: 3, maximumFractionDigits: 3) }.
said-behaviour-opposite = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } der Aufnahmen bekommen das gegenteilige Ergebnis ({ $altered }); erlaubt sind { NUMBER($allowed, style: "percent", maximumFractionDigits: 0) }.
said-behaviour-neighbours = Die Wahrscheinlichkeit einer Aufnahme hängt davon ab, welche vor ihr kamen, um { NUMBER($moved, maximumSignificantDigits: 2) }; erlaubt ist { NUMBER($allowed, maximumSignificantDigits: 2) }. Suchen Sie danach, was sich das Programm von einer Aufnahme zur nächsten merkt.
said-shortcut-heard = Ohne das Gesprochene werden die Klassen mit einer Fläche unter der ROC-Kurve von { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }) unterschieden: Das Modell hört die Aufnahme und nicht die Stimme, und die Grenze ist { NUMBER($limit, minimumFractionDigits: 2, maximumFractionDigits: 2) }. Suchen Sie in den Trainingsdaten nach einem Gerät, einem Raum oder einem Pegel, der mit der Diagnose einhergeht.
said-shortcut-not-shown = Ohne das Gesprochene werden die Klassen mit einer Fläche unter der ROC-Kurve von { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }) unterschieden: Dass sie unter { NUMBER($limit, minimumFractionDigits: 2, maximumFractionDigits: 2) } bleibt, ist nicht gezeigt. Fügen Sie dem Referenzsatz Sprecher hinzu.
said-shortcut-few-pauses = Weniger als { $least } Sprecher einer Klasse haben Aufnahmen mit einer halben Sekunde, in der nicht gesprochen wird, deshalb ist diese Kontrolle nicht möglich. Fügen Sie Aufnahmen mit einer Pause am Anfang oder Ende hinzu.
said-shortcut-shuffled-alike = Weniger als { $least } Sprecher einer Klasse haben Aufnahmen mit einer halben Sekunde, in der nicht gesprochen wird; durchmischte Abschnitte, die weniger zeigen, unterscheiden die Klassen nicht ({ NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) }, { NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }).
said-shortcut-shuffled-apart = Weniger als { $least } Sprecher einer Klasse haben Aufnahmen mit einer halben Sekunde, in der nicht gesprochen wird, und durchmischte Abschnitte unterscheiden die Klassen mit einer Fläche unter der ROC-Kurve von { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }), am Spektrum von Stimme oder Raum: Dass sie ohne das Gesprochene unter { NUMBER($limit, minimumFractionDigits: 2, maximumFractionDigits: 2) } bliebe, ist nicht gezeigt. Fügen Sie Aufnahmen mit einer Pause am Anfang oder Ende hinzu.
said-phantom-off = { $phantom }, { $measurement }: gemessen als { $measured }; wahr ist { $truth }, und erlaubt ist eine Abweichung von { $tolerance }.
said-phantom-unmeasured = { $phantom }, { $measurement }: nicht gemessen; wahr ist { $truth }.
said-served-not-asked = Es wurde kein Dienst gefragt: Der Herausforderer wurde nur im Prozess des Gates geprüft.
said-served-alone-differs = Allein gesendet, weicht die Wahrscheinlichkeit einer Aufnahme um { NUMBER($largest, maximumSignificantDigits: 2) } von der ab, die das Gate berechnet hat; erlaubt ist { NUMBER($allowed, maximumSignificantDigits: 1) }. Vergleichen Sie die Bibliotheken von Dienst und Gate.
said-served-batch-differs = Mit anderen zusammen gesendet, weicht die Wahrscheinlichkeit einer Aufnahme um { NUMBER($largest, maximumSignificantDigits: 2) } von der ab, die das Gate berechnet hat; erlaubt ist { NUMBER($allowed, maximumSignificantDigits: 1) }. Vergleichen Sie die Bibliotheken von Dienst und Gate.
said-served-alone-otherwise = Allein gesendet, { $verdicts ->
    [one] bekommt { $verdicts } von { $clips } Aufnahmen
   *[other] bekommen { $verdicts } von { $clips } Aufnahmen
} ein anderes Ergebnis als im Gate.
said-served-batch-otherwise = Mit anderen zusammen gesendet, { $verdicts ->
    [one] bekommt { $verdicts } von { $clips } Aufnahmen
   *[other] bekommen { $verdicts } von { $clips } Aufnahmen
} ein anderes Ergebnis als im Gate.
said-cost-slower = Eine Aufnahme braucht { NUMBER($times, minimumFractionDigits: 2, maximumFractionDigits: 2) }-mal so lange wie mit dem Champion ({ NUMBER($milliseconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } ms); erlaubt ist das { NUMBER($allowed, minimumFractionDigits: 2, maximumFractionDigits: 2) }-Fache.
said-cost-large = Die Version hat { NUMBER($megabytes, maximumFractionDigits: 0) } MB; erlaubt sind { NUMBER($allowed, maximumFractionDigits: 0) } MB.
said-cost-no-champion = Es gibt keinen Champion, mit dem sich die Zeiten vergleichen ließen.
said-drift-none = Keines von { $judged } Merkmalen hat sich verschoben, soweit es so viele Aufnahmen zeigen können.
said-drift-one = { $drifted } von { $judged } Merkmalen hat sich verschoben: { $features }.
said-drift-some = { $drifted } von { $judged } Merkmalen haben sich verschoben: { $features }.
said-drift-many = { $drifted } von { $judged } Merkmalen haben sich verschoben: { $features } und weitere.
said-drift-few-recordings-window = Aufnahmen in diesem Zeitraum: { $there }. Mit weniger als { $least } ist keine Aussage möglich.
said-drift-few-recordings-reference = Aufnahmen zum Vergleichen: { $there }. Mit weniger als { $least } ist keine Aussage möglich.
said-drift-few-people-window = Personen in diesem Zeitraum: { $there }. Mit weniger als { $least } ist keine Aussage möglich.
said-drift-few-people-reference = Personen zum Vergleichen: { $there }. Mit weniger als { $least } ist keine Aussage möglich.
said-drift-few-values = Kein Merkmal hat auf beiden Seiten { $least } Werte, deshalb ist keine Aussage möglich.
said-drift-unsound = Die Ergebnisse von { DATETIME($begin, dateStyle: "medium", timeStyle: "short") } bis { DATETIME($end, dateStyle: "medium", timeStyle: "short") } UTC sind nicht in Ordnung, deshalb werden sie nicht beurteilt. { $found }
said-profile-absent = Bei Version { $version } liegt kein Trainingsprofil: Sie wurde trainiert, bevor es welche gab, oder von einem anderen Werkzeug eingetragen. Trainieren Sie sie mit „speechscan train“ neu.
said-profile-bad = Das Trainingsprofil von Version { $version } ist nicht zu gebrauchen. Warum, steht im Lauf.
said-profile-of-another = Das Trainingsprofil bei Version { $version } gehört zu einem anderen Modell. Erstellen Sie es mit „python -m registry.training.profiling --data FOLDER“ neu, oder trainieren Sie noch einmal.
said-training-started = Ein Training wurde begonnen: der Lauf { $run }.
said-training-no-data = Es wurde kein Training begonnen: SPEECHSCAN_VOICE_DATA sagt nicht, wo die Aufnahmen mit bekanntem Befund liegen.
said-training-no-deployment = Es wurde kein Training begonnen: Das Deployment { $deployment } gibt es nicht.
said-validation-sound = { $rows ->
    [one] Das eine Ergebnis ist in Ordnung.
   *[other] Alle { $rows } Ergebnisse sind in Ordnung.
}
said-validation-empty = In diesem Zeitraum gibt es keine Ergebnisse.
said-validation-unmet = { $count ->
    [one] Eine Regel ist nicht erfüllt: { $rules }.
   *[other] { $count } Regeln sind nicht erfüllt: { $rules }.
}
said-validation-unmet-rule = { $rule } ({ $affected } von { $rows } Ergebnissen)
said-rule-job-once = Zu dem Auftrag gibt es mehr als ein Ergebnis.
said-rule-result-there = Der Auftrag ist ausgewertet und hat kein Ergebnis.
said-rule-job-completed = Es gibt ein Ergebnis zu einem Auftrag, der nicht ausgewertet ist.
said-rule-format-known = Das Format gehört nicht zu denen, die angenommen werden.
said-rule-row-as-document = Die Zeile in der Datenbank sagt etwas anderes als ihr Dokument.
said-rule-started-given = Es ist nicht bekannt, wann der Auftrag begonnen wurde.
said-rule-finished-given = Es ist nicht bekannt, wann der Auftrag beendet wurde.
said-rule-started-after-creation = Der Auftrag wurde begonnen, bevor er angelegt war.
said-rule-finished-after-start = Der Auftrag wurde beendet, bevor er begonnen war.
said-rule-model-version-given = Das Ergebnis nennt keine Modellversion.
said-rule-model-version-registered = Das Ergebnis nennt eine Modellversion, die es in der Registry nicht gibt.
said-rule-verdict-known = Ein solches Ergebnis gibt es nicht.
said-rule-probability-possible = Die Wahrscheinlichkeit liegt nicht zwischen 0 und 1.
said-rule-verdict-as-bounds = Das Ergebnis folgt nicht aus der Wahrscheinlichkeit und den Grenzen der Version.
said-rule-absent-with-reason = Eine Messung fehlt, und es ist kein Grund angegeben.
said-rule-possible = { $measurement }: nicht zwischen { $least } und { $most }. Das gibt keine Stimme. Sehen Sie nach, ob sich eine Einheit geändert hat.
said-rule-usual = { $measurement }: nicht zwischen { $least } und { $most }, wie es üblich ist. Hören Sie die Aufnahme an.
said-regression-equal = { $reference }: { $clips } Aufnahmen bekommen, was sie vorher bekommen hatten; ihre Wahrscheinlichkeiten weichen um höchstens { NUMBER($largest, maximumSignificantDigits: 1) } ab.
said-regression-stored = { $reference }: Von Version { $version } waren keine Werte gespeichert; die dieses Laufs gelten von jetzt an.
said-regression-differ = { $reference }: { $differing ->
    [one] { $differing } von { $clips } Aufnahmen weicht von ihren gespeicherten Werten ab
   *[other] { $differing } von { $clips } Aufnahmen weichen von ihren gespeicherten Werten ab
}: { $named }.
said-regression-more-differ = { $reference }: { $differing } von { $clips } Aufnahmen weichen von ihren gespeicherten Werten ab: { $named } und { $more } weitere.
said-regression-unnamed-differ = { $reference }: { $differing ->
    [one] { $differing } von { $clips } Aufnahmen weicht von ihren gespeicherten Werten ab
   *[other] { $differing } von { $clips } Aufnahmen weichen von ihren gespeicherten Werten ab
}; davon zur Auswertung eingesandt: { $unnamed }.
said-champion-below = { $figure }: { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) }). Das ganze Intervall liegt unter { $least }, was vom Champion mindestens verlangt ist.
said-ledger-shipped = Das Modell wird mit SpeechScan ausgeliefert, und die Prüfsumme seiner Dateien steht fest.
said-ledger-alias-found = Der Alias „{ $alias }“ lag auf dieser Version, die bestanden hatte.
said-rollback-refused = Ein Prozess des Dienstes lehnt Version { $version } ab. Warum, steht in seinem Protokoll.
said-rollback-failed = { $failed } von { $scorings } Bewertungen durch Version { $version } sind in den ersten { $minutes } Minuten gescheitert; höchstens { NUMBER($allowed, style: "percent", maximumFractionDigits: 1) } dürfen es.

## Namen in solchen Sätzen

long-f0-movement-fast = Bewegung der Tonhöhe, über 18 Hz
long-f0-movement-11hz = Bewegung der Tonhöhe, um 11 Hz
long-f0-movement-6hz = Bewegung der Tonhöhe, um 6 Hz
long-f0-movement-3hz = Bewegung der Tonhöhe, um 3 Hz
long-f0-movement-1-5hz = Bewegung der Tonhöhe, um 1,5 Hz
long-f0-movement-slow = Bewegung der Tonhöhe, unter 0,5 Hz
long-level-movement-fast = Bewegung der Lautstärke, über 18 Hz
long-level-movement-11hz = Bewegung der Lautstärke, um 11 Hz
long-level-movement-6hz = Bewegung der Lautstärke, um 6 Hz
long-level-movement-3hz = Bewegung der Lautstärke, um 3 Hz
long-level-movement-1-5hz = Bewegung der Lautstärke, um 1,5 Hz
long-level-movement-slow = Bewegung der Lautstärke, unter 0,5 Hz
feature-unmeasured = Anzahl fehlender Messungen
feature-duration-s = Länge
feature-speech-s = Zeit mit Stimme
feature-level-dbfs = Lautstärke der Stimme
feature-peak-dbfs = Spitze
feature-snr-db = Stimme über Hintergrund
feature-clipping = Abgeschnittener Anteil
feature-bandwidth-hz = Ende des Spektrums der Stimme
feature-dc-offset = Gleichanteil
feature-silence = Anteil der Stille
feature-probability = Wahrscheinlichkeit
feature-verdict = Ergebnis
feature-familiar = Ähnlichkeit mit dem Training
feature-format = Dateiformat
feature-task = Was gesprochen wurde
check-accuracy = Genauigkeit
check-subgroups = Untergruppen
check-calibration = Kalibrierung
check-behaviour = Verhalten
check-shortcut = Scheinmerkmale
check-phantoms = Phantome
check-served = Antworten des Dienstes
check-cost = Aufwand
dimension-sex = Geschlecht
dimension-task = Gesprochen
dimension-corpus = Korpus
dimension-snr = Stimme über Hintergrund
dimension-duration = Länge
p-value = p = { NUMBER($p, maximumSignificantDigits: 2) }
p-value-small = p < { NUMBER($bound, maximumSignificantDigits: 1) }
sex-f = Frauen
sex-m = Männer
band-below = unter { $bound } { $unit }
band-above = { $bound } { $unit } und mehr

## Ist alles bereit?

ready-title = Ist alles bereit?
ready-all = Alles, was eine Aufnahme braucht, ist bereit.
ready-not = Nicht alles ist bereit:
away-database = Die Datenbank antwortet nicht. Es kann nichts gezeigt und nichts angenommen werden.
away-store = Der Speicher der Aufnahmen antwortet nicht. Bis er zurück ist, kann nichts gesendet oder abgespielt werden.
away-orchestrator = Prefect antwortet nicht. Aufnahmen werden angenommen, müssen aber vielleicht warten.
away-model = Kein Modell ist bereit. Es wird keine Aufnahme angenommen, denn nichts könnte sie beurteilen.

## Frühere Aufnahmen

history-title = Aufnahmen
history-lead = Was mit Schlüsseln des Namens { $name } gesendet wurde, die neuesten zuerst.
history-sought = Nummer einer Aufnahme oder Pseudonym einer Person
history-sought-hint = Pseudonyme sind nur als Hash mit Schlüssel gespeichert. Was Sie eingeben, wird ebenso umgewandelt und verglichen. Es muss also genau so lauten, wie es gesendet wurde.
history-find = Suchen
history-filter = Liste eingrenzen
history-state = Stand
history-verdict = Ergebnis
history-task = Gesprochen
history-any = Alle
history-since = Von
history-until = Bis
history-show = Zeigen
history-all = Alle zeigen
history-person = Nur Aufnahmen einer Person; der Hash ihres Pseudonyms beginnt mit { $hash }.
history-no-task = Aufnahme
history-model = Modell { $version }
history-run = Lauf
history-delete = Löschen…
history-choose = Zum Löschen auswählen:
history-delete-chosen = Ausgewählte löschen…
history-deleted = { $count ->
    [0] Es wurde nichts gelöscht.
    [one] Eine Aufnahme wurde gelöscht.
   *[other] { $count } Aufnahmen wurden gelöscht.
}
history-none = Es gibt noch keine Aufnahmen.
history-none-such = Eine solche Aufnahme gibt es nicht.
history-older = Ältere Aufnahmen
history-newest = Zu den neuesten Aufnahmen
deletion-title = { $count ->
    [0] Aufnahmen löschen
    [one] Diese Aufnahme löschen?
   *[other] Diese { $count } Aufnahmen löschen?
}
deletion-means = Aufnahme und Ergebnis werden endgültig gelöscht. Das lässt sich nicht rückgängig machen. Was noch ausgewertet wird, wird abgebrochen.
deletion-sure = Endgültig löschen
deletion-keep = Behalten
deletion-none = Es wurde nichts ausgewählt, oder es ist schon gelöscht. Markieren Sie zuerst Aufnahmen in der Liste.
deletion-back = Zurück zur Liste

## Aufnahmen, wo immer sie gezeigt werden

task-sustained-vowel-a = Gehaltenes „Aaa“
task-sustained-vowel-i = Gehaltenes „Iii“
task-sustained-vowel-u = Gehaltenes „Uuu“
task-syllables = „Pa-ta-ka“, wiederholt
task-word = Ein Wort
task-non-word = Ein Wort ohne Bedeutung
task-sentence = Ein Satz
task-picture-description = Ein Bild beschreiben
task-letter = Ein Buchstabe
task-digit = Eine Ziffer
task-digit-0 = Die Ziffer 0
task-digit-1 = Die Ziffer 1
task-digit-2 = Die Ziffer 2
task-digit-3 = Die Ziffer 3
task-digit-4 = Die Ziffer 4
task-digit-5 = Die Ziffer 5
task-digit-6 = Die Ziffer 6
task-digit-7 = Die Ziffer 7
task-digit-8 = Die Ziffer 8
task-digit-9 = Die Ziffer 9

## Modelle

models-title = Modelle
models-lead = Jede Modellversion, über die etwas entschieden wurde. Ergebnisse gibt eine Version nur, wenn sie das Gate bestanden hat oder mit diesem Dienst ausgeliefert wurde.
models-champion = Champion
models-version = Version { $version }
models-since = seit
models-none = Noch wurde keine Version zum Champion gemacht.
models-serving-none = Im Augenblick ist kein Modell bereit.
models-serving = Im Augenblick gibt Ergebnisse: Version { $versions }.
models-at = Champion zu dieser Zeit
models-ask = Zeigen
models-then-none = keine Version war Champion
models-versions = Versionen
models-is-champion = Champion
models-shipped = Ausgeliefert
models-not-judged = Nicht geprüft
models-decisions = Neueste Entscheidungen
models-decisions-of = Entscheidungen
models-before = Champion davor: Version { $version }.
models-actor = Entschieden von { $name }.
models-report = Bericht des Gates
models-back = Alle Versionen
models-gate = Gate
models-may-serve = Darf Ergebnisse geben
models-champion-now = Jetzt Champion
models-last-champion = Zuletzt zum Champion gemacht
models-digest = SHA-256 ihrer Dateien
models-mlflow = Die Version in MLflow öffnen
models-card = Modellkarte
models-card-none = Die Karte dieser Version ist nicht gespeichert.
event-bootstrap = ausgeliefert und zum Champion gemacht
event-gate = vom Gate geprüft
event-approval = von einem Menschen angesehen
event-promotion = zum Champion gemacht
event-rollback = wieder zum Champion gemacht

## Berichte

reports-title = Berichte
reports-lead = Was die Flows gefunden haben, die über diesen Dienst wachen; die neuesten zuerst.
reports-kinds = Art des Berichts
reports-all = Alle
reports-none = Es gibt noch keinen Bericht. Die Flows schreiben sie nach ihrem Zeitplan.
reports-none-of-kind = Es gibt noch keinen Bericht dieser Art.
reports-older = Ältere Berichte
reports-newest = Zu den neuesten Berichten
kind-drift = Drift
kind-drift-means = Ob sich die Aufnahmen verändert haben, verglichen mit denen, aus denen das Modell gemacht ist, und mit der Zeit davor.
kind-gate = Gate
kind-gate-means = Ob eine neue Modellversion an die Stelle der jetzigen treten darf.
kind-regression = Regression
kind-regression-means = Ob die jetzige Version noch sagt, was sie gesagt hat, und wie gut sie auf den Referenzaufnahmen ist.
kind-validation = Datenprüfung
kind-validation-means = Ob die gespeicherten Ergebnisse in Ordnung sind.
report-version = Version { $version }
report-version-label = Modellversion
report-made = Erstellt
report-outcome = Ergebnis
report-run = Lauf
report-run-link = Den Lauf in Prefect öffnen
report-id = Bericht
report-summary = Zusammenfassung
report-summary-none = Dieser Bericht hat keine Zusammenfassung.
summary-all = Alle Felder der Zusammenfassung
summary-window = Zeitraum:
summary-no-sets = Es war kein Referenzsatz in Gebrauch, deshalb wurde nichts verglichen.
figure = { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ NUMBER($low, minimumFractionDigits: 2, maximumFractionDigits: 2) } bis { NUMBER($high, minimumFractionDigits: 2, maximumFractionDigits: 2) })
figure-too-few = zu wenige Sprecher für eine Aussage
figure-auc = Fläche unter der ROC-Kurve (AUC)
figure-sensitivity = Sensitivität
figure-specificity = Spezifität
figure-balanced-accuracy = Balancierte Genauigkeit
figure-decided = Anteil der Aufnahmen mit Ergebnis
figures-of = Wie gut Version { $version } auf { $reference } ist
figures-figure = Kennzahl
figures-value = Wert (95-%-Intervall)
figures-reading = Die Intervalle gelten nach Sprechern: Sprecher wurden mit allen ihren Aufnahmen neu gezogen, denn Aufnahmen eines Sprechers sind nicht unabhängig. Keinen Sprecher eines Referenzsatzes kennt die Version aus ihrem Training.
figures-subgroups = Untergruppen stehen im ganzen Bericht unten.
gate-compared = Version { $version } wurde mit dem Champion, Version { $champion }, auf denselben Aufnahmen verglichen.
gate-alone = Version { $version } wurde für sich geprüft, denn es gab keinen Champion.
gate-version = Was über diese Version entschieden wurde
gate-reasons = Gründe
gate-checks = Prüfungen
gate-check = Prüfung
gate-references = Referenzsätze:
gate-figures = Die Kennzahlen mit ihren Intervallen nach Sprechern stehen im ganzen Bericht unten.
against-training = Verglichen mit den Trainingsdaten
against-previous = Verglichen mit dem Zeitraum davor
drift-jobs = { $jobs ->
    [one] Eine Aufnahme in diesem Zeitraum.
   *[other] { $jobs } Aufnahmen in diesem Zeitraum.
}
drift-compared = Verglichen: { $compared }, von { $people ->
    [one] einer Person
   *[other] { $people } Personen
}, soweit das bekannt ist.
drift-by-task = Nach dem, was gesprochen wurde
drift-recordings = Verglichene Aufnahmen
drift-drifted = Was sich verschoben hat
drift-distances = Abstand jedes Merkmals
drift-distances-reading = In Standardabweichungen der Referenz; bei Kategorien der Jensen-Shannon-Abstand. 0 heißt kein Unterschied.
drift-feature = Merkmal
drift-distance = Abstand
drift-has-drifted = hat sich verschoben
drift-done = Was daraufhin geschah
plain-number = { NUMBER($value, maximumFractionDigits: 3) }
validation-rows = { $rows ->
    [one] Ein Ergebnis wurde geprüft.
   *[other] { $rows } Ergebnisse wurden geprüft.
}
validation-failures = Nicht erfüllte Regeln
validation-rule = Regel
validation-severity = Gewicht
validation-affected = Ergebnisse
validation-meaning = Was sie sagt
severity-error = Fehler
severity-warning = Warnung
report-whole = Der ganze Bericht
report-whole-none = Dieser Bericht hat keine Seite. Die Zusammenfassung ist alles.
report-open = In einem eigenen Fenster öffnen
report-back = Alle Berichte
yes = ja
no = nein
outcome-no-drift = Keine Drift gefunden
outcome-drift = Drift gefunden
outcome-too-few = Zu wenige für eine Aussage
outcome-not-compared = Kein Vergleich möglich
outcome-passed = Bestanden
outcome-failed = Nicht bestanden
outcome-empty = Nichts zu prüfen
outcome-pass = Bestanden
outcome-fail = Nicht bestanden
outcome-inconclusive = Keine Aussage möglich
outcome-equal = Unverändert
outcome-different = Werte haben sich geändert
outcome-stored = Erste Werte gespeichert

## Fehler

error-number = Fehler { $status }
error-request = Wenn es wieder geschieht, nennen Sie dem Betrieb dieses Dienstes diese Nummer: { $request }
error-home = Zur Startseite
error-internal-error = Bei uns ist etwas schiefgegangen
error-internal-error-advice = Damit haben wir nicht gerechnet. Versuchen Sie es in einer Minute noch einmal.
error-forbidden = Das darf Ihr Schlüssel nicht
error-forbidden-advice = Ihm fehlt ein Recht: { $means } ({ $scope }). Bitten Sie den Betrieb dieses Dienstes um einen Schlüssel, der es hat, und melden Sie sich damit an.
error-foreign-origin = Das wurde nicht von unserer Seite gesendet
error-foreign-origin-advice = Es wurde nichts geändert. Öffnen Sie die Seite selbst und versuchen Sie es dort noch einmal.
error-not-found = Hier ist nichts
error-not-found-advice = Die Adresse stimmt nicht, oder was hier war, wurde entfernt.
error-method-not-allowed = Das kann diese Seite nicht
error-method-not-allowed-advice = Gehen Sie zur Startseite und versuchen Sie es von dort noch einmal.
error-upload-timeout = Die Aufnahme kam zu langsam an
error-upload-timeout-advice = Versuchen Sie es mit einer besseren Verbindung noch einmal, oder senden Sie eine kürzere Aufnahme.
error-conflict = Das geht nicht mehr
error-conflict-advice = Inzwischen hat sich etwas geändert. Laden Sie die Seite neu, um den jetzigen Stand zu sehen.
error-upload-missing = Es wurde noch nichts hochgeladen
error-upload-missing-advice = Senden Sie zuerst die Aufnahme.
error-idempotency-mismatch = Das wurde schon mit einer anderen Aufnahme gesendet
error-idempotency-mismatch-advice = Laden Sie die Seite neu und senden Sie die Aufnahme noch einmal.
error-too-large = Die Aufnahme ist zu groß
error-too-large-advice = Senden Sie eine kürzere oder eine in einem komprimierten Format wie MP3, Ogg oder M4A.
error-unsupported-format = Das ist keine Audiodatei, die wir kennen
error-unsupported-format-advice = Senden Sie WAV, FLAC, MP3, Ogg, M4A oder WebM. Es zählt der Inhalt, nicht der Name der Datei.
error-invalid-request = Die Anfrage ist nicht zu verstehen
error-invalid-request-advice = In der Adresse oder im Formular steht etwas, das nicht hineingehört. Gehen Sie zurück und versuchen Sie es noch einmal.
error-unavailable = Ein Teil des Dienstes ist nicht da
error-unavailable-advice = Meist ist er innerhalb einer Minute zurück. Versuchen Sie es dann noch einmal. Was angenommen wurde, geht nicht verloren.
error-model-not-ready = Kein Modell ist bereit
error-model-not-ready-advice = Ohne Modell gibt es keine Ergebnisse, deshalb wird keine Aufnahme angenommen. Versuchen Sie es in einer Minute noch einmal.
error-scorer-error = Das Modell konnte nicht antworten
error-scorer-error-advice = Versuchen Sie es in einer Minute noch einmal.
error-busy = Es werden zu viele Aufnahmen auf einmal gesendet
error-busy-advice = Warten Sie einige Sekunden und versuchen Sie es noch einmal.
