// Keeps what is typed in a form until it is saved: through a dead network, a closed tab, a locked phone.
// It is encrypted (AES-GCM) under a secret that the server gives to this session's pages and to nobody
// else: after signing out, or once the session has ended, what is left cannot be read and is removed.
// Where the browser has no cryptography (no TLS and not this machine) nothing is kept.
"use strict";
(function () {
  const PREFIX = "guitu-draft:";
  const SENT = "guitu-sent";
  let store, tab;
  try { store = window.localStorage; tab = window.sessionStorage; } catch (refused) { return; }
  const wipe = function () {
    Object.keys(store).filter(function (n) { return n.startsWith(PREFIX); }).forEach(function (n) { store.removeItem(n); });
    tab.removeItem(SENT);
  };
  const meta = document.querySelector("meta[name=draft]");
  if (!meta || !window.crypto || !window.crypto.subtle) { wipe(); return; }
  document.querySelectorAll("form.out").forEach(function (form) { form.addEventListener("submit", wipe); });

  // The page after a form was sent: saved if it says so, else the draft stays.
  const sent = tab.getItem(SENT);
  if (sent && document.querySelector(".notice")) { store.removeItem(sent); }
  tab.removeItem(SENT);

  const subtle = window.crypto.subtle;
  const bytes = function (text) { return new TextEncoder().encode(text); };
  const hash = function (text) { return subtle.digest("SHA-256", bytes(text)); };
  const hex = function (buffer) {
    return Array.from(new Uint8Array(buffer)).map(function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  };
  const key = hash("key\n" + meta.content).then(function (raw) {
    return subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  });
  // A session's drafts share a beginning, so that those of an earlier session are known and removed.
  const mine = hash("session\n" + meta.content).then(function (h) { return PREFIX + hex(h).slice(0, 16) + ":"; });
  mine.then(function (beginning) {
    Object.keys(store).forEach(function (name) {
      if (name.startsWith(PREFIX) && !name.startsWith(beginning)) { store.removeItem(name); }
    });
  });

  const form = document.querySelector("form[data-draft]");
  if (!form) { return; }
  const place = form.getAttribute("action"); // the same after a refusal, whatever the address says then
  const name = Promise.all([mine, hash("form\n" + meta.content + "\n" + place)]).then(function (parts) {
    return parts[0] + hex(parts[1]);
  });
  const box = document.querySelector("[data-drafted]");
  const tell = function (text, buttons) {
    box.textContent = text;
    (buttons || []).forEach(function (button) {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn";
      made.textContent = button[0];
      made.addEventListener("click", function () { box.hidden = true; button[1](); });
      box.append(" ", made);
    });
    box.hidden = false;
  };

  const typed = function () {
    return Array.from(new FormData(form)).filter(function (pair) { return pair[0] !== "csrf"; });
  };
  // One after the other: an older text never overtakes a newer one.
  let writing = Promise.resolve();
  const keep = function () {
    const text = JSON.stringify({ at: Date.now(), fields: typed() });
    writing = writing.then(async function () {
      const iv = window.crypto.getRandomValues(new Uint8Array(12));
      const sealed = await subtle.encrypt({ name: "AES-GCM", iv: iv, additionalData: bytes(place) }, await key, bytes(text));
      store.setItem(await name, hex(iv) + hex(sealed));
    }).catch(function () { tell("这台设备存不下草稿，请尽快保存。"); });
    return writing;
  };
  const forget = function () { writing = writing.then(async function () { store.removeItem(await name); }); return writing; };
  const read = async function () {
    const kept = store.getItem(await name);
    if (!kept) { return null; }
    const raw = Uint8Array.from(kept.match(/../g), function (pair) { return parseInt(pair, 16); });
    try {
      const how = { name: "AES-GCM", iv: raw.slice(0, 12), additionalData: bytes(place) };
      const plain = await subtle.decrypt(how, await key, raw.slice(12));
      return JSON.parse(new TextDecoder().decode(plain));
    } catch (unreadable) {
      store.removeItem(await name);
      return null;
    }
  };
  // Version and key come back with the rest: sent twice it is carried out once, and what others recorded
  // meanwhile is told.
  const restore = function (fields) {
    const all = new Map();
    fields.forEach(function (pair) { all.set(pair[0], (all.get(pair[0]) || []).concat(pair[1])); });
    Array.from(form.elements).forEach(function (control) {
      if (!control.name || control.name === "csrf") { return; }
      const values = all.get(control.name) || [];
      if (control.type === "radio" || control.type === "checkbox") { control.checked = values.includes(control.value); }
      else if (values.length) { control.value = values[0]; }
    });
    form.dataset.touched = "1";
  };

  if (!document.querySelector("[data-wrong]")) {
    read().then(function (draft) {
      if (!draft) { return; }
      const at = new Date(draft.at);
      const minutes = String(at.getMinutes()).padStart(2, "0");
      const when = (at.getMonth() + 1) + "月" + at.getDate() + "日 " + at.getHours() + ":" + minutes;
      tell("有一份未提交的草稿（" + when + "）", [["恢复", function () { restore(draft.fields); }], ["删除草稿", forget]]);
    });
  }
  let soon;
  form.addEventListener("input", function () { clearTimeout(soon); soon = setTimeout(keep, 200); });
  document.querySelectorAll("[data-discard]").forEach(function (link) { link.addEventListener("click", function () {
    clearTimeout(soon);
    forget();
  }); });

  const reached = function () {
    if (navigator.onLine === false) { return Promise.resolve(false); }
    const patience = new AbortController();
    setTimeout(function () { patience.abort(); }, 8000);
    return fetch("/healthz", { cache: "no-store", credentials: "omit", signal: patience.signal })
      .then(function () { return true; }, function () { return false; });
  };
  const DEAD = "网络不通，已存在本机，联网后再提交。";
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    event.stopPropagation();
    if (form.dataset.sent || form.dataset.trying) { return; }
    form.dataset.trying = "1";
    clearTimeout(soon);
    keep().then(reached).then(async function (there) {
      delete form.dataset.trying;
      if (!there) { tell(DEAD); return; }
      form.dataset.sent = "1";
      tab.setItem(SENT, await name);
      form.submit();
    });
  });
  window.addEventListener("online", function () {
    if (box.textContent === DEAD) { tell("网络已恢复，请再按一次保存。"); }
  });
})();
