// The form of an application is kept in this browser until it is sent: what is asked for, never who asks.
(function () {
  "use strict";
  function name(element, attribute) { return "gongkai.form." + element.getAttribute(attribute); }
  document.querySelectorAll("[data-draft-clear]").forEach(function (mark) {
    try { localStorage.removeItem(name(mark, "data-draft-clear")); } catch (e) { /* private mode */ }
  });
  document.querySelectorAll("form[data-draft-form]").forEach(function (form) {
    var fields = Array.prototype.filter.call(form.elements, function (e) { return e.closest("[data-draft-field]"); });
    function empty() {
      return fields.every(function (e) { return e.type === "radio" || e.type === "checkbox" ? !e.checked || e.defaultChecked : !e.value; });
    }
    try {
      var kept = JSON.parse(localStorage.getItem(name(form, "data-draft-form")) || "null");
      if (kept && empty()) {
        fields.forEach(function (e) {
          if (!(e.name in kept)) { return; }
          if (e.type === "radio" || e.type === "checkbox") { e.checked = kept[e.name] === e.value; } else { e.value = kept[e.name]; }
          e.dispatchEvent(new Event("input", { bubbles: true }));
        });
        document.dispatchEvent(new CustomEvent("gongkai:toast", { detail: { text: "已恢复上次没有提交的内容" } }));
      }
    } catch (e) { /* private mode, or not ours */ }
    function keep() {
      var now = {};
      fields.forEach(function (e) {
        if (e.type !== "radio" && e.type !== "checkbox") { now[e.name] = e.value; } else if (e.checked) { now[e.name] = e.value; }
      });
      try { localStorage.setItem(name(form, "data-draft-form"), JSON.stringify(now)); } catch (e) { /* private mode */ }
    }
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
  });
})();
