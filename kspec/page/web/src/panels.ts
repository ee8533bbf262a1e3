// What stands beside the text: findings, the network as a picture and as a table.

import { byId, count, counted, h, short } from "./dom.js";
import type { Check, Finding, Layer, Place } from "./engine.js";

export interface Actions {
  reveal(place: Place): void;
  fix(finding: Finding): void;
  fixAll(): void;
  explain(code: string): void;
}

const NO_MODEL = "No model is seen here: paste Keras code or a spec, or open a file.";

export function showFindings(check: Check, actions: Actions): void {
  const panel = byId("findings");
  const { findings, summary } = check.report;
  panel.replaceChildren();
  byId("count").textContent = findings.length ? String(findings.length) : "";
  byId("count").className = `count ${worst(findings)}`;
  if (!findings.length) {
    panel.append(h("div", { class: "clean" }, h("strong", {}, "Nothing to report"), h("p", {}, sizeOf(check) || NO_MODEL)));
    return;
  }
  const fixable = findings.filter((finding) => finding.fix?.safety === "safe").length;
  const head = (["errors", "warnings", "advice"] as const).filter((kind) => summary[kind]).map((kind) => counted(kind, summary[kind]));
  panel.append(
    h(
      "div",
      { class: "summary" },
      h("span", {}, head.join(", ")),
      fixable > 0 && h("button", { type: "button", class: "primary", id: "fix-all", onclick: () => actions.fixAll() }, `Fix all (${fixable})`),
    ),
    h("ol", { class: "list" }, ...findings.map((finding) => item(finding, actions))),
  );
  if (summary.more) panel.append(h("p", { class: "quiet" }, `and ${summary.more} more`));
}

function item(finding: Finding, actions: Actions): HTMLElement {
  const safe = finding.fix?.safety === "safe";
  return h(
    "li",
    { class: `finding ${finding.severity}` },
    h(
      "button",
      { type: "button", class: "place", onclick: () => actions.reveal(finding) },
      h("span", { class: "severity" }, finding.severity),
      h("code", {}, finding.code),
      h("span", { class: "line" }, `line ${finding.start.line}`),
    ),
    h("p", { class: "message" }, finding.message),
    finding.help !== "" && h("p", { class: "help" }, finding.help),
    finding.related.length > 0 &&
      h(
        "ul",
        { class: "related" },
        ...finding.related.map((place) =>
          h("li", {}, h("button", { type: "button", onclick: () => actions.reveal(place) }, `line ${place.start.line}`), ` ${place.message}`),
        ),
      ),
    h(
      "div",
      { class: "actions" },
      finding.fix !== null &&
        h(
          "button",
          { type: "button", class: safe ? "primary" : "", title: safe ? "" : "This changes what the model does", onclick: () => actions.fix(finding) },
          safe ? "Fix" : "Fix (changes the meaning)",
        ),
      h("button", { type: "button", onclick: () => actions.explain(finding.code) }, "Why?"),
    ),
  );
}

function worst(findings: Finding[]): string {
  return (["error", "warning", "advice"] as const).find((level) => findings.some((one) => one.severity === level)) ?? "";
}

/** The size of the models in words: layers and parameters. */
export function sizeOf(check: Check): string {
  const sizes = check.models.map((model) => {
    const known = model.trainable_params !== null;
    const total = known ? model.trainable_params! + (model.non_trainable_params ?? 0) : null;
    return `${model.name ? `${model.name}: ` : ""}${model.layers.length} layers, ${count(total)} parameters`;
  });
  return sizes.join(" · ");
}

