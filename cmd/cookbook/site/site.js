// What this adds, the pages do without it too: a run without a new page, keys,
// and a deep link that unfolds the answer.
"use strict";

const answer = document.getElementById("answer");
if (answer && (location.hash === "#answer" || location.hash === "#result")) {
  answer.open = true;
}

const form = document.querySelector("form.run");
if (form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const result = document.getElementById("result");
    button.disabled = true;
    result.textContent = "Building and running ...";
    try {
      const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const text = await response.text();
      const page = new DOMParser().parseFromString(text, "text/html");
      const fresh = page.getElementById("result");
      if (fresh) {
        result.replaceChildren(...fresh.childNodes);
      } else {
        result.textContent = text;
      }
    } catch {
      result.textContent = "The companion does not answer: is it still running?";
    }
    button.disabled = false;
    button.focus();
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey) {
    event.preventDefault();
    document.getElementById("q").focus();
    return;
  }
  // The arrows scroll what is wider than its place, and move in a field.
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.target.closest("input, pre, .table")) {
    return;
  }
  const turn = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = turn && document.querySelector("a[rel=" + turn + "]");
  if (link) {
    link.click();
  }
});
