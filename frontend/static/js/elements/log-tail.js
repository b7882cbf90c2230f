// <log-tail><pre class="log">…</pre></log-tail>
// Shows the newest lines; once the reader scrolls up, later swaps stay where they are.
let isFollowing = true;

class LogTail extends HTMLElement {
  connectedCallback() {
    const log = this.querySelector("pre");
    if (isFollowing) log.scrollTop = log.scrollHeight;
    log.addEventListener("scroll", () => {
      isFollowing = log.scrollHeight - log.scrollTop - log.clientHeight < 24;
    });
  }
}

customElements.define("log-tail", LogTail);
