// Search over the texts of a published case, which a page may not fetch: they come as scripts, loaded when first asked for.
//
// In: words, “whole phrases”, beginnings*. Out: documents that hold all of them, each with a sentence around the first. Invariant: no text
// becomes markup; what is searched for stands in the address.
"use strict";
(function () {
  const status = document.getElementById("search-status");
  const found = document.getElementById("search-found");
  const form = document.querySelector("form.static-search");
  if (!status || !found || !form) return;
  const input = form.elements.namedItem("text");
  const texts = [];
  window.hearsayTexts = (list) => { texts.push(...list); };

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();

  function load(file) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = file;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  async function loadAll() {
    if (loadAll.done) return;
    await load("search/list.js");
    for (const [at, file] of window.hearsayTexts.files.entries()) {
      status.textContent = "Loading texts, " + (at + 1) + " of " + window.hearsayTexts.files.length;
      await load(file);
    }
    texts.forEach((one) => { one.folded = fold(one.text + "\n" + one.title); });
    loadAll.done = true;
  }

  function terms(asked) {
    const out = [];
    for (const part of asked.matchAll(/["“]([^"”]+)["”]|(\S+)/gu)) {
      const words = fold(part[1] || part[2]).match(/[\p{L}\p{N}]+\*?/gu) || [];
      if (!words.length) continue;
      const isPrefix = (part[2] || "").endsWith("*");
      const pattern = words.map((word) => word.replace(/\*$/, "")).join("[^\\p{L}\\p{N}]+");
      out.push(new RegExp("(?<![\\p{L}\\p{N}])" + pattern + (isPrefix ? "" : "(?![\\p{L}\\p{N}])"), "gu"));
    }
    return out;
  }

  // What turns the direction of others, or is a control, is shown by its code, as on every page.
  const harmless = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (c) => "\u27e8U+" + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0") + "\u27e9");

  function element(name, text, attributes) {
    const node = document.createElement(name);
    node.textContent = harmless(text);
    Object.entries(attributes || {}).forEach(([key, value]) => { if (value) node.setAttribute(key, value); });
    return node;
  }

  // The words around the first place. Folding may change lengths, so the place is looked for again near by.
  function around(one, term) {
    term.lastIndex = 0;
    const hit = term.exec(fold(one.text));
    const at = hit ? Math.min(hit.index, one.text.length) : 0;
    const start = Math.max(0, at - 90);
    const end = Math.min(one.text.length, at + 160);
    return (start > 0 ? "… " : "") + one.text.slice(start, end).replace(/\s+/g, " ").trim() + (end < one.text.length ? " …" : "");
  }

  async function search(asked) {
    found.replaceChildren();
    const wanted = terms(asked);
    if (!wanted.length) { status.textContent = "Type words that must all stand in a text; “a phrase”, a begin* of a word."; return; }
    try { await loadAll(); } catch (error) { status.textContent = "The texts can’t be loaded; the folder search/ is not as it was published."; return; }
    const hits = [];
    texts.forEach((one) => {
      let count = 0;
      for (const term of wanted) {
        const n = (one.folded.match(term) || []).length;
        if (!n) return;
        count += n;
      }
      hits.push([count, one]);
    });
    hits.sort((a, b) => b[0] - a[0] || (a[1].date < b[1].date ? -1 : a[1].date > b[1].date ? 1 : 0) || (a[1].page < b[1].page ? -1 : 1));
    status.textContent = hits.length === 0 ? "No text holds all of these." : hits.length + (hits.length === 1 ? " document" : " documents") + (hits.length > 100 ? ", the first hundred" : "");
    hits.slice(0, 100).forEach(([, one]) => {
      const item = document.createElement("li");
      item.append(element("a", one.title, { href: one.page, dir: "auto" }), " ", element("span", [one.outlet, one.date].filter(Boolean).join(", "), { class: "soft" }));
      item.append(element("span", around(one, wanted[0]), { class: "where", dir: "auto", lang: one.language }));
      found.append(item);
    });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(location.href);
    address.search = "?text=" + encodeURIComponent(input.value);
    try { history.replaceState(null, "", address); } catch (error) { /* Some browsers forbid it for files. */ }
    search(input.value);
  });
  const asked = new URLSearchParams(location.search).get("text") || "";
  input.value = asked;
  search(asked);
  if (!asked) input.focus();
})();
