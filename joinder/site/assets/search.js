// Search without a server: the index lies in small files of script, which load from a disk too.
// Words are folded and cut as joinder/site/search.py does it.
"use strict";
(() => {
  const most = 50, enough = 4000;
  const here = document.currentScript.src.replace(/assets\/search\.js.*$/, "");
  const form = document.getElementById("search"), field = document.getElementById("query");
  const note = document.getElementById("found"), list = document.getElementById("results");
  const shards = new Map();  // key -> entries, once they are here
  const asked = new Set();
  let keys = null;

  const fold = (text) => text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}+/gu, "");
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];
  const load = (name) => {
    if (asked.has(name)) return;
    asked.add(name);
    const script = document.createElement("script");
    script.src = here + "search/" + name;
    script.onerror = () => { asked.delete(name); note.textContent = "A part of the index could not be loaded."; };
    document.head.append(script);
  };
  const file = (key) => Array.from(key, (c) => c.codePointAt(0).toString(16)).join("-") + ".js";

  window.joinderKeys = (given) => { keys = given; show(); };
  window.joinderFound = (key, entries) => {
    for (const entry of entries) {
      const cut = [entry[1], ...entry[4]].map(words);
      entry.words = cut.flatMap((ws) => [...ws, ws.join("")]);
      entry.names = [entry[1], ...entry[4]].map((name) => fold(name));
    }
    shards.set(key, entries);
    show();
  };

  // The files in which the entries of a word are, and how many entries that is.
  const places = (word) => {
    const start = word.slice(0, 32);
    const found = Object.keys(keys).filter((key) => start.startsWith(key) || key.startsWith(start));
    return { found, size: found.reduce((sum, key) => sum + keys[key], 0) };
  };

  const rank = (entry, query) => {
    if (entry.names.includes(query)) return 0;
    return entry.names[0].startsWith(query) ? 1 : entry.names.some((name) => name.startsWith(query)) ? 2 : 3;
  };

  const show = () => {
    const asked = words(field.value);
    list.replaceChildren();
    if (!fold(field.value).trim()) { note.textContent = ""; return; }
    if (!keys) { load("keys.js"); note.textContent = "Loading the index …"; return; }
    const parts = asked.length ? asked : [fold(field.value).trim()];
    const best = parts.map(places).sort((a, b) => a.size - b.size)[0];
    if (best.size > enough) { note.textContent = "Too many: type on."; return; }
    const missing = best.found.filter((key) => !shards.has(key));
    if (missing.length) { missing.forEach((key) => load(file(key))); note.textContent = "Loading the index …"; return; }
    const found = new Map();
    for (const entry of best.found.flatMap((key) => shards.get(key))) {
      const hit = asked.length
        ? asked.every((word) => entry.words.some((own) => own.startsWith(word)))
        : entry.names.some((name) => name.startsWith(parts[0]));
      if (hit) found.set(entry[2], entry);
    }
    const query = fold(field.value).trim();
    const rows = [...found.values()].sort((a, b) =>
      rank(a, query) - rank(b, query) || b[3] - a[3] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2] < b[2] ? -1 : 1));
    note.textContent = rows.length === 0 ? "Nothing is called so." :
      rows.length === 1 ? "1 found." : rows.length > most ? `${rows.length} found; the first ${most}:` : `${rows.length} found.`;
    list.replaceChildren(...rows.slice(0, most).map(item));
  };

  const item = ([kind, name, page, , others]) => {
    const entry = document.createElement("li"), link = document.createElement("a"), text = document.createElement("bdi");
    const more = document.createElement("span");
    link.href = here + page;
    text.textContent = name;
    link.append(text);
    more.className = "count";
    more.textContent = " " + [kind, ...others].join(", ");
    entry.append(link, more);
    return entry;
  };

  // The query stands behind the #, so that the way back from a page leads to the same results.
  const remember = () => history.replaceState(null, "", field.value ? "#q=" + encodeURIComponent(field.value) : "#");
  const recall = () => {
    if (!location.hash.startsWith("#q=")) return;
    try { field.value = decodeURIComponent(location.hash.slice(3)); } catch { return; }
    show();
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = list.querySelector("a");
    if (first) first.focus();
  });
  field.addEventListener("input", () => { remember(); show(); });
  window.addEventListener("hashchange", recall);
  recall();
})();
