// Which file names an assignment takes; the portal decides again when they arrive.
const ESCAPED = /[.+^${}()|\\]/g;

function matches(pattern, name) {
  const source = pattern.replace(ESCAPED, "\\$&").replace(/\*/g, ".*").replace(/\?/g, ".");
  return new RegExp(`^${source}$`).test(name);
}

export const isArchive = (name) => /\.(zip|tar\.gz|tgz)$/i.test(name);

export function verdictOf(file, { needed, optional, limit }) {
  if (file.size > limit) return "It is larger than this assignment allows for everything together.";
  if (file.size === 0) return "It is empty.";
  const isWelcome = needed.includes(file.name) || optional.some((one) => matches(one, file.name));
  return isWelcome || isArchive(file.name) ? "" : "This assignment does not take a file of this name.";
}
