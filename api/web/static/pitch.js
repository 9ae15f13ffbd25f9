// Spectra and pitch of a signal, for drawing. What is measured is measured by the model's own code.
"use strict";

const RATE = 16000;
const LEAST_HZ = 75;
const MOST_HZ = 600;

// Powers of the frequencies 0 to RATE / 2 in `samples`, whose length is a power of two: a radix-2 transform in place.
function powers(samples) {
  const size = samples.length;
  const real = Float64Array.from(samples);
  const imaginary = new Float64Array(size);
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [real[i], real[j]] = [real[j], real[i]];
  }
  for (let length = 2; length <= size; length <<= 1) {
    const angle = (-2 * Math.PI) / length;
    for (let start = 0; start < size; start += length) {
      for (let k = 0; k < length / 2; k++) {
        const [c, s] = [Math.cos(angle * k), Math.sin(angle * k)];
        const [a, b] = [start + k, start + k + length / 2];
        const [x, y] = [real[b] * c - imaginary[b] * s, real[b] * s + imaginary[b] * c];
        [real[b], imaginary[b]] = [real[a] - x, imaginary[a] - y];
        [real[a], imaginary[a]] = [real[a] + x, imaginary[a] + y];
      }
    }
  }
  return real.slice(0, size / 2).map((value, i) => value * value + imaginary[i] * imaginary[i]);
}

// By normalised autocorrelation over 40 ms from `at` on; null without a voice. loudest: energy of the loudest such piece.
function pitchAt(samples, at, loudest) {
  const width = 640;
  if (at + width + RATE / LEAST_HZ >= samples.length || energy(samples, at, width) < 1e-4 * loudest) return null;
  const shortest = Math.floor(RATE / MOST_HZ);
  const found = [];
  for (let lag = shortest; lag <= RATE / LEAST_HZ; lag++) found.push(likeness(samples, at, lag, width));
  const best = Math.max(...found);
  if (best < 0.6) return null;
  // The first peak nearly as high: the others are multiples of the period.
  const place = found.findIndex((r, i) => r > 0.95 * best && r >= (found[i - 1] ?? -1) && r >= (found[i + 1] ?? -1));
  return place < 0 ? null : RATE / (shortest + place);
}

function energy(samples, at, width) {
  let sum = 0;
  for (let i = at; i < at + width && i < samples.length; i++) sum += samples[i] * samples[i];
  return sum;
}

function likeness(samples, at, lag, width) {
  let [both, here, there] = [0, 1e-12, 1e-12];
  for (let i = at; i < at + width; i++) {
    both += samples[i] * samples[i + lag];
    here += samples[i] * samples[i];
    there += samples[i + lag] * samples[i + lag];
  }
  return both / Math.sqrt(here * there);
}

// Without what lies above some 1 kHz, where a formant may look like a pitch: means of 12 samples, twice.
function dull(samples) {
  const means = (from) => {
    let sum = 0;
    return from.map((value, i) => (sum += value - (from[i - 12] || 0)) / 12);
  };
  return means(means(Float64Array.from(samples)));
}

// The pitch at `count` places from the start of the signal to its end: Hz, or null.
function contourOf(signal, count) {
  const samples = dull(signal);
  const places = Array.from({ length: count }, (_, i) => Math.round((i / count) * samples.length));
  const loudest = Math.max(...places.map((at) => energy(samples, at, 640)));
  return places.map((at) => (loudest > 0 ? pitchAt(samples, at, loudest) : null));
}
