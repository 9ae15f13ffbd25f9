// What is on this page only: a recording, files that wait or are being sent. While there is any, the browser asks
// before it leaves the page.
"use strict";

const unsent = new Set();

function askFirst(event) {
  event.preventDefault();
  event.returnValue = true; // browsers of before 2024 look at this alone
}

function keep(one) {
  unsent.add(one);
  window.addEventListener("beforeunload", askFirst);
}

function release(one) {
  unsent.delete(one);
  if (!unsent.size) window.removeEventListener("beforeunload", askFirst);
}

// A line of what was sent asks for its state, and when the session has ended would lead to the sign-in form.
document.body.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.status === 401 && unsent.size) {
    event.preventDefault();
    tell(sending.dataset.signedOut);
  }
});
