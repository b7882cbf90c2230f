// A refusal's way back is the browser's own, which keeps what was typed; the link
// leads to the same page, empty, where there is no history.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-way-back]");
  if (!link || history.length < 2 || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  history.back();
});
