// <match-walk> around two files with [data-match] links.
// Keys n and p, and each link, show the next, previous or that match on both sides. Without JavaScript links lead to one side.
class MatchWalk extends HTMLElement {
  connectedCallback() {
    this.numbers = [...new Set([...this.querySelectorAll("nav [data-match]")].map((link) => link.dataset.match))];
    this.at = -1;
    if (this.numbers.length === 0) return;
    this.querySelector("[data-keys]").hidden = false;
    this.addEventListener("click", (event) => {
      const link = event.target.closest("[data-match]");
      if (!link) return;
      event.preventDefault();
      const isInside = link.id !== "";
      this.show(this.numbers.indexOf(link.dataset.match), isInside ? link.hash.slice(1) : "");
    });
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
      const step = { n: 1, p: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const count = this.numbers.length;
      this.show(this.at < 0 && step < 0 ? count - 1 : (this.at + step + count) % count);
    });
  }

  show(at, focus = "") {
    this.at = at;
    const number = this.numbers[at];
    for (const name of ["left", "right"]) {
      const begin = document.getElementById(`${name}-${number}`);
      if (!begin) continue; // beyond the lines that are shown
      const list = begin.closest("ol");
      list.scrollTop = begin.offsetTop - 60;
    }
    for (const link of this.querySelectorAll("nav [data-match]")) {
      if (link.dataset.match === number) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    document.getElementById(focus || `left-${number}`)?.focus({ preventScroll: true });
    this.querySelector(".pairwise").scrollIntoView({ block: "nearest" });
  }
}

customElements.define("match-walk", MatchWalk);
