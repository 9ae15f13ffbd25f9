// Runs on the browser's audio thread: hands on what the microphone gives, in pieces of 2048 samples.
"use strict";

const PIECE = 2048;

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.piece = new Float32Array(PIECE);
    this.filled = 0;
  }

  process(inputs) {
    const samples = inputs[0][0];
    if (samples) {
      this.piece.set(samples, this.filled);
      this.filled += samples.length;
      if (this.filled === PIECE) {
        this.port.postMessage(this.piece.slice());
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor("capture", Capture);
