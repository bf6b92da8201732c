// Keys and the evidence pane. Everything that can be read is on the page without this file.
//
// In: the page as the server wrote it. Out: focus that moves by j and k, the pane that follows it, notes
// that bring out their three roles. Invariant: nothing is fetched and no text becomes markup: what the
// pane shows is a clone of what the row already holds.
"use strict";
(function () {
  const root = document.documentElement;
  root.classList.add("scripted");
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const stops = Array.from(document.querySelectorAll("[data-rows] .said, .notes .note-open"));
  const pane = document.getElementById("pane-body");

  function rowOf(node) {
    return node && node.closest ? node.closest(".row") : null;
  }

  function show(row) {
    if (!row) return;
    document.querySelectorAll(".row.current").forEach((other) => other.classList.remove("current"));
    row.classList.add("current");
    const body = row.querySelector(":scope > .row-body > .evidence > .evidence-body");
    if (pane && body) {
      pane.replaceChildren(...Array.from(body.cloneNode(true).childNodes));
      offerCopy(pane);
    }
  }

  function isNarrow() {
    return !pane || getComputedStyle(pane.closest(".pane")).display === "none";
  }

  // On a phone the sentence opens under the row that has the focus.
  function unfold(row) {
    if (!row || !isNarrow()) return;
    document.querySelectorAll(".row .evidence[open]").forEach((other) => { if (!row.contains(other)) other.open = false; });
    const sheet = row.querySelector(":scope > .row-body > .evidence");
    if (sheet) sheet.open = true;
  }

  function move(step) {
    if (!stops.length) return;
    const here = stops.indexOf(document.activeElement);
    const current = here >= 0 ? here : stops.findIndex((stop) => rowOf(stop) && rowOf(stop).classList.contains("current"));
    const next = here < 0 && current <= 0 && step > 0 && !move.begun ? 0 : Math.min(stops.length - 1, Math.max(0, current + step));
    move.begun = true;
    stops[next].focus({ preventScroll: true });
    (rowOf(stops[next]) || stops[next]).scrollIntoView({ block: "nearest", behavior: reduced ? "auto" : "smooth" });
    unfold(rowOf(stops[next]));
  }

  function offerCopy(within) {
    if (!navigator.clipboard) return;
    within.querySelectorAll(".cite").forEach((cite) => {
      if (cite.querySelector("button")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "copy";
      button.addEventListener("click", () => {
        navigator.clipboard.writeText(cite.querySelector(".citation").textContent).then(
          () => { button.textContent = "copied"; },
          () => { button.textContent = "select the text and copy it"; }
        );
      });
      cite.append(button);
    });
  }

  // A note brings out its own words and dims the rest.
  function light(key) {
    const article = document.querySelector(".article");
    if (!article) return;
    article.querySelectorAll(".lit").forEach((piece) => piece.classList.remove("lit"));
    article.classList.toggle("dimmed", Boolean(key));
    if (!key) return;
    key.split(" ").forEach((one) => {
      article.querySelectorAll('[data-k~="' + CSS.escape(one) + '"]').forEach((piece) => piece.classList.add("lit"));
    });
  }

  document.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (row) show(row);
    const lights = event.target.closest ? event.target.closest("[data-lights]") : null;
    light(lights ? lights.dataset.lights : "");
  });
  document.addEventListener("focusout", () => {
    if (document.querySelector(".article.dimmed")) light("");
  });
  document.addEventListener("mouseover", (event) => {
    const lights = event.target.closest ? event.target.closest("[data-lights]") : null;
    if (lights) light(lights.dataset.lights);
    else if (document.querySelector(".article.dimmed") && !(document.activeElement && document.activeElement.closest("[data-lights]"))) light("");
  });
  document.addEventListener("click", (event) => {
    const row = rowOf(event.target);
    if (row && !event.target.closest("a, summary, button, input")) {
      show(row);
      unfold(row);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    switch (event.key) {
      case "j": move(1); break;
      case "k": move(-1); break;
      case "o": {
        const page = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.page : "";
        if (page) location.assign(page);
        break;
      }
      case "/": {
        const search = document.getElementById("search");
        if (search) { event.preventDefault(); search.focus(); search.select(); }
        break;
      }
      case "?": location.assign("/help#keys"); break;
      case "Escape": light(""); break;
      default: return;
    }
  });

  offerCopy(document);
  if (stops.length && rowOf(stops[0])) rowOf(stops[0]).classList.add("current");
})();
