import { byId, count, h } from "./dom.js";
import { Editor } from "./editor.js";
import type { Check, Engine, Finding, Layer, Place, Source } from "./engine.js";
import { EXAMPLES } from "./examples.js";
import { onDrop, sourceOf } from "./files.js";
import { HttpEngine } from "./http.js";
import { laidOut, nameFor, scriptOf } from "./kinds.js";
import { toUnits } from "./offsets.js";
import { markLayer, showFindings, showLayers, showNetwork, sizeOf, type Actions } from "./panels.js";
import { showRule } from "./rule.js";
import { LONG_LINK, pack, unpack } from "./share.js";
import { openTab, startTabs } from "./tabs.js";
import { WasmEngine } from "./wasm.js";

const SUFFIXES = { native: "json", keras: "keras.json", python: "py" } as const;

class Page {
  private readonly editor: Editor;
  private name = "model.json";
  private also = "";
  private check: Check | null = null;
  private checked = "";
  private running = false;
  private again = false;
  private timer = 0;

  constructor(private readonly engine: Engine) {
    this.editor = new Editor(byId("editor"), () => this.changed());
    byId("where").textContent = engine.place;
    startTabs();
    this.startMenus();
    onDrop((file) => void this.open(file));
    window.addEventListener("hashchange", () => void this.openHash());
    document.addEventListener("selectionchange", () => this.follow());
  }

  async start(): Promise<void> {
    if (!(await this.openHash())) this.load(EXAMPLES[0]!.name, EXAMPLES[0]!.text);
  }

  private async openHash(): Promise<boolean> {
    const shared = location.hash.length > 1 ? await unpack(location.hash.slice(1)) : null;
    if (shared) this.load(shared.name, shared.text, shared.also);
    else if (location.hash.length > 1) this.say("This link holds no text: it may have been cut.");
    return shared !== null;
  }

  private load(name: string, text: string, also = ""): void {
    this.also = also;
    this.call(name);
    this.editor.text = text;
    if (this.editor.text === this.checked) this.changed();
  }

  private call(name: string): void {
    this.name = name;
    byId("name").textContent = name;
    document.title = `${name} · kspec`;
    this.editor.speak(name);
  }

  /** Opens a notebook as the code of its cells, lays out one long line, and names a text by its kind. */
  private suit(text: string): boolean {
    const script = scriptOf(text);
    const lines = laidOut(text);
    if (script !== null) this.load(`${this.name.replace(/\.\w+$/, "")}.py`, script, this.also);
    else if (lines !== text) this.load(this.name, lines, this.also);
    else if (nameFor(this.name, text) !== this.name) this.call(nameFor(this.name, text));
    return script === null && lines === text;
  }

  private async open(file: File): Promise<void> {
    const source = await sourceOf(file);
    if (typeof source.content === "string") return this.load(source.name, source.content);
    await this.work(`reading ${file.name}…`, async () => {
      const check = await this.engine.check(source);
      const refused = check.report.findings.filter((finding) => finding.code.startsWith("KS0"));
      this.load(file.name.replace(/\.keras$/i, ".json"), check.text);
      return refused.length ? refused.map((finding) => finding.message).join(" ") : "";
    });
  }

