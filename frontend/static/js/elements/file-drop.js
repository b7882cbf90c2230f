// <file-drop needed="a.py b.py" optional="*.py" limit="bytes"> around the hand-in form.
// Adds dropping, a verdict a file, and progress. Without JavaScript the form is sent as it is.
import { isArchive, verdictOf } from "../lib/names.js";
import { fileSize } from "../lib/size.js";

const words = (text) => (text ?? "").split(" ").filter(Boolean);

class FileDrop extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.querySelector("input[type=file]");
    this.button = this.querySelector("button[type=submit]");
    this.list = this.querySelector(".files");
    this.rules = {
      needed: words(this.getAttribute("needed")),
      optional: words(this.getAttribute("optional")),
      limit: Number(this.getAttribute("limit")),
    };
    this.files = new Map();
    // The whole area is the control now; its focus ring is the area's.
    this.input.classList.add("visually-hidden");
    this.input.required = false;
    this.button.disabled = true;
    this.listen();
  }

  listen() {
    const area = this.querySelector(".drop");
    this.input.addEventListener("change", () => this.add(this.input.files));
    for (const name of ["dragover", "dragleave", "drop"])
      area.addEventListener(name, (event) => {
        event.preventDefault();
        area.classList.toggle("is-over", name === "dragover");
      });
    area.addEventListener("drop", (event) => this.add(event.dataTransfer.files));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  add(files) {
    for (const file of files) this.files.set(file.name, { file, problem: verdictOf(file, this.rules) });
    this.draw();
  }

  get ready() {
    return [...this.files.values()].filter(({ problem }) => !problem).map(({ file }) => file);
  }

  get missing() {
    if (this.ready.some(({ name }) => isArchive(name))) return [];
    return this.rules.needed.filter((name) => !this.ready.some((file) => file.name === name));
  }

  draw() {
    const unheard = this.missing.filter((name) => !this.files.has(name)); // else its refusal says it
    const missing = this.files.size ? unheard.map((name) => this.line(name, "", "is-warn", "missing")) : [];
    const given = [...this.files].map(([name, { file, problem }]) =>
      this.line(name, fileSize(file.size), problem ? "is-bad" : "is-ok", problem ? "refused" : "ready", problem));
    this.list.replaceChildren(...given, ...missing);
    const count = this.ready.length;
    this.button.disabled = count === 0 || this.missing.length > 0;
    this.button.querySelector("[data-label]").textContent =
      count ? `Hand in ${count} ${count === 1 ? "file" : "files"}` : "Hand in";
  }

  line(name, size, tone, word, reason = "") {
    const item = this.querySelector(`template[data-state="${word}"]`).content.firstElementChild.cloneNode(true);
    item.querySelector("code").textContent = name;
    item.querySelector(".num").textContent = size;
    if (reason) item.append(Object.assign(document.createElement("p"), { textContent: reason }));
    return item;
  }

  send() {
    const body = new FormData(this.form);
    body.delete(this.input.name);
    for (const file of this.ready) body.append(this.input.name, file, file.name);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => this.show(event.loaded, event.total));
    request.addEventListener("load", () => this.finish(request));
    request.addEventListener("error", () => this.say("Nothing arrived: the line was cut. Your files are still chosen; try again."));
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    this.button.disabled = true;
    request.send(body);
  }

  show(loaded, total) {
    const bar = this.querySelector("progress");
    bar.hidden = false;
    bar.value = total ? Math.round((100 * loaded) / total) : 0;
    this.say(loaded < total ? `Sending: ${fileSize(loaded)} of ${fileSize(total)}` : "All sent. Making sure it is safe on disk …");
  }

  finish(request) {
    const answer = request.getResponseHeader("Content-Type")?.startsWith("application/json") ? JSON.parse(request.responseText) : {};
    if (answer.location) {
      window.location.assign(answer.location);
      return;
    }
    for (const { path, reason } of answer.files ?? [])
      if (this.files.has(path)) this.files.get(path).problem = reason;
    this.draw();
    this.querySelector("progress").hidden = true;
    this.say(answer.sentence ?? `The portal answered with an error (${request.status}). Nothing was handed in; try again.`);
  }

  say(sentence) {
    this.querySelector("[data-status]").textContent = sentence;
  }
}

customElements.define("file-drop", FileDrop);
