// Fetches a part of a page, or sends a form from here, so that nobody leaves the page.
// What is no part is a refusal: of that page only its sentence is wanted.
const headers = { "X-Fragment": "1" };
const SIGNED_OUT = "You are signed out. Sign in again in another tab, then repeat this here; nothing typed is lost.";
const NO_ANSWER = "No answer came; nothing typed is lost. Look at the connection, then send it again.";

export async function part(url, form) {
  const options = form ? { method: "POST", body: new FormData(form), headers } : { headers };
  try {
    const response = await fetch(url, options);
    if (response.redirected && response.url.includes("/accounts/login/")) return { refusal: SIGNED_OUT };
    const html = await response.text();
    if (html.trimStart().toLowerCase().startsWith("<!doctype")) return { refusal: sentence(html) };
    return { isWritten: Boolean(form) && response.ok, html };
  } catch {
    return { refusal: NO_ANSWER };
  }
}

function sentence(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const said = page.querySelector("main .lede") ?? page.querySelector("main h1");
  return said?.textContent.trim() ?? "That did not work.";
}
