// Marks on the pages of a file: with the mouse, the finger or the keys. Each becomes a hidden field of the form; without
// this script marks are found by words or entered as numbers.
(() => {
  "use strict";
  const root = document.querySelector("[data-redaction]");
  if (!root) return;
  const form = root.closest("form"), list = root.querySelector("[data-marks]"), empty = root.querySelector("[data-empty]");
  const ground = form.querySelector("[name=ground]"), NS = "http://www.w3.org/2000/svg";
  const clamp = n => Math.max(0, Math.min(1000, Math.round(n)));

  function shape(sheet) {
    const rect = document.createElementNS(NS, "rect");
    sheet.querySelector("svg").append(rect);
    return rect;
  }
  function place(rect, b) {
    rect.setAttribute("x", b.l); rect.setAttribute("y", b.t);
    rect.setAttribute("width", b.r - b.l); rect.setAttribute("height", b.b - b.t);
  }
  function keep(sheet, rect, b) {
    rect.classList.remove("draft");
    const page = sheet.dataset.page, item = document.createElement("li"), field = document.createElement("input");
    field.type = "hidden"; field.name = "mark"; field.value = [page, b.l, b.t, b.r, b.b, ground.value].join(",");
    const words = document.createElement("span");
    words.textContent = "第" + (Number(page) + 1) + "页　" + ground.selectedOptions[0].textContent;
    const away = document.createElement("button");
    away.type = "button"; away.className = "button quiet"; away.textContent = "去掉";
    away.addEventListener("click", () => { rect.remove(); item.remove(); empty.hidden = list.children.length > 0; sheet.focus(); });
    item.append(field, words, away);
    list.append(item);
    empty.hidden = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  for (const sheet of root.querySelectorAll(".sheet")) {
    let from = null, rect = null, box = null;
    const at = e => {
      const r = sheet.getBoundingClientRect();
      return [clamp((e.clientX - r.left) / r.width * 1000), clamp((e.clientY - r.top) / r.height * 1000)];
    };
    const drop = () => { if (rect) rect.remove(); from = rect = box = null; };
    sheet.addEventListener("pointerdown", e => {
      if (e.button !== 0 || !e.isPrimary) return;
      drop();
      from = at(e); rect = shape(sheet); rect.classList.add("draft");
      sheet.setPointerCapture(e.pointerId);
      if (e.pointerType === "mouse") e.preventDefault();
      sheet.focus({ preventScroll: true });
    });
    sheet.addEventListener("pointermove", e => {
      if (!from) return;
      const [x, y] = at(e);
      box = { l: Math.min(from[0], x), t: Math.min(from[1], y), r: Math.max(from[0], x), b: Math.max(from[1], y) };
      place(rect, box);
    });
    sheet.addEventListener("pointerup", () => {
      if (!from) return;
      if (box && box.r - box.l >= 4 && box.b - box.t >= 3) { keep(sheet, rect, box); from = rect = box = null; } else drop();
    });
    sheet.addEventListener("pointercancel", drop);
    sheet.addEventListener("keydown", e => {
      const step = e.ctrlKey ? 1 : 10;
      if (e.key === "Enter") {
        e.preventDefault();
        if (box && !from) { keep(sheet, rect, box); rect = box = null; return; }
        drop();
        box = { l: 400, t: 480, r: 600, b: 510 }; rect = shape(sheet); rect.classList.add("draft"); place(rect, box);
        return;
      }
      if (e.key === "Escape") { drop(); return; }
      const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[e.key];
      if (!move || !box || from) return;
      e.preventDefault();
      if (e.shiftKey) {
        box.r = Math.max(box.l + 4, clamp(box.r + move[0])); box.b = Math.max(box.t + 3, clamp(box.b + move[1]));
      } else {
        const dx = Math.max(-box.l, Math.min(1000 - box.r, move[0])), dy = Math.max(-box.t, Math.min(1000 - box.b, move[1]));
        box = { l: box.l + dx, t: box.t + dy, r: box.r + dx, b: box.b + dy };
      }
      place(rect, box);
    });
  }
})();
