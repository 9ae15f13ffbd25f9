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
sent-open = Öffnen
send-waiting = Wartet
send-under-way = Wird gesendet
send-progress = Wie viel von { $name } gesendet ist
send-sent = { $name } ist gesendet.
send-not-sent = Nicht gesendet
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
flaw-silent = Die Aufnahme ist stumm oder viel zu leise. Prüfen Sie, ob das Mikrofon an ist, und gehen Sie näher heran.
flaw-little-speech = Es wurden nur { NUMBER($speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s Stimme gefunden, nötig sind mindestens { NUMBER($least_speech_s, minimumFractionDigits: 1, maximumFractionDigits: 1) } s. Nehmen Sie noch einmal etwa fünf Sekunden lang auf, näher am Mikrofon.
flaw-quiet = Die Aufnahme ist zu leise. Gehen Sie näher an das Mikrofon, oder erhöhen Sie seinen Pegel.
flaw-noisy = Die Stimme ist nur { NUMBER($snr_db, maximumFractionDigits: 0) } dB lauter als der Hintergrund, nötig sind mindestens { NUMBER($least_snr_db, maximumFractionDigits: 0) } dB. Nehmen Sie an einem ruhigeren Ort auf, näher am Mikrofon.
flaw-clipped = Die Aufnahme ist zu laut: { NUMBER($clipped, maximumFractionDigits: 1) } % sind abgeschnitten. Senken Sie den Pegel, oder gehen Sie etwas weiter weg.
flaw-muffled = Die Aufnahme ist dumpf: Über { NUMBER($ends_khz, maximumFractionDigits: 1) } kHz ist nichts zu hören. Decken Sie das Mikrofon auf, oder nehmen Sie ein anderes.
flaw-off-centre = Die Aufnahme hat einen starken Gleichanteil, was an einem Fehler des Geräts liegt. Nehmen Sie ein anderes Mikrofon.
reason-unfamiliar = Die Aufnahme gleicht nicht denen, für die das Modell gemacht ist, einem gehaltenen Vokal. Nehmen Sie in einem ruhigen Raum ein gleichmäßiges „Aaa“ von etwa fünf Sekunden auf.
reason-abstained = Die Wahrscheinlichkeit des Modells liegt zwischen seinen beiden Entscheidungen.
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
moved = Was die Bewertung bewegt hat (auf Englisch)
sound = Aufnahme
sound-play = Die Aufnahme, wie sie ausgewertet wurde
sound-missing = Die Aufnahme ist nicht gespeichert und lässt sich deshalb nicht abspielen oder zeichnen.
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
advice-clipped = { NUMBER($clipped, maximumFractionDigits: 1) } % sind abgeschnitten, weil es zu laut war. Senken Sie beim nächsten Mal den Pegel.
advice-noisy = Die Stimme ist nur { NUMBER($snr_db, maximumFractionDigits: 0) } dB lauter als der Hintergrund. Nehmen Sie beim nächsten Mal an einem ruhigeren Ort auf.
advice-telephone = Über { NUMBER($ends_khz, maximumFractionDigits: 1) } kHz ist von der Stimme nichts zu hören, wie am Telefon. Nehmen Sie, wenn es geht, mit dem Gerät selbst auf.
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
