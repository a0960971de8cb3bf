// The one script of Guitu. Every page works without it; it only saves keystrokes.
"use strict";
(function () {
  // "/" puts the cursor into the search box, unless somebody is typing.
  document.addEventListener("keydown", function (event) {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key !== "/" || typing || event.ctrlKey || event.altKey || event.metaKey) { return; }
    const box = document.querySelector("[data-search]");
    if (box) { event.preventDefault(); box.focus(); }
  });

  // A form is sent once: a second press while the answer is under way does nothing.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
  });
  // Coming back by the browser's button finds the form usable again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // Filters apply when they are changed; their button is for browsers without script.
  document.querySelectorAll("form[data-auto]").forEach(function (form) {
    form.addEventListener("change", function () { form.submit(); });
    const button = form.querySelector("button");
    if (button) { button.hidden = true; }
  });

  // The list of what is wrong is read first.
  const wrong = document.querySelector("[data-wrong]");
  if (wrong) { wrong.focus(); }

  // Leaving a form that was filled in and not sent is asked about.
  document.querySelectorAll("form[data-keep]").forEach(function (form) {
    form.addEventListener("input", function () { form.dataset.touched = "1"; });
  });
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-touched]:not([data-sent])")) { event.preventDefault(); event.returnValue = ""; }
  });

  // A long import shows how far it has come, and its receipt when it is done.
  document.querySelectorAll("[data-progress]").forEach(function (box) {
    const bar = box.querySelector("progress");
    const count = box.querySelector("[data-done]");
    const ask = function () {
      fetch(box.dataset.progress).then(function (answer) { return answer.json(); }).then(function (now) {
        bar.value = now.done;
        count.textContent = now.done;
        if (now.running) { setTimeout(ask, 1000); } else { location.reload(); }
      }).catch(function () { setTimeout(ask, 5000); });
    };
    setTimeout(ask, 1000);
  });

  // Help is narrowed to the sections that hold what is typed; nothing leaves the page.
  document.querySelectorAll("[data-sift]").forEach(function (box) {
    const field = box.querySelector("input");
    const told = box.querySelector("[data-sifted]");
    box.hidden = false;
    field.addEventListener("input", function () {
      const wanted = field.value.trim().toLowerCase();
      let left = 0;
      document.querySelectorAll("[data-topic]").forEach(function (topic) {
        topic.hidden = wanted !== "" && topic.textContent.toLowerCase().indexOf(wanted) < 0;
        if (!topic.hidden) { left += 1; }
      });
      told.textContent = wanted === "" ? "" : left + " 段说明" + (left === 0 ? "，请换一个词" : "");
    });
  });

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
