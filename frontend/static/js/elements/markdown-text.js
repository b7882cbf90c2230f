// <markdown-text preview="url" least="40"> around a text area: counts words, shows how it will be read.
class MarkdownText extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    this.button = this.querySelector("[data-show]");
    this.shown = this.querySelector("[data-shown]");
    this.button.hidden = false;
    this.button.setAttribute("aria-expanded", "false");
    this.button.addEventListener("click", () => (this.shown.hidden ? this.show() : this.hide()));
    this.area.addEventListener("input", () => this.count());
    // A draft may be put in after this element came to be.
    requestAnimationFrame(() => this.count());
  }

  count() {
    const words = this.area.value.match(/[\p{L}][\p{L}\p{N}'’-]*\p{L}/gu)?.length ?? 0;
    const least = Number(this.getAttribute("least"));
    this.querySelector("[data-count]").textContent = words < least ? `${words} of ${least} words` : `${words} words`;
  }

  async show() {
    const body = new FormData();
    body.set("text", this.area.value);
    body.set("csrfmiddlewaretoken", this.closest("form").elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(this.getAttribute("preview"), { method: "POST", body });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      this.shown.innerHTML = await answer.text();
    } catch {
      this.shown.textContent = "There is no preview now; your text is still here.";
    }
    this.shown.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
  }

  hide() {
    this.shown.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }
}

customElements.define("markdown-text", MarkdownText);
