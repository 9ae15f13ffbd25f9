// Records with the microphone: level, count-down, listening to it, sending it.
"use strict";

{
  const recorder = document.getElementById("recorder");
  const texts = recorder.dataset;
  const part = Object.fromEntries(
    ["level", "meter", "level-word", "left", "review", "heard", "start", "stop", "send", "again", "recorder-told"].map(
      (id) => [id, document.getElementById(id)],
    ),
  );
  // As it comes: what makes speech pleasant over a telephone takes away what is measured.
  const PLAIN = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const REFUSALS = {
    NotAllowedError: "refused",
    SecurityError: "refused",
    NotFoundError: "absent",
    NotReadableError: "busy",
    Insecure: "insecure",
  };
  // dB re full scale: a peak above is cut off soon; the quality gate refuses speech below -55.
  const LOUD_PEAK = -1;
  const QUIET = -45;
  const SILENT = -75;
  // A word about the level stands for so long, or it could not be read.
  const WORD_S = 0.8;
  let taken = null;
  let recording = null;

  function show(...ids) {
    for (const id of ["level", "left", "review", "start", "stop", "send", "again"]) part[id].hidden = !ids.includes(id);
  }

  function say(sentence) {
    part["recorder-told"].textContent = sentence;
  }

  function decibels(amplitude) {
    return 20 * Math.log10(Math.max(amplitude, 1e-6));
  }

  async function start() {
    tell("");
    say("");
    // What the recording before has left.
    part["level-word"].textContent = part.left.textContent = "";
    part.start.disabled = true;
    try {
      taken = await open();
      keep(recorder);
      show("level", "left", "stop");
      say(texts.began);
      part.stop.focus();
    } catch (error) {
      tell(texts[REFUSALS[error.name] || "failed"]);
    } finally {
      part.start.disabled = false;
    }
  }

  async function open() {
    if (!window.isSecureContext || !navigator.mediaDevices) throw new DOMException(texts.insecure, "Insecure");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: PLAIN });
    const context = new AudioContext();
    try {
      await context.audioWorklet.addModule(texts.capture);
    } catch (error) {
      stop({ stream, context });
      throw error;
    }
    return begin(stream, context);
  }

  function begin(stream, context) {
    const rate = context.sampleRate;
    // At 96 kHz the largest recording is shorter than the longest.
    const most = Math.min(Number(texts.maxS), Math.floor((sending.dataset.maxBytes - WAV_HEADER) / (2 * rate)));
    const made = { stream, context, rate, most, pieces: [], count: 0, word: "", wordAt: -WORD_S };
    const node = new AudioWorkletNode(context, "capture");
    node.port.addEventListener("message", (event) => take(made, event.data));
    node.port.start();
    // It gives silence, but what leads nowhere is not run by every browser.
    context.createMediaStreamSource(stream).connect(node).connect(context.destination);
    stream.getAudioTracks()[0].addEventListener("ended", finish);
    return made;
  }

  function take(made, piece) {
    if (made !== taken) return;
    const room = made.most * made.rate - made.count;
    made.pieces.push(piece.length > room ? piece.slice(0, room) : piece);
    made.count += Math.min(piece.length, room);
    showLevel(made, piece);
    part.left.textContent = texts.left.replace("{seconds}", Math.ceil(made.most - made.count / made.rate));
    if (made.count >= made.most * made.rate) finish();
  }

  function showLevel(made, piece) {
    const peak = decibels(piece.reduce((most, one) => Math.max(most, Math.abs(one)), 0));
    const level = decibels(Math.sqrt(piece.reduce((sum, one) => sum + one * one, 0) / piece.length));
    part.meter.value = Math.max(-60, level);
    const word = peak > LOUD_PEAK ? "levelLoud" : level < SILENT ? "levelSilent" : level < QUIET ? "levelQuiet" : "levelGood";
    const now = made.count / made.rate;
    if (word !== made.word && now - made.wordAt > WORD_S) {
      part["level-word"].textContent = texts[word];
      // Said aloud too, unless all is well.
      say(word === "levelGood" ? texts.began : texts[word]);
      Object.assign(made, { word, wordAt: now });
    }
  }

  function stop({ stream, context }) {
    for (const track of stream.getTracks()) track.stop();
    context.close();
  }

  function finish() {
    if (!taken) return;
    const made = taken;
    taken = null;
    stop(made);
    if (made.count < texts.minS * made.rate) {
      release(recorder);
      show("start");
      say(texts.tooShort);
      part.start.focus();
      return;
    }
    recording = { content: wavOf(made.pieces, made.rate), spoken: null, key: null };
    part.heard.src = URL.createObjectURL(recording.content);
    show("review", "send", "again");
    say(texts.done.replace("{seconds}", (made.count / made.rate).toFixed(1)));
    part.send.focus();
  }

  function forget() {
    URL.revokeObjectURL(part.heard.src);
    part.heard.removeAttribute("src");
    recording = null;
    release(recorder);
    part.send.disabled = part.again.disabled = false;
    show("start");
    say("");
    part.start.focus();
  }

  // The same key as at the attempt before, unless something else is said of the recording now: that is another job.
  function attempt() {
    const spoken = spokenNow();
    const { task, subject } = recording.spoken || {};
    const isOther = spoken.task !== task || spoken.subject !== subject;
    if (isOther) Object.assign(recording, { spoken, key: crypto.randomUUID() });
    return recording;
  }

  async function send() {
    tell("");
    part.send.disabled = part.again.disabled = true;
    say(texts.sending);
    try {
      const { content, spoken, key } = attempt();
      leave(await sendRecording(content, spoken, key, () => {}));
    } catch (error) {
      say("");
      tell(error.message);
      part.send.disabled = part.again.disabled = false;
    }
  }

  // To the report; unless that would leave files behind which are still to be sent.
  function leave({ place, line }) {
    release(recorder);
    if (!unsent.size) {
      location.assign(place);
      return;
    }
    forget();
    new SentLine(texts.made).isSent(line);
  }

  if (!window.isSecureContext || !navigator.mediaDevices) say(texts.insecure);
  part.start.addEventListener("click", start);
  part.stop.addEventListener("click", finish);
  part.send.addEventListener("click", send);
  part.again.addEventListener("click", forget);
}
