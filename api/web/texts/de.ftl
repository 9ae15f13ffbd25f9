# Die Texte der Seite auf Deutsch, mit denselben Namen wie in `en.ftl`.

## Jede Seite

skip = Zum Inhalt
nav = Hauptmenü
nav-start = Start
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
start-may-nothing = nichts auf dieser Seite. Bitten Sie den Betrieb dieses Dienstes um einen anderen Schlüssel.
scope-jobs-read = seine Aufnahmen und ihre Ergebnisse sehen
scope-jobs-write = Aufnahmen senden und abbrechen
scope-jobs-delete = Aufnahmen und Ergebnisse löschen
scope-annotate = eintragen, was später bestätigt wurde
scope-reports = die Berichte über diesen Dienst lesen
scope-webhooks = festlegen, wem der Dienst das Ende eines Auftrags meldet
start-where = Wohin
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
history-filter = Aus der Liste wählen
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

state-queued = Wartet
state-running = Wird ausgewertet
state-completed = Ausgewertet
state-failed = Konnte nicht ausgewertet werden
state-cancelled = Abgebrochen
state-deleted = Gelöscht
status-healthy = Keine Zeichen von Dysarthrie gefunden
status-dysarthric = Zeichen von Dysarthrie gefunden
status-inconclusive = Kein Ergebnis
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
