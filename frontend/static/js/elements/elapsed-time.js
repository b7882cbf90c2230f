// <elapsed-time since="ISO date">1:32</elapsed-time>
// Counts up in the page. Without JavaScript the server's text stays.
import { runningClock } from "../lib/duration.js";

class ElapsedTime extends HTMLElement {
  connectedCallback() {
    const since = Date.parse(this.getAttribute("since"));
    const tick = () => { this.textContent = runningClock(Date.now() - since); };
    tick();
    this.timer = setInterval(tick, 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }
}

customElements.define("elapsed-time", ElapsedTime);
