// <grade-grid><div class="grid"><table data-cells>…</table></div><dialog></dialog><p role="status"></p></grade-grid>
// One stop for Tab; keys move from cell to cell, Enter opens a grade in the dialog. Without
// JavaScript the student's name leads to a page with the same forms.
import { part } from "../lib/fragment.js";
import { FIRST, Stops } from "../lib/grid-stops.js";

class GradeGrid extends HTMLElement {
  connectedCallback() {
    this.table = this.querySelector("table");
    this.dialog = this.querySelector("dialog");
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-label", "Grades");
    this.querySelector(".grid").removeAttribute("tabindex");
    this.stops = new Stops(this.table);
    this.table.addEventListener("keydown", (event) => this.pressed(event));
    this.table.addEventListener("click", (event) => this.clicked(event));
    this.dialog.addEventListener("submit", (event) => this.sent(event));
    this.dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) this.dialog.close();
    });
    this.dialog.addEventListener("close", () => this.closed());
    document.addEventListener("keydown", (event) => this.searched(event));
    this.find();
  }

  // After a search the keys go on with the first who was found.
  find() {
    const isFound = new URLSearchParams(location.search).get("q") && this.table.tBodies[0]?.rows.length;
    if (isFound) this.stops.go(this.stops.at([FIRST, 1]));
  }

  // Of a link, Enter is the browser's own.
  pressed(event) {
    if (event.key !== "Enter") {
      this.stops.moved(event);
    } else if (event.target.matches("td")) {
      event.preventDefault();
      this.open(event.target);
    }
  }

  clicked(event) {
    const cell = event.target.closest("td");
    if (!cell || event.target.closest("a")) return;
    this.stops.go(cell);
    this.open(cell);
  }

  searched(event) {
    if (event.key !== "/" || event.target.closest("input, textarea, select, dialog")) return;
    event.preventDefault();
    document.querySelector("input[type=search]").focus();
  }

  async open(cell) {
    const assignment = this.table.tHead.rows[0].cells[cell.cellIndex]?.dataset.a;
    const student = cell.parentNode.id.slice(2);
    if (!assignment || !student) return;
    const url = this.table.dataset.cells.replace("ENROLLMENT", student).replace("ASSIGNMENT", assignment);
    this.dialog.replaceChildren();
    this.show(await part(url));
    cell.parentNode.classList.add("is-on");
    if (!this.dialog.open) this.dialog.showModal();
    this.begin();
  }

  closed() {
    this.stops.here.closest("tr").classList.remove("is-on");
    this.stops.here.focus();
  }

  // A refusal stands above what was typed; another part takes its place.
  show({ html, refusal }) {
    if (html !== undefined) {
      this.dialog.innerHTML = html;
      return;
    }
    this.dialog.querySelector(":scope > [role=alert]")?.remove();
    const said = document.createElement("p");
    said.className = "note is-warn";
    said.setAttribute("role", "alert");
    said.textContent = refusal;
    this.dialog.prepend(said);
  }

  begin() {
    const points = this.dialog.querySelector("[name=points]");
    points?.focus();
    points?.select();
  }

  async sent(event) {
    event.preventDefault();
    const answer = await part(event.target.action, event.target);
    if (!answer.isWritten) {
      this.show(answer);
      this.begin();
      return;
    }
    const cell = this.replace(answer.html);
    this.dialog.close();
    this.querySelector("[role=status]").textContent =
      `Written: ${cell.parentNode.cells[0].textContent.trim()}, ${cell.textContent.trim()}`;
  }

  // Puts the student's new row in the place of the old one, as wide as the head says.
  replace(html) {
    const old = this.stops.here.closest("tr");
    const column = this.stops.here.closest("td").cellIndex;
    const made = document.createElement("template");
    made.innerHTML = `<table>${html}</table>`;
    const row = made.content.querySelector("tr");
    for (const [n, head] of [...this.table.tHead.rows[0].cells].entries()) row.cells[n].className = head.className;
    this.stops.hide(row);
    old.replaceWith(row);
    this.stops.go(row.cells[column]);
    return row.cells[column];
  }
}

customElements.define("grade-grid", GradeGrid);
