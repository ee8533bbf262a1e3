import { marked } from "marked";
import { byId, h } from "./dom.js";

const SUFFIXES: Record<string, string> = { json: "json", python: "py", yaml: "yaml", jsonc: "jsonc" };

/** An example as a spec, which stands before the same in Python. */
const AS_SPEC = /```json\n(?:(?!```)[^])*```\n\n(?:At [^\n]*\n\n)?In Python:\n\n/g;

/** Shows the page of a rule, whose examples can be opened; of those in both forms the Python alone for `python`. */
export function showRule(
  code: string,
  markdown: string,
  python: boolean,
  open: (text: string, suffix: string) => void,
): void {
  const text = python ? markdown.replace(AS_SPEC, "") : markdown;
  const page = new DOMParser().parseFromString(marked.parse(text, { async: false }), "text/html");
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
