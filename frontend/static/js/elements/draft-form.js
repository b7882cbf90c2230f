// <draft-form name="key"> around a form.
// Keeps what is typed in this browser until it is handed in. Without JavaScript the form is sent as it is.
import { read, write, remove } from "../lib/drafts.js";

class DraftForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.note = this.querySelector("[data-kept]");
    this.discard = this.querySelector("[data-discard]");
    this.restore();
    this.form.addEventListener("input", () => this.keepSoon());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.discard.addEventListener("click", () => {
      this.forget();
      window.location.reload();
    });
    window.addEventListener("pagehide", () => this.keepNow());
  }

  get fields() {
    return [...this.form.elements].filter((field) => field.name.startsWith("answer."));
  }

  values() {
    const kept = {};
    for (const field of this.fields) {
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) (kept[field.name] ??= []).push(field.value);
      } else if (field.value) kept[field.name] = [field.value];
    }
    return kept;
  }

  restore() {
    const draft = read(this.getAttribute("name"));
    if (!draft || JSON.stringify(draft.values) === JSON.stringify(this.values())) return;
    for (const field of this.fields) {
      const values = draft.values[field.name] ?? [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
    const when = new Date(draft.at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    this.querySelector("[data-kept-text]").textContent = `This is your draft of ${when}, kept in this browser; it is not handed in.`;
    this.note.hidden = false;
    this.discard.hidden = false;
  }

  keepSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keepNow(), 500);
    this.isChanged = true;
  }

  keepNow() {
    clearTimeout(this.timer);
    if (!this.isChanged) return;
    this.isChanged = false;
    const kept = write(this.getAttribute("name"), { at: Date.now(), values: this.values() });
    this.say(kept ? "Draft kept in this browser." : "This browser keeps no drafts: hand in before you leave.");
  }

  forget() {
    clearTimeout(this.timer);
    this.isChanged = false;
    remove(this.getAttribute("name"));
  }

  async send() {
    const button = this.form.querySelector("button[type=submit]");
    this.keepNow();
    button.disabled = true;
    this.say("Sending …");
    try {
      const answer = await fetch(this.form.action, { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" } });
      const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
      const said = isOurs ? await answer.json() : {};
      if (said.location) {
        this.forget();
        window.location.assign(said.location);
        return;
      }
      this.say(said.sentence ?? "That did not work: perhaps you are signed out. Sign in in another tab and try again; your draft is kept.");
    } catch {
      this.say("Nothing arrived: the line was cut. Your draft is kept; try again.");
    }
    button.disabled = false;
  }

  say(sentence) {
    this.querySelector("[data-status]").textContent = sentence;
  }
}

customElements.define("draft-form", DraftForm);
