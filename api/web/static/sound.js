// Draws waveform and spectrogram into canvases, in the colours of the page.
"use strict";

const LOW_HZ = 60;
const HIGH_HZ = 4000;
const WINDOW = 1024; // 64 ms: harmonics of a low voice stand apart
const RANGE_DB = 65;

// Logarithmic, so that the pitch has room.
function heightOf(hz, height) {
  return height * (1 - Math.log(hz / LOW_HZ) / Math.log(HIGH_HZ / LOW_HZ));
}

// Sized in the screen's own pixels. `unit`: how many of them a pixel of the page has.
function prepared(canvas) {
  const unit = window.devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * unit);
  canvas.height = Math.round(canvas.clientHeight * unit);
  const style = getComputedStyle(canvas);
  const pen = canvas.getContext("2d");
  pen.font = `${12 * unit}px ${style.fontFamily}`;
  return { pen, unit, width: canvas.width, height: canvas.height, ink: style.color, accent: style.accentColor, ground: style.backgroundColor };
}

function drawWaveform(canvas, samples) {
  const { pen, width, height, ink } = prepared(canvas);
  const most = Math.max(1e-4, samples.reduce((peak, one) => Math.max(peak, Math.abs(one)), 0));
  pen.fillStyle = ink;
  for (let x = 0; x < width; x++) {
    let [low, high] = [0, 0];
    for (let i = Math.floor((x / width) * samples.length); i < ((x + 1) / width) * samples.length; i++) {
      low = Math.min(low, samples[i]);
      high = Math.max(high, samples[i]);
    }
    const [top, bottom] = [high, low].map((value) => (0.5 - (0.48 * value) / most) * height);
    pen.fillRect(x, top, 1, Math.max(1, bottom - top));
  }
}

function drawSpectrogram(canvas, samples, contour, medianHz, medianText) {
  const board = prepared(canvas);
  drawSpectra(board, samples);
  drawContour(board, contour);
  if (medianHz) drawMedian(board, medianHz, medianText);
  drawScale(board);
}

function drawSpectra({ pen, width, height, ink, ground }, samples) {
  const columns = Math.min(width, 800);
  const spectra = Array.from({ length: columns }, (_, x) => spectrumAt(samples, (x + 0.5) / columns));
  const most = Math.max(...spectra.map((one) => Math.max(...one)));
  const [from, to] = [ground, ink].map((colour) => colour.match(/[\d.]+/g).map(Number));
  const image = pen.createImageData(columns, height);
  for (let y = 0; y < height; y++) {
    const hz = LOW_HZ * (HIGH_HZ / LOW_HZ) ** (1 - y / height);
    const bin = (hz * WINDOW) / RATE;
    for (let x = 0; x < columns; x++) {
      const [below, above] = [spectra[x][Math.floor(bin)], spectra[x][Math.ceil(bin)]];
      const level = below + (above - below) * (bin % 1);
      const share = Math.max(0, Math.min(1, 1 + (level - most) / RANGE_DB)) ** 1.5;
      const at = 4 * (y * columns + x);
      for (let c = 0; c < 3; c++) image.data[at + c] = from[c] + (to[c] - from[c]) * share;
      image.data[at + 3] = 255;
    }
  }
  const sheet = new OffscreenCanvas(columns, height);
  sheet.getContext("2d").putImageData(image, 0, 0);
  pen.drawImage(sheet, 0, 0, width, height);
}

// In dB, of the piece around `share` of the signal's length.
function spectrumAt(samples, share) {
  const start = Math.round(share * samples.length - WINDOW / 2);
  const piece = new Float64Array(WINDOW);
  for (let i = 0; i < WINDOW; i++) {
    piece[i] = (samples[start + i] || 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW));
  }
  return powers(piece).map((power) => 10 * Math.log10(power + 1e-12));
}

function drawScale(board) {
  for (const hz of [100, 200, 500, 1000, 2000]) label(board, `${hz} Hz`, 4 * board.unit, heightOf(hz, board.height), "left");
}

function label({ pen, unit, ink, ground }, text, x, y, align) {
  pen.textAlign = align;
  pen.textBaseline = "middle";
  const width = pen.measureText(text).width + 6 * unit;
  pen.fillStyle = ground;
  pen.fillRect(align === "left" ? x - 3 * unit : x - width + 3 * unit, y - 8 * unit, width, 16 * unit);
  pen.fillStyle = ink;
  pen.fillText(text, x, y);
}

// Twice, so that it stands out from light and from dark.
function stroke({ pen, unit, accent, ground }, path, dashes) {
  for (const [colour, thickness] of [
    [ground, 5],
    [accent, 2.5],
  ]) {
    pen.strokeStyle = colour;
    pen.lineWidth = thickness * unit;
    pen.setLineDash(dashes.map((one) => one * unit));
    pen.stroke(path);
  }
  pen.setLineDash([]);
}

function drawContour(board, contour) {
  const path = new Path2D();
  contour.forEach((hz, i) => {
    if (!hz) return;
    const [x, y, before] = [(i / contour.length) * board.width, heightOf(hz, board.height), contour[i - 1]];
    // No stroke across a jump of more than four semitones: one of the two is a slip.
    if (before && Math.abs(Math.log2(hz / before)) < 1 / 3) path.lineTo(x, y);
    else path.moveTo(x, y);
  });
  stroke(board, path, []);
}

function drawMedian(board, hz, text) {
  const y = heightOf(hz, board.height);
  const path = new Path2D();
  path.moveTo(0, y);
  path.lineTo(board.width, y);
  stroke(board, path, [8, 6]);
  label(board, text, board.width - 6 * board.unit, y - 16 * board.unit, "right");
}
