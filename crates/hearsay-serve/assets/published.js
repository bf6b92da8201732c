// A published page checks itself: whether every passage that is pointed to still stands in the text.
//
// In: the page, with the text of its document and the passages of it. Out: one plain line that says how it stands, and the
// place that the address names, marked. Invariant: nothing is fetched, and no text becomes markup. Without this file
// all can be read, and `hearsay verify FOLDER` checks the same and more.
"use strict";
(function () {
  const root = (document.currentScript && document.currentScript.dataset.root) || "";
  const status = document.getElementById("evidence-status");
  const holder = document.getElementById("evidence-data");

  // Keys that need a server do nothing here; help is a file.
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target.matches && event.target.matches("input, textarea, select"))) return;
    if (event.key === "?") {
      event.stopImmediatePropagation();
      location.assign(root + "help.html#keys");
    } else if (/^[a-z]$/.test(event.key) && !"jko".includes(event.key)) {
      event.stopImmediatePropagation();
    }
  }, true);

  if (!status || !holder) return;

  function say(words, orphaned) {
    status.textContent = words;
    status.classList.toggle("orphaned", orphaned);
    status.classList.toggle("soft", !orphaned);
    if (orphaned) status.setAttribute("role", "alert");
  }

  let held;
  try {
    held = JSON.parse(holder.textContent);
  } catch (error) {
    say("ORPHANED: the evidence of this page can’t be read; the page is not as it was published.", true);
    return;
  }
  // Places are counted in code points.
  const points = Array.from(held.text);
  const slice = (start, end) => points.slice(start, end).join("");

  function isOrphaned(passage) {
    const start = Math.min(...passage.spans.map((span) => span[0]));
    const end = Math.max(...passage.spans.map((span) => span[1]));
    return slice(start, end) !== passage.exact
      || !slice(Math.max(0, start - 64), start).endsWith(passage.prefix)
      || !slice(end, end + 64).startsWith(passage.suffix);
  }

  const without = (text) => text.replace(/\s+/gu, "");
  // The article as it is shown: its paragraphs one after another, each character with its node.
  function shown() {
    const nodes = [];
    document.querySelectorAll(".article p.text").forEach((paragraph) => {
      const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) nodes.push(walker.currentNode);
    });
    return nodes;
  }
  const nodes = shown();
  const article = without(nodes.map((node) => node.data).join(""));

  const orphans = held.evidence.filter(isOrphaned);
  // What the page shows may be told in another way than the text; only words that were shown when it was published count.
  const hidden = held.evidence.filter((passage) => passage.shown !== false && article && !article.includes(without(passage.exact)));
  const wanted = decodeURIComponent(location.hash.replace(/^#/, ""));
  const names = new Set(held.evidence.map((passage) => passage.at));
  const isPlace = /^(at-|a-[0-9a-f]{32}$)/.test(wanted);
  const missing = isPlace && !names.has(wanted) && !document.getElementById(wanted);

  function tell(hash) {
    const n = held.evidence.length;
    const passages = n === 1 ? "1 passage" : n + " passages";
    if (orphans.length || hidden.length || missing || hash === false) {
      const parts = [];
      if (orphans.length) parts.push(orphans.length + " of " + passages + " do not stand at their place in the text");
      if (hidden.length) parts.push("the words of " + hidden.length + " of " + passages + " are not in the article as it is shown");
      if (missing) parts.push("the passage that the link names is not here");
      if (hash === false) parts.push("the text is not the one that was published (its SHA-256 differs)");
      say("ORPHANED: " + parts.join("; ") + ". This copy is not as it was published.", true);
      return;
    }
    const sum = hash === true ? " SHA-256 of the text: " + held.sha256.slice(0, 16) + "…, as published." : " (This browser can’t compute the text’s SHA-256 here.)";
    say("Evidence checked: " + passages + (n === 1 ? " stands" : " stand") + " in this text, word for word." + sum, false);
  }

  // Marks what the address names by its place.
  function mark() {
    const passage = held.evidence.find((one) => one.at === wanted);
    if (!passage || !wanted.startsWith("at-")) return;
    const exact = without(passage.exact);
    // With what stands around it, so that of the same words those are marked that are meant.
    const before = without(passage.prefix);
    const whole = article.indexOf(before + exact + without(passage.suffix));
    const at = whole >= 0 ? whole + before.length : article.indexOf(exact);
    if (at < 0 || !exact) return;
    const range = document.createRange();
    let seen = 0;
    let begun = false;
    for (const node of nodes) {
      for (let i = 0; i < node.data.length; i++) {
        if (/\s/u.test(node.data[i])) continue;
        if (seen === at) { range.setStart(node, i); begun = true; }
        seen++;
        if (begun && seen === at + exact.length) {
          range.setEnd(node, i + 1);
          if (window.Highlight && CSS.highlights) CSS.highlights.set("published-place", new Highlight(range));
          const folded = node.parentElement.closest("details");
          if (folded) folded.open = true;
          node.parentElement.scrollIntoView({ block: "center" });
          return;
        }
      }
    }
  }

  const subtle = window.crypto && window.crypto.subtle;
  if (subtle) {
    subtle.digest("SHA-256", new TextEncoder().encode(held.text)).then(
      (sum) => tell(Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, "0")).join("") === held.sha256),
      () => tell(null)
    );
  } else {
    tell(null);
  }
  mark();
  window.addEventListener("hashchange", () => location.reload());
})();
