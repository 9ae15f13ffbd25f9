// The list of what is sent from this page: a line each, with how far it is, then how its job stands or why it has none.
"use strict";

class SentLine {
  static texts = document.getElementById("sent-section").dataset;
  static #all = document.getElementById("sent-again");
  // What sends a line again, of those that may be.
  static #again = new Map();

  static {
    SentLine.#all.addEventListener("click", () => {
      // The button goes: whoever came by keyboard is then at the list.
      const list = document.getElementById("sent");
      list.tabIndex = -1;
      list.focus();
      for (const act of [...SentLine.#again.values()]) act();
    });
  }

  constructor(name) {
    this.name = name;
    [this.progress, this.state] = ["progress", "span"].map((tag) => document.createElement(tag));
    this.progress.setAttribute("aria-label", SentLine.texts.progress.replace("{name}", name));
    this.state.className = "stands";
    const [row, title] = ["li", "span"].map((tag) => document.createElement(tag));
    title.className = "name";
    title.textContent = name;
    row.append(title, this.state);
    document.getElementById("sent").append(row);
    document.getElementById("sent-section").hidden = false;
  }

  waits() {
    this.#offer();
    this.reached(0);
    this.state.before(this.progress);
    this.state.textContent = SentLine.texts.waiting;
  }

  begins() {
    this.state.textContent = SentLine.texts.sending;
  }

  reached(share) {
    this.progress.value = share;
  }

  // line: a part of a page that we have rendered.
  isSent(line) {
    this.progress.remove();
    this.state.innerHTML = line;
    htmx.process(this.state);
    this.#tell(SentLine.texts.sent.replace("{name}", this.name));
  }

  // sendAgain: none where the same would be refused again.
  isRefused(sentence, sendAgain) {
    this.progress.remove();
    const mark = document.createElement("span");
    mark.className = "outcome bad";
    mark.textContent = `! ${SentLine.texts.notSent}`;
    this.state.replaceChildren(mark, ` ${sentence} `);
    if (sendAgain) this.state.append(this.#button(sendAgain));
    this.#offer(sendAgain);
    this.#tell(`${this.name}: ${sentence}`);
  }

  // For one line there is a button in it.
  #offer(sendAgain) {
    if (sendAgain) SentLine.#again.set(this, sendAgain);
    else SentLine.#again.delete(this);
    SentLine.#all.hidden = SentLine.#again.size < 2;
  }

  #button(act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = SentLine.texts.again;
    button.setAttribute("aria-label", `${SentLine.texts.again}: ${this.name}`);
    button.addEventListener("click", () => {
      // The button goes: whoever came by keyboard is still in this line.
      this.state.tabIndex = -1;
      this.state.focus();
      act();
    });
    return button;
  }

  #tell(sentence) {
    document.getElementById("sent-told").textContent = sentence;
  }
}
