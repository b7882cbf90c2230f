// Everything that runs in a page. Each page reads, and hands in, without it.
import "./elements/copy-button.js";
import "./elements/draft-form.js";
import "./elements/elapsed-time.js";
import "./elements/file-drop.js";
import "./elements/grade-grid.js";
import "./elements/growing-rows.js";
import "./elements/log-tail.js";
import "./elements/marking-desk.js";
import "./elements/markdown-text.js";
import "./elements/match-walk.js";
import "./elements/theme-switch.js";
import "./elements/way-back.js";
