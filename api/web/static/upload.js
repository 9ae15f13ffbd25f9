// Files by button or by drop: one after another, each in a line of its own. What is wrong with one stops no other.
"use strict";

{
  const drop = document.getElementById("drop");
  const files = document.getElementById("files");
  let last = Promise.resolve();

  async function send(item) {
    item.line.begins();
    try {
      const sent = await sendRecording(item.file, item.spoken, item.key, (share) => item.line.reached(share));
      item.line.isSent(sent.line);
      release(item);
    } catch (error) {
      item.line.isRefused(error.message, error.passing && (() => queue(item)));
      // What can be sent again is only here, and so is the key that makes no second job of it.
      if (!error.passing) release(item);
    }
  }

  function queue(item) {
    item.line.waits();
    last = last.then(() => send(item));
  }

  function take(chosen) {
    const spoken = spokenNow();
    for (const file of chosen) {
      const item = { file, spoken, key: crypto.randomUUID(), line: new SentLine(file.name) };
      keep(item);
      queue(item);
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
