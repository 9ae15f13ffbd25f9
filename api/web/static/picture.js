// The recording in a report: loads it, draws it and says in words what is drawn. Where it cannot, it says whether the
// recording is gone or only away, and tries again when asked to.
"use strict";

{
  // As after it was deleted. Whatever else goes wrong may be over in a minute.
  const GONE = [404, 410];
  let redraw = () => {};

  async function drawRecording() {
    const section = document.getElementById("sound-section");
    if (!section || section.dataset.drawn) return;
    section.dataset.drawn = "under way";
    // Said again it is to be read aloud again.
    document.getElementById("sound-told").textContent = "";
    try {
      // As htmx asks: who is not signed in is told so, and not handed the form as if it were the recording.
      const answer = await fetch(section.dataset.sound, { headers: { "HX-Request": "true" } });
      if (answer.status === 401) location.reload();
      else if (GONE.includes(answer.status)) lack(section, "gone");
      else show(section, await samplesOf(answer));
    } catch {
      lack(section, "away");
    }
  }

  async function samplesOf(answer) {
    if (!answer.ok) throw new Error(String(answer.status));
    const context = new OfflineAudioContext(1, 1, RATE);
    return (await context.decodeAudioData(await answer.arrayBuffer())).getChannelData(0);
  }

  function lack(section, why) {
    reveal(section, false);
    document.getElementById("sound-again").hidden = why !== "away";
    document.getElementById("sound-told").textContent = section.dataset[why];
    section.dataset.drawn = why;
  }

  function show(section, samples) {
    const contour = contourOf(samples, Math.min(600, Math.round(samples.length / (0.01 * RATE))));
    reveal(section, true);
    redraw = () => drawBoth(section, samples, contour);
    redraw();
    tellWaveform(samples);
    tellSpectrogram(contour);
    leaveButton(section);
    section.dataset.drawn = "yes";
  }

  function reveal(section, whole) {
    for (const one of section.querySelectorAll("audio, figure")) one.hidden = !whole;
  }

  // After a try that was asked for: the player has failed as the picture had, and the focus would be lost.
  function leaveButton(section) {
    const [again, player] = [document.getElementById("sound-again"), section.querySelector("audio")];
    if (again.hidden) return;
    player.load();
    if (document.activeElement === again) player.focus();
    again.hidden = true;
  }

  function drawBoth({ dataset }, samples, contour) {
    const hz = Number(dataset.medianHz);
    drawWaveform(document.getElementById("waveform"), samples);
    const text = dataset.median.replace("{hz}", hz.toFixed(0));
    drawSpectrogram(document.getElementById("spectrogram"), samples, contour, hz, text);
  }

  function say(id, text, values) {
    const canvas = document.getElementById(id);
    const sentence = text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    canvas.setAttribute("aria-label", sentence.split(/[:,.]/)[0]);
    canvas.setAttribute("aria-describedby", `${id}-told`);
    const caption = canvas.nextElementSibling;
    caption.id = `${id}-told`;
    caption.textContent = sentence;
  }

  function written(value, digits) {
    const form = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return value.toLocaleString(document.documentElement.lang, form);
  }

  function tellWaveform(samples) {
    let at = 0;
    samples.forEach((value, i) => Math.abs(value) > Math.abs(samples[at]) && (at = i));
    const caption = document.getElementById("waveform").nextElementSibling;
    const [seconds, loudest] = [samples.length / RATE, at / RATE].map((one) => written(one, 1));
    say("waveform", caption.dataset.told, { seconds, at: loudest, peak: written(100 * Math.abs(samples[at]), 0) });
  }

  function tellSpectrogram(contour) {
    const { told: found, unvoiced } = document.getElementById("spectrogram").nextElementSibling.dataset;
    const voiced = contour.filter(Boolean).sort((a, b) => a - b);
    const at = (share) => written(voiced[Math.floor(share * (voiced.length - 1))], 0);
    // Without the lowest and highest twentieth: a slip of an octave is no pitch.
    const { dashed = "" } = document.getElementById("sound-section").dataset;
    const sentences = `${voiced.length ? found : unvoiced} ${dashed}`;
    say("spectrogram", sentences, voiced.length ? { low: at(0.05), high: at(0.95) } : {});
  }

  drawRecording();
  // The section comes with the job's end.
  document.body.addEventListener("htmx:afterSettle", drawRecording);
  document.body.addEventListener("click", ({ target }) => {
    if (target.id !== "sound-again") return;
    delete document.getElementById("sound-section").dataset.drawn;
    drawRecording();
  });
  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => redraw(), 150);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw());
}
