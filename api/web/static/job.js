// The page of a job: follows it by server-sent events, says when it has ended, and draws the recording once there is one.
// Without the events htmx asks every two seconds, as the template says.
"use strict";

{
  const told = document.getElementById("job-told");
  let state = document.getElementById("job").dataset.state;
  let redraw = () => {};
  const BESIDE_EVENTS_MS = 15000;
  let source = null;
  let asked = Date.now();

  function announce() {
    const now = document.getElementById("job").dataset.state;
    if (now !== state) told.textContent = now;
    state = now;
  }

  async function samplesAt(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const context = new OfflineAudioContext(1, 1, RATE);
    return (await context.decodeAudioData(await answer.arrayBuffer())).getChannelData(0);
  }

  async function draw() {
    const section = document.getElementById("sound-section");
    if (!section || section.dataset.drawn) return;
    section.dataset.drawn = "under way";
    try {
      const samples = await samplesAt(section.dataset.sound);
      const contour = contourOf(samples, Math.min(600, Math.round(samples.length / (0.01 * RATE))));
      redraw = () => drawBoth(section, samples, contour);
      redraw();
      tellWaveform(samples);
      tellSpectrogram(contour);
      section.dataset.drawn = "yes";
    } catch {
      // Deleted meanwhile, or the connection is away.
      const missing = document.createElement("p");
      missing.textContent = section.dataset.missing;
      section.replaceChildren(section.querySelector("h2"), missing);
      section.dataset.drawn = "no";
    }
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

  function follow() {
    const { changes } = document.getElementById("job").dataset;
    if (!changes) return;
    source = new EventSource(changes);
    source.addEventListener("change", (event) => {
      const job = document.getElementById("job");
      if (event.data !== job.dataset.mark) htmx.trigger(job, "changed");
    });
  }

  // What htmx asks by its clock. Now and then even beside the events, which a proxy may hold back.
  function isNeedless({ elt, requestConfig }) {
    if (elt.id !== "job" || requestConfig.triggeringEvent || source?.readyState !== EventSource.OPEN) return false;
    return Date.now() - asked < BESIDE_EVENTS_MS;
  }

  draw();
  follow();
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (isNeedless(event.detail)) event.preventDefault();
    else asked = Date.now();
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    announce();
    draw();
    if (!document.getElementById("job").dataset.changes) source?.close();
  });
  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => redraw(), 150);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw());
}
