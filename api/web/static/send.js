// Sends one recording: its bytes and what is said in the form, never a file's name.
"use strict";

const sending = document.getElementById("sending");

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

// key: the same for each attempt to send one recording, so that an attempt whose answer was lost leaves no second job.
// Resolves to { place, line }: the address of the job's page, and its state as HTML of ours; rejects with a sentence.
function sendRecording(content, key, onProgress) {
  // The service closes the connection on a body that is too large, and then a browser does not show its answer.
  if (content.size > Number(sending.dataset.maxBytes)) {
    return Promise.reject(new Error(sending.dataset.tooLarge));
  }
  const fields = new FormData(sending);
  const [task, subject] = [fields.get("task"), fields.get("subject").trim()];
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", sending.getAttribute("action"));
    request.setRequestHeader("Accept", "text/html");
    // As htmx asks: who is not signed in is told so, and not led to the form behind the page's back.
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Idempotency-Key", key);
    if (task) request.setRequestHeader("Speechscan-Task", task);
    if (subject) request.setRequestHeader("Speechscan-Subject", asHeader(subject));
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("error", () => reject(new Error(notice.dataset.offline)));
    request.addEventListener("load", () => {
      if (request.status === 201) {
        resolve({ place: request.getResponseHeader("Location"), line: request.responseText });
      } else {
        reject(new Error(whyRefused(request)));
      }
    });
    request.send(content);
  });
}
