// What was typed and not handed in, kept by this browser; a browser may refuse.
const PREFIX = "draft:";

export function read(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + name));
    return draft && typeof draft.values === "object" ? draft : null;
  } catch {
    return null;
  }
}

export function write(name, draft) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function remove(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept, so nothing has to go.
  }
}
