// Which cell of a table Tab comes to: one of them all, and keys move it ("roving").
// A cell with links is not focused itself, its link is: a name, and each of the two in a head.
// A row of the table is one of the grid, but the head has two: to sort, and to the column's page.
import { target } from "./grid-moves.js";

export const FIRST = 2; // the first student's row

export class Stops {
  constructor(table) {
    this.table = table;
    this.hide(table);
    table.addEventListener("focusin", (event) => this.mark(event.target.closest("a, td, th")));
    this.mark(this.at([FIRST, 0]));
  }

  // Takes the links out of Tab's way; a new row's too.
  hide(part) {
    for (const link of part.querySelectorAll("a")) link.tabIndex = -1;
  }

  at([row, column]) {
    const cell = this.table.rows[Math.max(0, row - 1)]?.cells[column];
    const links = cell?.querySelectorAll("a") ?? [];
    return links[row === 1 ? links.length - 1 : 0] ?? cell;
  }

  place(stop) {
    const cell = stop.closest("td, th");
    const isUpper = stop !== [...cell.querySelectorAll("a")].at(-1);
    const row = cell.parentNode.rowIndex;
    return [row === 0 && isUpper ? 0 : row + 1, cell.cellIndex];
  }

  mark(stop) {
    if (!stop) return;
    if (this.here) this.here.tabIndex = -1;
    this.here = stop;
    stop.tabIndex = 0;
  }

  go(stop) {
    this.mark(stop);
    stop?.focus();
  }

  moved(event) {
    if (event.altKey || event.metaKey) return;
    const last = this.table.rows.length - 1; // without the medians, but for the head's second
    const columns = this.table.tHead.rows[0].cells.length - 1;
    const bounds = { first: FIRST, last, end: this.table.rows.length, columns };
    const there = target(event.key, event.ctrlKey, this.place(this.here), bounds);
    if (!there) return;
    event.preventDefault();
    this.go(this.at(there));
  }
}
