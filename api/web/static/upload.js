// Files by button or by drop: one after another, each in a line of its own. What is wrong with one stops no other.
"use strict";

{
  const texts = document.getElementById("uploader").dataset;
  const drop = document.getElementById("drop");
  const files = document.getElementById("files");
  const told = document.getElementById("sent-told");
  let last = Promise.resolve();

  function line(name) {
    const row = document.createElement("li");
    const [title, progress, state] = ["span", "progress", "span"].map((tag) => document.createElement(tag));
    title.className = "name";
    title.textContent = name;
    progress.value = 0;
    progress.setAttribute("aria-label", texts.progress.replace("{name}", name));
    state.className = "stands";
    state.textContent = texts.waiting;
    row.append(title, progress, state);
    document.getElementById("sent").append(row);
    document.getElementById("sent-section").hidden = false;
    return { row, progress, state };
  }

  function refused(state, sentence) {
    const mark = document.createElement("span");
    mark.className = "outcome bad";
    mark.textContent = `! ${texts.notSent}`;
    state.replaceChildren(mark, ` ${sentence}`);
  }

  async function send(file, { progress, state }) {
    state.textContent = texts.sending;
    try {
      const sent = await sendRecording(file, crypto.randomUUID(), (share) => (progress.value = share));
      state.innerHTML = sent.line; // a part of a page that we have rendered
      htmx.process(state);
      told.textContent = texts.sent.replace("{name}", file.name);
    } catch (error) {
      refused(state, error.message);
      told.textContent = `${file.name}: ${error.message}`;
    }
    progress.remove();
  }

  function take(chosen) {
    for (const file of chosen) {
      const shown = line(file.name);
      last = last.then(() => send(file, shown));
    }
  }

  // Beside the field a browser would leave this page for the file, and with it a recording that is not sent yet.
  for (const name of ["dragover", "drop"]) {
    window.addEventListener(name, (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  }
  files.addEventListener("change", () => {
    take([...files.files]);
    files.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
}
