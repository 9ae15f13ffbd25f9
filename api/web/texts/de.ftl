# Die Texte der Seite auf Deutsch, mit denselben Namen wie in `en.ftl`.

## Jede Seite

skip = Zum Inhalt
nav = Hauptmenü
nav-start = Start
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
start-may-nothing = nichts auf dieser Seite. Bitten Sie den Betrieb dieses Dienstes um einen anderen Schlüssel.
scope-jobs-read = seine Aufnahmen und ihre Ergebnisse sehen
scope-jobs-write = Aufnahmen senden und abbrechen
scope-jobs-delete = Aufnahmen und Ergebnisse löschen
scope-annotate = eintragen, was später bestätigt wurde
scope-reports = die Berichte über diesen Dienst lesen
scope-webhooks = festlegen, wem der Dienst das Ende eines Auftrags meldet
start-where = Wohin
start-reports = Berichte
start-reports-lead = Drift, Prüfungen der Daten und was das Gate über Modelle entschieden hat.
start-prefect = Prefect
start-prefect-lead = Die Läufe der Flows, ihre Zeitpläne und Protokolle.
start-mlflow = MLflow
start-mlflow-lead = Die Modellversionen und ihre Trainingsläufe.

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
kind-gate = Gate
kind-regression = Regression
kind-validation = Datenprüfung
report-version = Version { $version }
report-version-label = Modellversion
report-made = Erstellt
report-outcome = Ergebnis
report-run = Lauf
report-run-link = Den Lauf in Prefect öffnen
report-id = Bericht
report-summary = Zusammenfassung
report-summary-none = Dieser Bericht hat keine Zusammenfassung.
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
error-forbidden-advice = Ihm fehlt das Recht { $scope }. Bitten Sie den Betrieb dieses Dienstes um einen Schlüssel, der es hat, und melden Sie sich damit an.
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
