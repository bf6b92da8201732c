// Keys, the evidence pane, and decisions without a new page. Everything that can be read, and decided, is on the page
// without this file.
//
// In: the page as the server wrote it. Out: focus that moves by j and k, the pane that follows it, notes
// that bring out their three roles, decisions sent as the page's own form would send them. Invariants: nothing is
// fetched but the answer to a decision; no text becomes markup: what the pane shows is a clone of what the row already
// holds, and what takes a row's place is a row that the server wrote.
"use strict";
(function () {
  const root = document.documentElement;
  root.classList.add("scripted");
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const findStops = () => Array.from(document.querySelectorAll("[data-rows] .said, .notes .note-open"));
  let stops = findStops();
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

  // Decisions. The hidden form holds what every decision is sent with; those of this page can be undone, the last first.
  const deciding = document.getElementById("deciding");
  const told = document.getElementById("told");
  const done = [];
  let picked = null;
  let busy = false;

  function tell(words, undoable, more) {
    if (!told) return;
    told.replaceChildren(words);
    if (undoable) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "undo (u)";
      button.addEventListener("click", undo);
      told.append(" \u00b7 ", button);
    }
    (more || []).forEach((line) => { const p = document.createElement("p"); p.textContent = line; told.append(p); });
    told.classList.add("shown");
    clearTimeout(tell.hides);
    // The row says it, too; what the row does not say stays until Esc.
    if (undoable && !(more || []).length) tell.hides = setTimeout(() => told.classList.remove("shown"), 8000);
  }

  // The statement, link or decision that a key acts on: of the row with the focus, else of the page.
  function subject() {
    const focus = document.activeElement;
    const whole = document.querySelector("[data-statement]");
    const noteOpen = focus && focus.matches && focus.matches(".note-open") ? focus : null;
    const row = rowOf(focus) || (noteOpen && noteOpen.closest(".note")) || (whole ? null : document.querySelector(".row.current"));
    const link = (focus && focus.closest && focus.closest("[data-link]")) || (row && row.querySelector("[data-link]"))
      || (row ? null : document.querySelector(".of-page[data-link]"));
    const note = noteOpen ? noteOpen.getAttribute("href").split("/").pop() : "";
    const statement = note || (row && /^s-/.test(row.id) ? row.id : "") || (!row && whole ? whole.dataset.statement : "");
    return { row, link, statement, decision: row ? row.dataset.decision : "" };
  }

  function send(fields, row, after) {
    if (!deciding || busy) return;
    busy = true;
    const body = new URLSearchParams(new FormData(deciding));
    body.set("answer", row && row.dataset.row ? row.dataset.row : "statement");
    Object.entries(fields).forEach(([name, value]) => body.set(name, value));
    fetch("/decide", { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then((answer) => answer.text().then((text) => {
        if (!answer.ok) throw new Error(problem(text));
        return new DOMParser().parseFromString(text, "text/html").querySelector(".answer");
      }))
      .then((answer) => {
        const seen = deciding.elements.namedItem("seen");
        const last = answer.querySelector('input[name="seen"]');
        if (seen && last) seen.value = last.value;
        place(answer, fields, row);
        after(answer);
      })
      .catch((error) => tell(error.message || "It could not be sent; the case is as it was.", false))
      .finally(() => { busy = false; });
  }

  function problem(text) {
    try { const given = JSON.parse(text); return (given.error && given.error.message) || given.detail || given.title; }
    catch (_) { return "It could not be done; the case is as it was."; }
  }

  // Puts the row as it stands now in its place; where nothing stands there any more, says so on the row.
  function place(answer, fields, row) {
    if (!row) return;
    const now = row.matches(".row") ? answer.querySelector(".row") : null;
    const stands = Boolean(answer.querySelector(".row"));
    const next = now ? document.adoptNode(now) : row;
    if (now) row.replaceWith(next);
    const undone = fields.kind === "undo";
    next.classList.toggle("gone", !stands && !undone);
    next.dataset.decision = undone ? "" : answer.dataset.decision;
    let mark = next.querySelector(".decided-now");
    if (!mark) {
      mark = document.createElement("p");
      mark.className = "decided-now";
      (next.querySelector(".row-body") || next).append(mark);
    }
    mark.textContent = undone ? "undone" : answer.dataset.words + " \u00b7 undo (u)";
    stops = findStops();
    show(next);
    offerCopy(next);
  }

  function focusOn(row) {
    const stop = row && row.querySelector(".said, .note-open");
    if (stop) { stop.focus({ preventScroll: true }); row.scrollIntoView({ block: "nearest", behavior: reduced ? "auto" : "smooth" }); }
  }

  function decide(fields, row) {
    if (!row && deciding) {
      // A page about one statement is made anew.
      Object.entries(fields).forEach(([name, value]) => {
        const field = deciding.elements.namedItem(name) || deciding.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
        field.value = value;
      });
      deciding.submit();
      return;
    }
    const following = row && row.dataset.row === "review" ? row.nextElementSibling : null;
    const id = row ? row.id : "";
    send(fields, row, (answer) => {
      const here = row && row.isConnected ? row : document.querySelector('.row[data-decision="' + CSS.escape(answer.dataset.decision) + '"]');
      done.push({ decision: answer.dataset.decision, id: here ? here.id : id });
      tell(answer.dataset.words, true, Array.from(answer.querySelectorAll(".meanwhile"), (line) => line.textContent));
      focusOn(following || here);
    });
  }

  function undo() {
    const { row, decision } = subject();
    const last = decision ? { decision, id: row.id } : done.at(-1);
    const noticed = document.querySelector(".notice form.undo");
    // What was decided on the way to this page is withdrawn by its own form.
    if (!last && noticed) { noticed.querySelector("button").click(); return; }
    if (!last) { tell("Nothing was decided on this page yet.", false); return; }
    const target = document.getElementById(last.id);
    send({ kind: "undo", on: last.decision }, target, (answer) => {
      const at = done.findIndex((one) => one.decision === last.decision);
      if (at >= 0) done.splice(at, 1);
      tell("undone", false);
      const back = answer.querySelector(".row");
      focusOn((back && document.getElementById(back.id)) || (target && target.isConnected ? target : null) || document.querySelector(".row.current"));
    });
  }

  function join(kind) {
    const { row, link, statement } = subject();
    if (link) { decide({ kind, on: link.dataset.link }, row); return true; }
    if (!statement) return false;
    if (kind === "different" && !picked && row && row.dataset.apart) { decide({ kind, on: statement, with: row.dataset.apart }, row); return true; }
    if (!picked) {
      picked = statement;
      tell("Picked. Go to the other one and press " + (kind === "same" ? "s" : "d") + " again; Esc lets go.", false);
    } else {
      const other = picked;
      picked = null;
      decide({ kind, on: other, with: statement }, row);
    }
    return true;
  }

  // The forms of a row are sent by the script, so that the page stays where it is.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const row = rowOf(form);
    if (!deciding || !row || !form.matches(".decide, .undo") || form.getAttribute("action") !== "/decide") return;
    const pressed = event.submitter;
    const kind = pressed && pressed.name === "kind" ? pressed.value : "";
    if (!kind) return;
    event.preventDefault();
    const fields = {};
    new FormData(form).forEach((value, name) => { if (!["token", "seen", "back"].includes(name)) fields[name] = value; });
    fields.kind = kind;
    if (kind === "undo") send(fields, row, () => tell("undone", false));
    else decide(fields, row);
  });

  // What is selected in a document's text goes into the form by 1, 2, 3.
  const roles = document.querySelector("form[data-roles]");
  function fill(role) {
    const selection = getSelection();
    if (!roles || !selection || selection.isCollapsed || !selection.rangeCount) return false;
    const range = selection.getRangeAt(0);
    const text = (node) => { const element = node.nodeType === 1 ? node : node.parentElement; return element && element.closest(".text[data-from]"); };
    const [start, end] = [text(range.startContainer), text(range.endContainer)];
    if (!start || start !== end) { tell("Select words of one paragraph of the text.", false); return true; }
    const before = document.createRange();
    before.setStart(start, 0);
    before.setEnd(range.startContainer, range.startOffset);
    // Points of code, as the case counts; what the page shows by its code could not be counted so.
    const raw = range.toString();
    const lead = raw.length - raw.trimStart().length;
    const words = raw.trim();
    if (!words) return true;
    const from = Number(start.dataset.from) + Array.from(before.toString()).length + Array.from(raw.slice(0, lead)).length;
    const field = roles.elements.namedItem(role);
    const spans = roles.elements.namedItem(role + "_spans");
    const span = from + ".." + (from + Array.from(words).length);
    const adds = field.dataset.chosen && spans.value;
    field.value = adds ? field.value + " \u2026 " + words : words;
    spans.value = start.textContent.includes("\u27e8U+") ? "" : (adds ? spans.value + " " + span : span);
    field.dataset.chosen = "yes";
    const holder = roles.closest("details");
    if (holder) holder.open = true;
    tell(role + ": " + field.value, false);
    return true;
  }
  if (roles) {
    // Words typed by hand are looked for by the server.
    roles.addEventListener("input", (event) => {
      const spans = roles.elements.namedItem(event.target.name + "_spans");
      if (spans) { spans.value = ""; event.target.dataset.chosen = ""; }
    });
  }

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
      case "a": case "x": {
        const { row, statement } = subject();
        if (statement) decide({ kind: event.key === "a" ? "accept" : "reject", on: statement }, row);
        break;
      }
      case "e": {
        const { row, statement } = subject();
        const open = row && row.querySelector(".said") ? row.querySelector(".said").getAttribute("href") : location.pathname;
        if (statement && deciding) {
          const to = new URL(open.startsWith("/document/") ? open : location.pathname, location.href);
          if (!to.pathname.startsWith("/document/")) {
            const holder = roles && roles.closest("details");
            if (holder) holder.open = true;
            location.hash = "roles";
            if (roles) roles.elements.namedItem("content").focus();
            event.preventDefault();
            break;
          }
          to.searchParams.set("edit", statement);
          to.hash = "roles";
          location.assign(to);
        }
        break;
      }
      case "s": join("same"); break;
      case "d": join("different"); break;
      case "u": if (deciding) undo(); break;
      case "1": case "2": case "3":
        if (!fill(["source", "cue", "content"][Number(event.key) - 1])) return;
        event.preventDefault();
        break;
      case "?": location.assign("/help#keys"); break;
      case "Escape": light(""); picked = null; if (told) told.classList.remove("shown"); break;
      default: return;
    }
  });

  // On a phone the pages stand in one line that scrolls: it begins so that this page's name is seen.
  const ways = document.querySelector(".ways ul");
  const here = ways && ways.querySelector("[aria-current]");
  if (here) ways.scrollLeft = here.parentElement.offsetLeft - (ways.clientWidth - here.offsetWidth) / 2;

  offerCopy(document);
  if (stops.length && rowOf(stops[0])) rowOf(stops[0]).classList.add("current");
})();
