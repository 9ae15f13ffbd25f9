// Sends one recording: its bytes and what is said in the form, never a file's name.
"use strict";

const sending = document.getElementById("sending");

// What the form says at this moment, of whatever is recorded or chosen now.
function spokenNow() {
  const fields = new FormData(sending);
  return { task: fields.get("task"), subject: fields.get("subject").trim() };
}

// Header values are bytes: those of UTF-8, each as one character.
function asHeader(text) {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

function sentencesIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const message = page.querySelector("[data-message]");
  return message ? `${page.querySelector("h1").textContent}. ${message.textContent}` : notice.dataset.failed;
}

function whyRefused(request) {
  return request.status === 401 ? sending.dataset.signedOut : sentencesIn(request.responseText);
}

// passing: the same may be taken later.
function refusal(sentence, passing) {
  return Object.assign(new Error(sentence), { passing });
}

// Signed out, too slow, too many at once, or something of ours is away.
function passes(status) {
  return [401, 408, 429].includes(status) || status >= 500;
}

// spoken, key: the same for each attempt to send one recording, so that an attempt whose answer was lost leaves no
// second job. Resolves to { place, line }: the address of the job's page, and its state as HTML of ours; rejects with a
// `refusal`.
function sendRecording(content, spoken, key, onProgress) {
  // The service closes the connection on a body that is too large, and then a browser does not show its answer.
  if (content.size > Number(sending.dataset.maxBytes)) {
    return Promise.reject(refusal(sending.dataset.tooLarge, false));
  }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", sending.getAttribute("action"));
    request.setRequestHeader("Accept", "text/html");
    // As htmx asks: who is not signed in is told so, and not led to the form behind the page's back.
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Idempotency-Key", key);
    if (spoken.task) request.setRequestHeader("Speechscan-Task", spoken.task);
    if (spoken.subject) request.setRequestHeader("Speechscan-Subject", asHeader(spoken.subject));
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("error", () => reject(refusal(notice.dataset.offline, true)));
    request.addEventListener("load", () => {
      if (request.status === 201) {
        resolve({ place: request.getResponseHeader("Location"), line: request.responseText });
      } else {
        reject(refusal(whyRefused(request), passes(request.status)));
      }
    });
    request.send(content);
  });
}
