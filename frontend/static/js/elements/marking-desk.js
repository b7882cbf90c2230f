// <marking-desk> around the page where a paper is graded.
// Keys for what carries data-key; a number of a line brings the comment's field under it.
// On a page of a PDF a click says where; so do the arrows and Enter while it has the focus.
// Without JavaScript the same links and buttons do the same, with a page load each.
const STEP = { ArrowLeft: [-2, 0], ArrowRight: [2, 0], ArrowUp: [0, -2], ArrowDown: [0, 2] };
const WITHIN = (value) => Math.min(100, Math.max(0, value));
const TYPING = "textarea, select, input:not([type=radio], [type=checkbox])";

class MarkingDesk extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("#sheet");
    this.onKey = (event) => this.press(event);
    document.addEventListener("keydown", this.onKey);
    this.addEventListener("click", (event) => this.click(event));
    // What is being prepared is asked for again, but never under somebody's hands.
    this.addEventListener("htmx:beforeSwap", (event) => {
      const work = event.detail.target;
      if (work.id === "work" && work.querySelector("#remark")) event.detail.shouldSwap = false;
    });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
  }

  press(event) {
    if (event.target.matches("[data-page]") && this.pressOnPage(event)) return;
    if (event.target.matches(TYPING)) {
      if (event.key === "Escape") event.target.blur();
      if (event.key === "Enter" && event.ctrlKey) {
        const place = event.target.closest("#remark");
        (place ? place.querySelector("button") : this.querySelector('[data-key="s"]')).click();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1) return;
    if (this.phrase(event.key)) return event.preventDefault();
    const wanted = this.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches(TYPING)) wanted.focus();
    else wanted.click();
  }

  // A dot, then a number: a kept comment, without leaving the keys.
  phrase(key) {
    const wanted = this.isPhrase && this.querySelector(`[data-phrase="${CSS.escape(key)}"]`);
    this.isPhrase = key === ".";
    if (this.isPhrase) this.querySelector(".phrases").open = true;
    if (wanted) this.insert(wanted);
    return this.isPhrase || wanted;
  }

  click(event) {
    const page = event.target.closest("[data-page]");
    if (page) {
      const box = page.getBoundingClientRect();
      this.markPage(page, (100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
      return this.remarkOn(page);
    }
    const place = event.target.closest("[data-at]");
    const phrase = event.target.closest("[data-insert]");
    if (place) {
      event.preventDefault();
      this.remarkAt(place);
    } else if (phrase) this.insert(phrase).focus();
  }

  pressOnPage(event) {
    const page = event.target;
    if (event.key === "Enter") this.remarkOn(page);
    else if (STEP[event.key]) {
      const [x, y] = STEP[event.key];
      const { left, top } = page.mark ?? { left: 50, top: 50 };
      this.markPage(page, left + x, top + y);
    } else return false;
    event.preventDefault();
    return true;
  }

  markPage(page, left, top) {
    this.querySelectorAll(".drawn .is-new").forEach((mark) => mark.remove());
    page.mark = { left: WITHIN(left), top: WITHIN(top) };
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    mark.classList.add("is-new");
    mark.setAttribute("cx", `${page.mark.left}%`);
    mark.setAttribute("cy", `${page.mark.top}%`);
    mark.setAttribute("r", "9");
    page.querySelector("svg").append(mark);
  }

  remarkOn(page) {
    this.pointAt(page.dataset.page, page.mark ?? { left: "", top: "" });
    page.closest(".beside").querySelector(".remarks").append(this.querySelector("#remark"));
    this.querySelector("#remark-text").focus();
  }

  remarkAt(place) {
    this.pointAt(place.dataset.at, { left: "", top: "" });
    this.querySelector(".code > li.is-here")?.classList.remove("is-here");
    const line = place.closest(".code > li");
    line?.classList.add("is-here");
    (line ?? place.parentElement).append(this.querySelector("#remark"));
    this.querySelector("#remark-text").focus();
  }

  pointAt(raw, { left, top }) {
    const [, number, file] = raw.split(":");
    this.querySelector("#remark-file").value = file;
    this.querySelector("#remark-place").value = number;
    for (const [side, value] of Object.entries({ left, top })) {
      const field = this.querySelector(`#remark-${side}`);
      if (field) field.value = value === "" ? "" : Math.round(value * 10) / 10;
    }
  }

  insert(phrase) {
    const field = this.querySelector(`#${CSS.escape(phrase.dataset.insert)}`);
    const text = phrase.textContent.trim();
    field.value = field.value ? `${field.value.trimEnd()}\n${text}` : text;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return field;
  }
}

customElements.define("marking-desk", MarkingDesk);