/** Draws the networks; a click on a layer leads to its place in the text. */
export function showNetwork(check: Check, actions: Actions): void {
  const panel = byId("network");
  panel.replaceChildren();
  const drawn = check.models.filter((model) => model.svg !== null);
  if (!drawn.length) panel.append(h("p", { class: "quiet empty" }, "There is no network to draw yet."));
  for (const model of drawn) {
    const host = h("div", { class: "drawing" });
    panel.append(host);
    const svg = inlined(host, model.svg!);
    const places = new Map(model.layers.map((layer) => [layer.path, layer]));
    for (const element of svg.querySelectorAll<SVGElement>("[data-path]")) {
      const layer = places.get(element.dataset["path"]!);
      if (layer) link(element, layer, actions);
    }
  }
}

function link(element: SVGElement, layer: Layer, actions: Actions): void {
  element.setAttribute("tabindex", "0");
  element.setAttribute("role", "link");
  element.setAttribute("aria-label", `${layer.name}, ${layer.shape}, line ${layer.start.line}`);
  element.addEventListener("click", () => actions.reveal(layer));
  element.addEventListener("keydown", (event) => event.key === "Enter" && actions.reveal(layer));
}

/** Puts a picture into a shadow root; its style sheet is adopted, as the policy of the page asks. */
function inlined(host: HTMLElement, text: string): SVGElement {
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  const rules: string[] = [];
  const plain = text.replace(/<style>([^<]*)<\/style>/g, (_, rule: string) => (rules.push(rule), ""));
  const svg = new DOMParser().parseFromString(plain, "image/svg+xml").documentElement;
  const ours = ":host{display:block}.net .ground{fill:none}svg{max-width:max(100%,430px);height:auto}[data-path]{cursor:pointer}[data-path]:focus-visible,[data-path].here{outline:2px solid var(--accent);outline-offset:1px}";
  sheet.replaceSync(rules.join("\n") + ours);
  root.adoptedStyleSheets = [sheet];
  root.append(document.importNode(svg, true));
  return root.querySelector("svg")!;
}

/** Marks the layer in the picture that a line of the text belongs to. */
export function markLayer(path: string | null): void {
  for (const host of document.querySelectorAll(".drawing")) {
    for (const element of host.shadowRoot?.querySelectorAll<SVGElement>("[data-path]") ?? []) {
      element.classList.toggle("here", element.dataset["path"] === path);
    }
  }
}

function total(label: string, params: string, macs = ""): HTMLElement {
  const cells = [params, macs].map((text) => h("td", { class: "number" }, text));
  return h("tr", {}, h("td", { colspan: "2" }, label), h("td"), ...cells);
}

function bytes(size: number | null): string {
  if (size === null) return "?";
  const unit = size >= 2 ** 20 ? 2 ** 20 : 2 ** 10;
  return `${(size / unit).toFixed(1)} ${unit === 2 ** 20 ? "MiB" : "KiB"}`;
}

export function showLayers(check: Check, actions: Actions): void {
  const panel = byId("layers");
  panel.replaceChildren();
  if (!check.models.length) panel.append(h("p", { class: "quiet empty" }, "There is no network to size yet."));
  for (const model of check.models) {
    const rows = model.layers.map((layer) =>
      h(
        "tr",
        {},
        h("td", {}, h("button", { type: "button", onclick: () => actions.reveal(layer) }, layer.name)),
        h("td", {}, layer.class_name),
        h("td", { class: "shape" }, layer.shape),
        h("td", { class: "number" }, count(layer.parameters)),
        h("td", { class: "number" }, short(layer.macs)),
      ),
    );
    const head = ["Layer", "Class", "Output shape"].map((text) => h("th", { scope: "col" }, text));
    head.push(...["Parameters", "MACs"].map((text) => h("th", { scope: "col", class: "number" }, text)));
    panel.append(
      h(
        "table",
        {},
        h("caption", {}, model.name ?? ""),
        h("thead", {}, h("tr", {}, ...head)),
        h("tbody", {}, ...rows),
        h(
          "tfoot",
          {},
          total("trainable", count(model.trainable_params)),
          total("not trainable", count(model.non_trainable_params)),
          total("MACs per sample", "", short(model.macs)),
          total("activations per sample", bytes(model.activation_bytes)),
        ),
      ),
    );
  }
}
