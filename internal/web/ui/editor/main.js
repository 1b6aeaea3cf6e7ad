// The rich text editor of the workbench. Where it runs, the text area with the HTML stands behind it; where it does not,
// the text area is the editor. Nothing is written into the text area until somebody changes the text.
import { Editor, Mark } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import Image from "@tiptap/extension-image";
import TextAlign from "@tiptap/extension-text-align";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { cleanPasted } from "./word.js";

const stored = "/images/"; // how bodies are stored, wherever the site is mounted

// Tables without widths: the page that shows them decides.
const PlainTable = Table.extend({
  renderHTML() { return ["table", ["tbody", 0]]; },
});

// Formulas and units.
const small = (name) => Mark.create({ name, parseHTML: () => [{ tag: name }], renderHTML: () => [name, 0] });

const tools = [
  ["正文", "正文段落", (c) => c.setParagraph(), (e) => e.isActive("paragraph")],
  ["标题一", "一级标题", (c) => c.toggleHeading({ level: 2 }), (e) => e.isActive("heading", { level: 2 })],
  ["标题二", "二级标题", (c) => c.toggleHeading({ level: 3 }), (e) => e.isActive("heading", { level: 3 })],
  null,
  ["加粗", "加粗", (c) => c.toggleBold(), (e) => e.isActive("bold")],
  ["斜体", "斜体", (c) => c.toggleItalic(), (e) => e.isActive("italic")],
  ["下划线", "下划线", (c) => c.toggleUnderline(), (e) => e.isActive("underline")],
  null,
  ["居左", "左对齐", (c) => c.setTextAlign("left"), (e) => e.isActive({ textAlign: "left" })],
  ["居中", "居中", (c) => c.setTextAlign("center"), (e) => e.isActive({ textAlign: "center" })],
  ["居右", "右对齐", (c) => c.setTextAlign("right"), (e) => e.isActive({ textAlign: "right" })],
  null,
  ["编号", "编号列表", (c) => c.toggleOrderedList(), (e) => e.isActive("orderedList")],
  ["项目", "项目列表", (c) => c.toggleBulletList(), (e) => e.isActive("bulletList")],
  null,
  ["链接", "链接", "link", (e) => e.isActive("link")],
  ["图片", "插入图片", "image"],
  ["表格", "插入三行三列的表格", (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true })],
  null,
  ["撤销", "撤销", (c) => c.undo()],
  ["重做", "重做", (c) => c.redo()],
  ["清除格式", "清除格式", (c) => c.unsetAllMarks().clearNodes()],
  ["源代码", "显示HTML源代码", "source"],
];

const tableTools = [
  ["加行", "在下面加一行", (c) => c.addRowAfter()], ["加列", "在右边加一列", (c) => c.addColumnAfter()],
  ["删行", "删除这一行", (c) => c.deleteRow()], ["删列", "删除这一列", (c) => c.deleteColumn()],
  ["合并", "合并选中的单元格", (c) => c.mergeCells()], ["拆分", "拆分单元格", (c) => c.splitCell()],
  ["表头", "第一行作为表头", (c) => c.toggleHeaderRow()], ["删表", "删除整个表格", (c) => c.deleteTable()],
];

function say(text, tone) { document.dispatchEvent(new CustomEvent("gongkai:toast", { detail: { text, tone } })); }

