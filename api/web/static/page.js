// What a page does beside htmx: the reader's own time, and errors in sentences. Loaded with `defer`.
"use strict";

const notice = document.getElementById("notice");

function tell(sentence) {
  notice.textContent = sentence;
  notice.scrollIntoView({ block: "nearest" });
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
document.body.addEventListener("htmx:beforeRequest", () => tell(""));
document.body.addEventListener("htmx:responseError", (event) => tell(messageIn(event.detail.xhr.response)));
document.body.addEventListener("htmx:sendError", () => tell(notice.dataset.offline));
document.body.addEventListener("htmx:timeout", () => tell(notice.dataset.offline));

// The session's cookie is for HTTPS alone: a browser would drop it without a word.
if (!window.isSecureContext) {
  tell(notice.dataset.insecure);
}
