import { marked } from "marked";
import { byId, h } from "./dom.js";

const SUFFIXES: Record<string, string> = { json: "json", python: "py", yaml: "yaml", jsonc: "jsonc" };

/** Shows the page of a rule; each of its examples can be opened in the editor. */
export function showRule(code: string, markdown: string, open: (text: string, suffix: string) => void): void {
  const page = new DOMParser().parseFromString(marked.parse(markdown, { async: false }), "text/html");
  for (const block of page.querySelectorAll("pre > code")) {
    const suffix = SUFFIXES[/language-(\w+)/.exec(block.className)?.[1] ?? ""];
    if (suffix === undefined) continue;
    const text = block.textContent ?? "";
    const take = h("button", { type: "button", onclick: () => open(text, suffix) }, "Open");
    const frame = h("div", { class: "example" }, take);
    block.parentElement!.replaceWith(frame);
    frame.append(block.parentElement!);
  }
  for (const link of page.querySelectorAll("a")) link.rel = "noreferrer";
  const title = page.querySelector("h1") ? [] : [h("h1", {}, code)];
  byId("rule").replaceChildren(...title, ...page.body.childNodes);
}
