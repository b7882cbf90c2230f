// <copy-button><button hidden>Copy</button></copy-button> inside .cmd
// Copies the command beside it. Without JavaScript the button stays hidden.
class CopyButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.closest(".cmd").querySelector("pre").textContent.trim());
      this.querySelector("[role=status]").textContent = "Copied";
    });
  }
}

customElements.define("copy-button", CopyButton);
