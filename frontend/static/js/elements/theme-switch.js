// <theme-switch hidden><button data-theme-choice="light">…</button>…</theme-switch>
// Keeps the choice in this browser. Without JavaScript the system decides.
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.mark();
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-theme-choice]");
      if (button) this.choose(button.dataset.themeChoice);
    });
  }

  choose(theme) {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // Storage is switched off: the choice holds for this page.
    }
    this.mark();
  }

  mark() {
    const theme = document.documentElement.dataset.theme ?? "system";
    for (const button of this.querySelectorAll("[data-theme-choice]"))
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}

customElements.define("theme-switch", ThemeSwitch);
