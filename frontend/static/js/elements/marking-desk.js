// <marking-desk> around the page where a paper is graded.
// Keys for what carries data-key; a number of a line brings the comment's field under it.
// Without JavaScript the same links and buttons do the same, with a page load each.
const TYPING = "textarea, select, input:not([type=radio], [type=checkbox])";

class MarkingDesk extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("#sheet");
    this.onKey = (event) => this.press(event);
    document.addEventListener("keydown", this.onKey);
    this.addEventListener("click", (event) => this.click(event));
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
  }

  press(event) {
    if (event.target.matches(TYPING)) {
      if (event.key === "Escape") event.target.blur();
      if (event.key === "Enter" && event.ctrlKey) this.querySelector('[data-key="s"]').click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1) return;
    const wanted = this.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches(TYPING)) wanted.focus();
    else wanted.click();
  }

  click(event) {
    const place = event.target.closest("[data-at]");
    const phrase = event.target.closest("[data-insert]");
    if (place) {
      event.preventDefault();
      this.remarkAt(place);
    } else if (phrase) this.insert(this.querySelector(`#${CSS.escape(phrase.dataset.insert)}`), phrase.textContent);
  }

  remarkAt(place) {
    const [, number, ...path] = place.dataset.at.split(":");
    this.querySelector("#remark-path").value = path.join(":");
    this.querySelector("#remark-place").value = number;
    this.querySelector(".code > li.is-here")?.classList.remove("is-here");
    const line = place.closest(".code > li");
    line?.classList.add("is-here");
    (line ?? place.parentElement).append(this.querySelector("#remark"));
    this.querySelector("#remark-text").focus();
  }

  insert(field, text) {
    field.value = field.value ? `${field.value.trimEnd()}\n${text}` : text;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  }
}

customElements.define("marking-desk", MarkingDesk);
