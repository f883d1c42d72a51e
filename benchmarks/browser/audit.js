// Returns what is wrong with the page, as far as a program can tell, by the
// rules of WCAG 2.2 AA: names, labels, order of headings, contrast, size of
// targets, and no scrolling in two directions.
(() => {
  const faults = [];
  const fault = (what, node) => faults.push(what + ": " + node.outerHTML.slice(0, 100));
  const shown = (node) => node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);

  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title) faults.push("no title");
  if (all("main").length !== 1) faults.push("not one main part");
  if (all("h1").length !== 1) faults.push("not one first heading");

  const ids = new Set();
  for (const node of document.querySelectorAll("[id]")) {
    if (ids.has(node.id)) fault("an id twice", node);
    ids.add(node.id);
  }

  let last = 0;
  for (const node of all("h1, h2, h3, h4, h5, h6")) {
    const level = Number(node.tagName[1]);
    if (level > last + 1) fault("a level of headings left out", node);
    last = level;
  }

  for (const node of all("a, button, summary")) {
    if (!node.textContent.trim() && !node.getAttribute("aria-label")) fault("no name", node);
  }
  for (const node of all("input:not([type=hidden]), select, textarea")) {
    if (!node.labels.length && !node.getAttribute("aria-label")) fault("no label", node);
  }
  for (const node of all("nav, section, [role=region]")) {
    if (!node.getAttribute("aria-label") && !document.getElementById(node.getAttribute("aria-labelledby"))) fault("a part without a name", node);
  }
  for (const node of all("img")) {
    if (!node.hasAttribute("alt")) fault("an image without a text", node);
  }
  for (const node of all("th")) {
    if (!node.scope) fault("a head of a table without its scope", node);
  }
  for (const node of document.querySelectorAll("[tabindex]")) {
    if (node.tabIndex > 0) fault("an order of its own", node);
  }
  for (const node of all("pre, .table")) {
    if (node.scrollWidth > node.clientWidth && node.tabIndex < 0) fault("scrolls, and has no key to", node);
  }

  // A link in a sentence or beside text is as high as its line.
  for (const node of all("a, button, input, summary")) {
    const box = node.getBoundingClientRect();
    const inText = node.closest("p:not(.facts), li, dd");
    if (!inText && node.className !== "skip" && (box.height < 24 || box.width < 24)) fault("a target of " + box.width + " by " + box.height, node);
  }

  const parse = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const node = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !shown(node) || node.closest("[disabled]")) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) fault("a contrast of " + contrast.toFixed(2), node);
  }

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push("the page is " + root.scrollWidth + " wide, the window " + root.clientWidth);
  return faults;
})();
