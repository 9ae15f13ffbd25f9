// 16-bit mono WAV. Not what MediaRecorder makes, Opus: that leaves out and smooths what jitter and shimmer measure.
"use strict";

const WAV_HEADER = 44;

function wavOf(pieces, rate) {
  const count = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const view = new DataView(new ArrayBuffer(WAV_HEADER + 2 * count));
  writeHeader(view, rate, count);
  let at = WAV_HEADER;
  for (const piece of pieces) {
    for (const sample of piece) {
      view.setInt16(at, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true);
      at += 2;
    }
  }
  return new Blob([view], { type: "audio/wav" });
}

function writeHeader(view, rate, count) {
  const word = (at, text) => [...text].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, WAV_HEADER - 8 + 2 * count, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true); // length of what follows, then: PCM, one channel
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true); // bytes per second, bytes per sample, bits per sample
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, 2 * count, true);
}