  private changed(): void {
    if (!this.suit(this.editor.text)) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), this.editor.text.length > 65536 ? 150 : 40);
  }

  /** Checks the text as it is now; one question at a time, the newest last. */
  private async ask(): Promise<void> {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    const text = this.editor.text;
    try {
      const check = await this.engine.check(this.source(text));
      if (this.editor.text === text) this.show(check, text);
    } catch (error) {
      this.say(messageOf(error));
    }
    this.running = false;
    if (this.again || this.editor.text !== text) {
      this.again = false;
      void this.ask();
    }
  }

  private show(check: Check, text: string): void {
    this.check = check;
    this.checked = text;
    const actions: Actions = {
      reveal: (place) => this.reveal(place),
      fix: (finding) => this.fix(finding),
      fixAll: () => void this.fixAll(),
      explain: (code) => void this.explain(code),
    };
    this.editor.show(check, actions.fix);
    showFindings(check, actions);
    showNetwork(check, actions);
    showLayers(check, actions);
    byId("totals").textContent = sizeOf(check);
    const found = check.report.findings.length;
    this.say(found ? `${count(found)} finding${found === 1 ? "" : "s"}` : "no findings");
  }

  private reveal(place: Place): void {
    const at = toUnits(this.editor.text);
    this.editor.reveal(at(place.start.offset), at(place.end.offset));
  }

  /** Marks the layer in the picture where the cursor stands. */
  private follow(): void {
    if (!this.check || this.editor.text !== this.checked) return;
    const at = toUnits(this.checked);
    const here = this.editor.view.state.selection.main.head;
    const layers = this.check.models.flatMap((model) => model.layers);
    const around = layers.filter((layer) => at(layer.start.offset) <= here && here <= at(layer.end.offset));
    markLayer(around.sort((a, b) => length(a) - length(b))[0]?.path ?? null);
  }

  private fix(finding: Finding): void {
    if (this.editor.text !== this.checked || !finding.fix) return;
    const at = toUnits(this.checked);
    this.editor.change(
      finding.fix.edits.map((edit) => ({ from: at(edit.start.offset), to: at(edit.end.offset), insert: edit.text })),
    );
  }

  private async fixAll(): Promise<void> {
    await this.work("fixing…", async () => {
      const text = await this.engine.fix(this.source(this.editor.text));
      this.editor.change(smallest(this.editor.text, text));
      return "";
    });
  }

  private async explain(code: string): Promise<void> {
    await this.work("", async () => {
      const open = (text: string, suffix: string) => this.load(`${code}.${suffix}`, text, code);
      showRule(code, await this.engine.rule(code), this.name.endsWith(".py"), open);
      openTab("rule");
      return "";
    });
  }

  private startMenus(): void {
    const examples = byId<HTMLSelectElement>("examples");
    examples.append(...EXAMPLES.map((example, index) => h("option", { value: String(index) }, example.title)));
    examples.addEventListener("change", () => {
      const example = EXAMPLES[Number(examples.value)];
      if (examples.value && example) this.load(example.name, example.text);
      examples.value = "";
    });
    const convert = byId<HTMLSelectElement>("convert");
    convert.addEventListener("change", () => {
      const to = convert.value as keyof typeof SUFFIXES;
      convert.value = "";
      if (to) void this.convert(to);
    });
    byId("open").addEventListener("click", () => void this.choose((file) => this.open(file)));
    byId("compare").addEventListener("click", () => void this.choose((file) => this.compare(file)));
    byId("share").addEventListener("click", () => void this.share());
    byId("copy").addEventListener("click", () => void this.copy(this.editor.text, "text copied"));
  }

  private choose(take: (file: File) => Promise<void>): void {
    const input = byId<HTMLInputElement>("file");
    input.onchange = () => {
      const file = input.files?.[0];
      input.value = "";
      if (file) void take(file);
    };
    input.click();
  }

  private async compare(file: File): Promise<void> {
    await this.work(`comparing with ${file.name}…`, async () => {
      const text = await this.engine.diff(await sourceOf(file), this.source(this.editor.text));
      this.result(`${file.name} and ${this.name}`, text.trim() || "Nothing differs.");
      return "";
    });
  }

  private async convert(to: keyof typeof SUFFIXES): Promise<void> {
    await this.work("converting…", async () => {
      const text = await this.engine.convert(this.source(this.editor.text), to, this.model());
      const name = `${this.name.replace(/(\.keras)?\.\w+$/, "")}.${SUFFIXES[to]}`;
      const take = h("button", { type: "button", class: "primary", onclick: () => this.load(name, text) }, "Open in the editor");
      this.result(name, text, take);
      return "";
    });
  }

  private result(title: string, text: string, ...more: HTMLElement[]): void {
    const copy = h("button", { type: "button", onclick: () => void this.copy(text, "copied") }, "Copy");
    byId("result").replaceChildren(h("div", { class: "summary" }, h("strong", {}, title), h("span", {}, copy, ...more)), h("pre", {}, text));
    openTab("result");
  }

  private async share(): Promise<void> {
    const hash = await pack({ name: this.name, text: this.editor.text, also: this.also });
    history.replaceState(null, "", `#${hash}`);
    const warning = hash.length > LONG_LINK ? `; it has ${count(hash.length)} characters, which some programs cut` : "";
    await this.copy(location.href, `link copied${warning}`);
  }

  private async copy(text: string, done: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.say(done);
    } catch {
      this.say("the browser does not let this page copy");
    }
  }

  /** The model of code where the cursor stands, or the last one above it. */
  private model(): string | null {
    const at = toUnits(this.checked);
    const here = this.editor.view.state.selection.main.head;
    const models = this.check?.models ?? [];
    const above = models.filter((model) => model.layers.some((layer) => at(layer.start.offset) <= here));
    return (above.at(-1) ?? models[0])?.name ?? null;
  }

  private source(text: string): Source {
    return { name: this.name, content: text, also: this.also };
  }

  private async work(doing: string, job: () => Promise<string>): Promise<void> {
    this.say(doing);
    try {
      this.say(await job());
    } catch (error) {
      this.say(messageOf(error));
    }
  }

  private say(text: string): void {
    byId("state").textContent = text;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function length(layer: Layer): number {
  return layer.end.offset - layer.start.offset;
}

/** The one change that turns a text into another: what stands before and behind stays. */
function smallest(old: string, text: string): { from: number; to: number; insert: string }[] {
  let start = 0;
  while (start < old.length && start < text.length && old[start] === text[start]) start++;
  let end = 0;
  while (end < old.length - start && end < text.length - start && old.at(-1 - end) === text.at(-1 - end)) end++;
  return old === text ? [] : [{ from: start, to: old.length - end, insert: text.slice(start, text.length - end) }];
}

function engineOf(root: DOMStringMap): Engine {
  if (root["engine"] !== "wasm") return new HttpEngine();
  return new WasmEngine(new URL(root["worker"]!, document.baseURI).href, (text) => {
    byId("state").textContent = text;
  });
}

void new Page(engineOf(document.documentElement.dataset)).start();
