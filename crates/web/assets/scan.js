// Pictures of a case: photos are made smaller before they are sent, signatures are drawn. The page works
// without: photos are sent as they are, a signature on paper is photographed.
"use strict";
(function () {
  const SIDE = 2400;

  // A photo as large as a page needs. What the browser cannot read is sent as it is; the server says why not.
  function shrunk(file) {
    if (!/^image\//.test(file.type) || (file.type === "image/png" && file.size < 1000000)) { return Promise.resolve(file); }
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (bitmap) {
      const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      const pen = canvas.getContext("2d");
      pen.fillStyle = "white";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      return new Promise(function (settle) {
        canvas.toBlob(function (blob) {
          const better = blob && (blob.size < file.size || scale < 1);
          settle(better ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file);
        }, "image/jpeg", 0.9);
      });
    }).catch(function () { return file; });
  }

  function put(input, files) {
    const box = new DataTransfer();
    files.forEach(function (file) { box.items.add(file); });
    input.files = box.files;
  }

  document.querySelectorAll("[data-shrink]").forEach(function (input) {
    input.addEventListener("change", function () {
      const form = input.form;
      const button = form.querySelector("button.go");
      const told = form.querySelector("[data-shrinking]");
      const files = Array.from(input.files);
      button.disabled = true;
      told.textContent = "正在缩小图片……";
      told.hidden = false;
      // One after the other: a phone has little memory.
      files.reduce(function (before, file) {
        return before.then(function (done) {
          return shrunk(file).then(function (small) { return done.concat([small]); });
        });
      }, Promise.resolve([])).then(function (small) {
        put(input, small);
      }).catch(function () {
        // The files stay as they were chosen.
      }).then(function () {
        button.disabled = false;
        told.textContent = "图片准备好了，可以上传。";
      });
    });
  });

  const form = document.querySelector("[data-sign]");
  if (!form) { return; }
  form.hidden = false;
  document.querySelector("[data-unsigned]").hidden = true;
  const canvas = form.querySelector("canvas");
  const blank = form.querySelector("[data-blank]");
  const pen = canvas.getContext("2d");
  let drawn = 0;
  let last = null;

  function paper() {
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 7;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(canvas).color;
    drawn = 0;
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  }

  function stroke(event) {
    const to = at(event);
    pen.beginPath();
    pen.moveTo(last[0], last[1]);
    pen.lineTo(to[0], to[1]);
    pen.stroke();
    drawn += Math.hypot(to[0] - last[0], to[1] - last[1]);
    last = to;
  }

  paper();
  canvas.addEventListener("pointerdown", function (event) {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    stroke(event);
  });
  canvas.addEventListener("pointermove", function (event) { if (last) { stroke(event); } });
  ["pointerup", "pointercancel"].forEach(function (name) {
    canvas.addEventListener(name, function () { last = null; });
  });
  form.querySelector("[data-clear]").addEventListener("click", paper);

  // The drawing goes into the form as a file; then the form is sent like any other.
  let ready = false;
  form.addEventListener("submit", function (event) {
    if (ready) { return; }
    event.preventDefault();
    event.stopPropagation();
    blank.hidden = drawn > 100;
    if (!blank.hidden) { return; }
    canvas.toBlob(function (blob) {
      put(form.querySelector("[data-drawn]"), [new File([blob], "signature.png", { type: "image/png" })]);
      ready = true;
      form.requestSubmit();
    }, "image/png");
  });
})();
