// What a page does beside htmx: the reader's own time, and errors in sentences. Loaded with `defer`.
"use strict";

const notice = document.getElementById("notice");

function tell(sentence) {
  // Said again it would be read aloud again, as by each try of a poll.
  if (notice.textContent === sentence) {
    return;
  }
  notice.textContent = sentence;
  notice.scrollIntoView({ block: "nearest" });
}

// A part that asks by itself, again and again.
function polls(event) {
  return (event.detail.elt.getAttribute("hx-trigger") || "").includes("every");
}

function showLocalTimes(root) {
  // The page's language, as this reader's country writes it.
  const language = document.documentElement.lang;
  const region = navigator.languages.find((one) => one.startsWith(language)) || language;
  const format = new Intl.DateTimeFormat(region, { dateStyle: "medium", timeStyle: "short" });
  for (const time of root.querySelectorAll("time[datetime]")) {
    time.title = time.title || time.textContent;
    time.textContent = format.format(new Date(time.dateTime));
  }
}

function messageIn(html) {
  const found = new DOMParser().parseFromString(html, "text/html").querySelector("[data-message]");
  return found ? found.textContent : notice.dataset.failed;
}

showLocalTimes(document);
document.body.addEventListener("htmx:load", (event) => showLocalTimes(event.detail.elt.parentElement || document));
document.body.addEventListener("htmx:beforeRequest", (event) => polls(event) || tell(""));
document.body.addEventListener("htmx:responseError", (event) => {
  const { status, response } = event.detail.xhr;
  tell(polls(event) && status >= 500 ? notice.dataset.retrying : messageIn(response));
});
for (const failed of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failed, (event) => {
    tell(polls(event) ? notice.dataset.retrying : notice.dataset.offline);
  });
}
document.body.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.status < 400 && notice.textContent === notice.dataset.retrying) {
    tell("");
  }
});

// A form that has days in it says whose days they are.
for (const field of document.querySelectorAll("[data-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || field.value;
}

// A browser may keep a whole page for its button "back", even one that it was told not to store: after signing out it
// would still show health data.
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());

// The session's cookie is for HTTPS alone: a browser would drop it without a word.
if (!window.isSecureContext) {
  tell(notice.dataset.insecure);
}
