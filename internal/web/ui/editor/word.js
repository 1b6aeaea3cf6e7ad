// What Word and WPS put on the clipboard, cleaned: the schema drops styles by itself, this drops what carries text that
// is none, and keeps what styles alone say.
export function cleanPasted(html) {
  const doc = new DOMParser().parseFromString(html, "text/html");
  doc.querySelectorAll("style, script, meta, link, xml, title, object, iframe").forEach((n) => n.remove());
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) { comments.push(walker.currentNode); }
  comments.forEach((n) => n.remove());
  doc.querySelectorAll("*").forEach((n) => {
    if (n.localName.includes(":") && n.localName !== "v:imagedata") { n.replaceWith(...n.childNodes); }
  });
  doc.querySelectorAll("img").forEach((img) => {
    const src = img.getAttribute("src") || "";
    if (src.startsWith("file:") || src.startsWith("http:") || src.startsWith("https:")) { img.remove(); }
  });
  doc.querySelectorAll("[align]").forEach((n) => {
    const align = n.getAttribute("align").toLowerCase();
    if (["left", "center", "right", "justify"].includes(align)) { n.setAttribute("data-align", align); }
  });
  doc.querySelectorAll("p, div").forEach((n) => {
    // Word writes headings of documents as paragraphs with an outline level.
    const style = n.getAttribute("style") || "", level = /mso-outline-level:\s*([1-4])/.exec(style);
    if (level && n.localName === "p") {
      const h = doc.createElement("h" + Math.min(4, Number(level[1]) + 1));
      h.append(...n.childNodes);
      n.replaceWith(h);
    }
  });
  doc.querySelectorAll("span").forEach((n) => {
    const style = n.getAttribute("style") || "";
    if (/font-weight:\s*(bold|[6-9]00)/i.test(style) && !n.closest("b, strong")) {
      const b = doc.createElement("strong");
      b.append(...n.childNodes);
      n.replaceWith(b);
    }
  });
  return doc.body.innerHTML;
}