function start(box) {
  const area = box.querySelector("textarea"), form = area.form, name = box.dataset.editor, images = box.dataset.images;
  const shown = (html) => html.split('src="' + stored).join('src="' + images + "/");
  const kept = (html) => html.split('src="' + images + "/").join('src="' + stored).replace(/(<p><\/p>)+$/, "");

  async function upload(file) {
    const body = new FormData();
    body.append("image", file);
    const answer = await fetch(images, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
    if (!answer || !(answer.headers.get("Content-Type") || "").includes("json")) { say("图片没有上传成功，请稍后再试", "bad"); return ""; }
    const said = await answer.json();
    if (!answer.ok) { say(said.message, "bad"); return ""; }
    return shown('src="' + said.src + '"').slice(5, -1);
  }
  async function insert(files) {
    for (const file of files) {
      const src = await upload(file);
      if (!src) { continue; }
      const alt = window.prompt("图片的文字说明（给看不见图片的人）", file.name.replace(/\.[^.]*$/, "")) || "";
      editor.chain().focus().setImage({ src, alt }).run();
    }
  }
  const pictures = (list) => Array.from(list || []).filter((f) => f.type.startsWith("image/"));

  // Images that came along as data are handed in and get an address of their own.
  async function settle() {
    const found = [];
    editor.state.doc.descendants((node, at) => { if (node.type.name === "image" && node.attrs.src.startsWith("data:")) { found.push([node, at]); } });
    for (const [node] of found) {
      const data = await fetch(node.attrs.src).then((r) => r.blob()).catch(() => null);
      const src = data ? await upload(new File([data], "图片", { type: data.type })) : "";
      editor.state.doc.descendants((now, at) => {
        if (now.type.name !== "image" || now.attrs.src !== node.attrs.src) { return; }
        const tr = editor.state.tr;
        editor.view.dispatch(src ? tr.setNodeMarkup(at, undefined, { ...now.attrs, src }) : tr.delete(at, at + now.nodeSize));
        return false;
      });
    }
  }

  const surface = document.createElement("div"), bar = document.createElement("div"), tableBar = document.createElement("div");
  const label = box.querySelector("label");
  label.id = name + "-label";
  area.id = name + "-source";
  label.htmlFor = area.id;
  surface.className = "editor-surface";
  const editor = new Editor({
    element: surface,
    injectCSS: false,
    content: shown(area.value),
    extensions: [
      StarterKit.configure({ heading: { levels: [1, 2, 3, 4] }, link: { openOnClick: false, protocols: ["http", "https", "mailto"] }, codeBlock: false, code: false }),
      small("sub"), small("sup"),
      Image.configure({ inline: true, allowBase64: true }),
      TextAlign.configure({ types: ["heading", "paragraph"] }),
      PlainTable.configure({ resizable: false }), TableRow, TableHeader, TableCell,
    ],
    editorProps: {
      attributes: { id: name, class: "editor-text prose", role: "textbox", "aria-multiline": "true", "aria-labelledby": name + "-label" },
      transformPastedHTML: cleanPasted,
      handlePaste(view, event) {
        const files = pictures(event.clipboardData && event.clipboardData.files);
        if (!files.length || (event.clipboardData.getData("text/html") || "").length > 0) { return false; }
        insert(files);
        return true;
      },
      handleDrop(view, event) {
        const files = pictures(event.dataTransfer && event.dataTransfer.files);
        if (!files.length) { return false; }
        event.preventDefault();
        insert(files);
        return true;
      },
    },
    onUpdate() {
      area.value = editor.isEmpty ? "" : kept(editor.getHTML());
      area.dispatchEvent(new Event("input", { bubbles: true }));
      settle();
    },
    onTransaction() { press(); },
  });

  const special = {
    link() {
      const href = window.prompt("链接的网址", editor.getAttributes("link").href || "https://");
      if (href === null) { return; }
      if (!href || href === "https://") { editor.chain().focus().unsetLink().run(); return; }
      editor.chain().focus().extendMarkRange("link").setLink({ href }).run();
    },
    image() { picker.click(); },
    source(button) {
      const on = !box.classList.toggle("visual");
      button.setAttribute("aria-pressed", String(on));
      if (!on) { editor.commands.setContent(shown(area.value), { emitUpdate: false }); }
    },
  };
  const picker = document.createElement("input");
  picker.type = "file";
  picker.accept = "image/*";
  picker.multiple = true;
  picker.hidden = true;
  picker.setAttribute("aria-label", "选择图片");
  picker.addEventListener("change", (event) => { event.stopPropagation(); insert(pictures(picker.files)); picker.value = ""; });

  const states = [];
  function fill(place, list) {
    place.setAttribute("role", "toolbar");
    list.forEach((tool) => {
      if (!tool) { place.append(Object.assign(document.createElement("span"), { className: "editor-gap" })); return; }
      const [text, title, act, active] = tool, button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.title = title;
      button.addEventListener("click", () => { if (typeof act === "string") { special[act](button); } else { act(editor.chain().focus()).run(); } });
      if (active) { states.push([button, active]); }
      place.append(button);
    });
  }
  function press() {
    states.forEach(([button, active]) => button.setAttribute("aria-pressed", String(active(editor))));
    tableBar.hidden = !editor.isActive("table");
  }
  bar.className = tableBar.className = "editor-bar";
  bar.setAttribute("aria-label", "编辑工具");
  tableBar.setAttribute("aria-label", "表格工具");
  fill(bar, tools);
  fill(tableBar, tableTools);
  area.before(bar, tableBar, surface, picker);
  box.classList.add("visual");
  editor.gongkai = true;
  press();

  // What screening finds is shown beside the text while it is written.
  const place = document.getElementById("findings");
  let timer = 0, asked = 0;
  async function check() {
    const body = new FormData(form), turn = ++asked;
    ["upload", "dropped", "image"].forEach((field) => body.delete(field));
    const answer = await fetch(box.dataset.check, { method: "POST", body: new URLSearchParams(body), credentials: "same-origin" }).catch(() => null);
    if (answer && answer.ok && turn === asked) { place.innerHTML = await answer.text(); }
  }
  if (place && box.dataset.check) {
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(check, 1200); });
    if (area.value) { check(); }
  }
}

// A file that is dropped on the page or chosen is read at once.
function takeFiles(form) {
  const input = form.querySelector("input[type=file]");
  const send = () => { if (input.files.length) { form.classList.add("busy"); form.requestSubmit ? form.requestSubmit() : form.submit(); } };
  input.addEventListener("change", send);
  ["dragover", "dragleave", "drop"].forEach((type) => form.addEventListener(type, (event) => {
    event.preventDefault();
    form.classList.toggle("over", type === "dragover");
    if (type === "drop" && event.dataTransfer.files.length) { input.files = event.dataTransfer.files; send(); }
  }));
}

document.querySelectorAll("[data-editor]").forEach(start);
document.querySelectorAll("form[data-drop]").forEach(takeFiles);
