// Fetches a part of a page; forms in it are sent from here, so that nobody leaves.
const headers = { "X-Fragment": "1" };

export async function part(url, form) {
  const options = form ? { method: "POST", body: new FormData(form), headers } : { headers };
  const response = await fetch(url, options);
  return { isWritten: Boolean(form) && response.ok, html: sentence(await response.text()) };
}

// What is no part is a whole page, such as a refusal: of that only what it says.
function sentence(html) {
  if (!html.trimStart().toLowerCase().startsWith("<!doctype")) return html;
  const page = new DOMParser().parseFromString(html, "text/html");
  const said = document.createElement("div");
  const heard = document.createElement("p");
  heard.setAttribute("role", "alert");
  heard.textContent = page.querySelector("main .lede, main h1")?.textContent ?? "That did not work.";
  said.append(heard);
  return said.outerHTML;
}
