// <grade-grid><div class="grid"><table data-cells>…</table></div><dialog></dialog><p role="status"></p></grade-grid>
// Moves from cell to cell by keys and opens one grade in the dialog. Without JavaScript
// the student's name leads to a page with the same forms.
import { part } from "../lib/fragment.js";
import { target } from "../lib/grid-moves.js";

class GradeGrid extends HTMLElement {
  connectedCallback() {
    this.table = this.querySelector("table");
    this.dialog = this.querySelector("dialog");
    this.body = this.table.tBodies[0];
    this.table.setAttribute("role", "grid");
    this.querySelector(".grid").addEventListener("keydown", (event) => this.moved(event));
    this.body.addEventListener("click", (event) => this.clicked(event));
    this.dialog.addEventListener("submit", (event) => this.sent(event));
    this.dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) this.dialog.close();
    });
    this.dialog.addEventListener("close", () => this.cell?.focus());
    document.addEventListener("keydown", (event) => this.searched(event));
  }

  // The first cell of a row is the student's name; the last is the total.
  at() {
    return this.cell?.isConnected ? [this.cell.parentNode.sectionRowIndex, this.cell.cellIndex - 1] : [0, 0];
  }

  go([row, column]) {
    const cell = this.body.rows[row]?.cells[column + 1];
    if (!cell) return;
    if (this.cell) this.cell.removeAttribute("tabindex");
    this.cell = cell;
    cell.tabIndex = 0;
    cell.focus();
  }

  moved(event) {
    if (event.target.closest("a, button, input") || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && this.cell === event.target) {
      event.preventDefault();
      this.open(this.cell);
      return;
    }
    const last = [this.body.rows.length - 1, this.body.rows[0].cells.length - 2];
    const there = target(event.key, event.ctrlKey, this.at(), last);
    if (!there) return;
    event.preventDefault();
    this.go(this.cell?.isConnected ? there : [0, 0]);
  }

  clicked(event) {
    const cell = event.target.closest("td");
    if (!cell || event.target.closest("a")) return;
    this.go([cell.parentNode.sectionRowIndex, cell.cellIndex - 1]);
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
    if (!this.dialog.open) this.dialog.showModal();
    this.begin();
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
    const [row, column] = this.at();
    const made = document.createElement("template");
    made.innerHTML = `<table><tbody>${answer.html}</tbody></table>`;
    this.body.rows[row].replaceWith(made.content.querySelector("tr"));
    this.cell = this.body.rows[row].cells[column + 1];
    this.go([row, column]);
    this.dialog.close();
    this.querySelector("[role=status]").textContent =
      `Written: ${this.body.rows[row].cells[0].textContent.trim()}, ${this.cell.textContent.trim()}`;
  }
}

customElements.define("grade-grid", GradeGrid);
