// <growing-rows data-prefix="letters"> around the fieldsets of a form's rows
// Who writes into the last row gets an empty one below it, so that the next is a Tab
// away. Without JavaScript there is "More empty rows".
const MOST = 100;

class GrowingRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", (event) => {
      const last = this.querySelector(":scope > fieldset:last-of-type");
      if (last?.contains(event.target) && event.target.value) this.grow(last);
    });
  }

  grow(last) {
    const prefix = this.dataset.prefix;
    const count = this.closest("form").querySelector(`input[name="${prefix}-count"]`);
    const old = Number(count.value) - 1;
    if (old + 1 >= MOST) return;
    const row = last.cloneNode(true);
    const legend = row.querySelector("legend");
    row.innerHTML = row.innerHTML
      .replaceAll(`${prefix}-${old}-`, `${prefix}-${old + 1}-`)
      .replaceAll(legend.textContent.replace(", empty", ""), this.title(legend, old));
    for (const one of row.querySelectorAll("input, textarea")) this.empty(one);
    for (const one of row.querySelectorAll("select")) one.selectedIndex = 0;
    last.after(row);
    count.value = old + 2;
  }

  title(legend, old) {
    return legend.textContent.replace(", empty", "").replace(String(old + 1), String(old + 2));
  }

  empty(field) {
    field.removeAttribute("autofocus");
    if (field.type === "checkbox") field.checked = false;
    else if (field.type !== "hidden") field.value = "";
  }
}

customElements.define("growing-rows", GrowingRows);
