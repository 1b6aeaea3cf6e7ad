// Small comforts on top of pages that work without them: switches without reloading, dialogs, toasts, counters,
// drafts, a word before unsaved work is left.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function on(type, handler) { document.addEventListener(type, handler); }
  function read(name) { try { return localStorage.getItem(name); } catch (e) { return null; } }
  function keep(name, value) { try { localStorage.setItem(name, value); } catch (e) { /* private mode */ } }
  function forget(name) { try { localStorage.removeItem(name); } catch (e) { /* private mode */ } }

  // Theme, size and 长者模式: the server keeps the choice and draws the next page; this page changes at once.
  var places = { light: "theme", dark: "theme", contrast: "theme", auto: "theme", large: "size", larger: "size", standard: "size", elder: "elder", plain: "elder" };
  function showView(word) {
    var place = places[word];
    if (place === "elder") { root.toggleAttribute("data-elder", word === "elder"); return; }
    root.setAttribute("data-" + place, word === "auto" || word === "standard" ? "" : word);
  }
  function pressView(form, button) {
    if (button.dataset.on) {
      var pressed = button.value === button.dataset.on;
      button.setAttribute("aria-pressed", String(pressed));
      button.value = pressed ? button.dataset.off : button.dataset.on;
      return;
    }
    all("button", button.parentNode).forEach(function (b) { b.setAttribute("aria-pressed", String(b === button)); });
  }
  on("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (!form.matches("[data-view]") || !button || !window.fetch) { return; }
    event.preventDefault();
    var body = new URLSearchParams(new FormData(form));
    var word = button.value;
    body.set("set", word);
    fetch(form.action, { method: "POST", body: body, credentials: "same-origin", redirect: "manual" }).then(function () {
      showView(word);
      pressView(form, button);
    }, function () { form.submit(); });
  });

  // Buttons that set a field into a text where the caret stands; without JavaScript they send the form, and it comes back.
  on("click", function (event) {
    var button = event.target.closest("[data-insert]");
    var area = button && document.getElementById(button.dataset.insert);
    if (!area) { return; }
    event.preventDefault();
    area.setRangeText("{{" + button.value + "}}", area.selectionStart, area.selectionEnd, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // Dialogs: what opens one is a link to a confirm page for those without JavaScript.
  on("click", function (event) {
    var opener = event.target.closest("[data-dialog]");
    if (opener) {
      var dialog = document.getElementById(opener.dataset.dialog);
      if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
      return;
    }
    var closer = event.target.closest("[data-close]");
    if (closer) { closer.closest("dialog").close(); return; }
    var dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) { dismiss.parentNode.remove(); return; }
    all("details.usermenu[open]").forEach(function (menu) { if (!menu.contains(event.target)) { menu.open = false; } });
  });
  on("click", function (event) {
    var button = event.target.closest("[data-print], [data-copy]");
    if (!button) { return; }
    if (!button.dataset.copy) { window.print(); return; }
    navigator.clipboard.writeText(button.dataset.copy).then(function () { toast(button.dataset.done); }, function () {});
  });
  on("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    all("details.usermenu[open]").forEach(function (menu) { menu.open = false; menu.querySelector("summary").focus(); });
  });

  function toast(text, tone) {
    var box = document.createElement("div"), words = document.createElement("p"), close = document.createElement("button");
    box.className = "toast" + (tone ? " " + tone : "");
    words.textContent = text;
    close.type = "button"; close.textContent = "×";
    close.setAttribute("data-dismiss", ""); close.setAttribute("aria-label", "关闭提示");
    box.append(words, close);
    document.getElementById("toasts").append(box);
  }
  on("gongkai:toast", function (event) { toast(event.detail.text, event.detail.tone); });

  // Counters count characters as people do: one for each 汉字, also beyond the basic plane.
  function count(area) {
    var counter = document.querySelector('[data-counter="' + area.id + '"]');
    if (!counter) { return; }
    var left = Number(area.dataset.max) - Array.from(area.value).length;
    counter.textContent = left >= 0 ? "还可输入 " + left + " 字" : "已超出 " + -left + " 字";
    counter.classList.toggle("over", left < 0);
  }

  // Drafts stay in this browser until the form is sent. Fields that hold personal data are not marked and not kept.
  function draftName(area) { return "gongkai.draft." + location.pathname + "." + area.dataset.draft; }

  function ready(within) {
    all("[data-print]", within).forEach(function (b) { b.hidden = false; });
    all("[data-copy]", within).forEach(function (b) { b.hidden = !navigator.clipboard; });
    all("[data-dismiss]", within).forEach(function (b) { b.hidden = false; });
    all("textarea[data-draft]", within).forEach(function (area) {
      var draft = read(draftName(area));
      if (draft && !area.value) { area.value = draft; toast("已恢复上次未提交的内容"); }
    });
    all("textarea[data-max]", within).forEach(count);
    var errors = document.getElementById("error-summary");
    if (errors) { errors.focus(); }
  }
  on("input", function (event) {
    var field = event.target;
    if (field.matches("textarea[data-max]")) { count(field); }
    if (field.matches("textarea[data-draft]")) { keep(draftName(field), field.value); }
    var form = field.closest("form[data-guard]");
    if (form) { form.dataset.changed = "yes"; }
  });
  on("submit", function (event) {
    if (event.defaultPrevented) { return; }
    delete event.target.dataset.changed;
    all("textarea[data-draft]", event.target).forEach(function (area) { forget(draftName(area)); });
  });
  // An impatient second click sends nothing, so that the answer to the first is seen: it may show a password or a code.
  on("submit", function (event) {
    var form = event.target, now = Date.now();
    if (event.defaultPrevented || (form.getAttribute("method") || "").toLowerCase() !== "post") { return; }
    if (form.gongkaiSent && form.gongkaiSent.by === event.submitter && now - form.gongkaiSent.at < 3000) { event.preventDefault(); return; }
    form.gongkaiSent = { by: event.submitter, at: now };
  });
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-guard][data-changed]")) { event.preventDefault(); event.returnValue = ""; }
  });
  on("htmx:afterSwap", function (event) { ready(event.target); });
  ready(document);

  // Titles are offered while somebody types into a search box; the box works the same without them.
  var asked = 0, offered = {};
  function offer(input) {
    var text = input.value.trim(), list = document.getElementById(input.id + "-titles");
    if (!list) {
      list = document.createElement("datalist");
      list.id = input.id + "-titles";
      input.after(list);
      input.setAttribute("list", list.id);
    }
    function show(titles) {
      if (input.value.trim() !== text) { return; }
      list.replaceChildren.apply(list, titles.filter(function (t) { return t !== text; }).map(function (t) {
        var option = document.createElement("option");
        option.value = t;
        return option;
      }));
    }
    if (text.length < 2) { show([]); return; }
    if (offered[text]) { show(offered[text]); return; }
    fetch(input.dataset.suggest + "?q=" + encodeURIComponent(text)).then(function (r) { return r.json(); }).then(function (answer) {
      offered[text] = answer.suggestions;
      show(answer.suggestions);
    }, function () {});
  }
  on("input", function (event) {
    var input = event.target;
    if (!input.dataset.suggest || event.isComposing || !window.fetch) { return; }
    clearTimeout(asked);
    asked = setTimeout(function () { offer(input); }, 200);
  });
  on("compositionend", function (event) { if (event.target.dataset.suggest) { offer(event.target); } });
})();
