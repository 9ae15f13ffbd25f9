// The page of a job: follows it by server-sent events and says when it has ended.
// Without the events htmx asks every two seconds, as the template says.
"use strict";

{
  const told = document.getElementById("job-told");
  let state = document.getElementById("job").dataset.state;
  const BESIDE_EVENTS_MS = 15000;
  let source = null;
  let asked = Date.now();

  function announce() {
    const now = document.getElementById("job").dataset.state;
    if (now !== state) told.textContent = now;
    state = now;
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

  follow();
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (isNeedless(event.detail)) event.preventDefault();
    else asked = Date.now();
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    announce();
    if (!document.getElementById("job").dataset.changes) source?.close();
  });
}
