import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, StateEffect, StateField, type Extension } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  WidgetType,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { count } from "./dom.js";
import type { Check, Finding } from "./engine.js";
import { toUnits } from "./offsets.js";

export interface Change {
  from: number;
  to: number;
  insert: string;
}

class ShapeWidget extends WidgetType {
  constructor(readonly label: string) {
    super();
  }

  override eq(other: ShapeWidget): boolean {
    return other.label === this.label;
  }

  toDOM(): HTMLElement {
    const element = document.createElement("span");
    element.className = "cm-shape";
    element.setAttribute("aria-hidden", "true");
    element.textContent = this.label;
    return element;
  }
}

const setShapes = StateEffect.define<DecorationSet>();
const shapes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    value = value.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setShapes)) value = effect.value;
    return value;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const colours = HighlightStyle.define([
  { tag: [tags.string, tags.special(tags.string)], color: "var(--string)" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--key)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--number)" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: "var(--keyword)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.className], color: "var(--function)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", fontSize: "13.5px", color: "var(--text)", backgroundColor: "var(--paper)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace", lineHeight: "1.6" },
  ".cm-gutters": { backgroundColor: "var(--paper)", color: "var(--faint)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--active)" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selection) !important" },
  ".cm-shape": { marginLeft: "1.6em", padding: "1px 7px", borderRadius: "5px", color: "var(--shape)", backgroundColor: "var(--shape-ground)", fontSize: "12px", display: "inline-block", lineHeight: "1.4", whiteSpace: "normal" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--text)", border: "1px solid var(--edge)", borderRadius: "8px", maxWidth: "min(560px, 90vw)", overflow: "hidden", boxShadow: "var(--shadow)" },
  ".cm-diagnostic": { padding: "8px 12px", borderLeft: "3px solid var(--edge)", fontFamily: "system-ui, sans-serif" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--advice)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "#fff", borderRadius: "5px", padding: "2px 9px" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--error)", textUnderlineOffset: "3px", textDecorationSkipInk: "none" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warning)", textUnderlineOffset: "3px", textDecorationSkipInk: "none" },
  ".cm-lintRange-info": { backgroundImage: "none", textDecoration: "underline dotted var(--advice)", textUnderlineOffset: "3px" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--text)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--active)", border: "none", color: "var(--quiet)" },
});

const SEVERITIES = { error: "error", warning: "warning", advice: "info" } as const;

/** The text with its findings and shapes; lives in a shadow root, so that its styles need no exception. */
export class Editor {
  readonly view: EditorView;
  private readonly language = new Compartment();

  constructor(parent: HTMLElement, onChange: () => void) {
    const root = parent.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":host { display: block; height: 100%; min-height: 0 } .cm-editor { height: 100% }");
    root.adoptedStyleSheets = [sheet];
    this.view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        extensions: [
          lineNumbers(),
          foldGutter(),
          lintGutter(),
          history(),
          drawSelection(),
          EditorView.lineWrapping,
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSelectionMatches(),
          syntaxHighlighting(colours),
          EditorState.tabSize.of(2),
          keymap.of([...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap, indentWithTab]),
          this.language.of([]),
          shapes,
          theme,
          EditorView.contentAttributes.of({ "aria-label": "Text of the model; Escape, then Tab, leaves it", spellcheck: "false" }),
          EditorView.updateListener.of((update) => update.docChanged && onChange()),
        ],
      }),
    });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  set text(text: string) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, selection: { anchor: 0 } });
  }

  speak(name: string): void {
    this.view.dispatch({ effects: this.language.reconfigure(languageOf(name)) });
  }

  /** Shows what a check says of exactly this text. */
  show(check: Check, fix: (finding: Finding) => void): void {
    const text = this.text;
    const at = toUnits(text);
    const diagnostics = check.report.findings.map((finding): Diagnostic => ({
      from: at(finding.start.offset),
      to: Math.max(at(finding.end.offset), at(finding.start.offset)),
      severity: SEVERITIES[finding.severity],
      source: `${finding.code} ${finding.name}`,
      message: finding.help ? `${finding.message}\n\n${finding.help}` : finding.message,
      actions: finding.fix ? [{ name: "Fix", apply: () => fix(finding) }] : [],
    }));
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
    this.view.dispatch({ effects: setShapes.of(this.shapesOf(check, at)) });
  }

  change(changes: Change[]): void {
    this.view.dispatch({ changes, userEvent: "input.fix" });
  }

  /** Moves to a place and selects it. */
  reveal(from: number, to: number): void {
    const end = this.view.state.doc.lineAt(from).to;
    const selection = { anchor: from, head: Math.min(to, end) };
    this.view.dispatch({ selection, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    this.view.focus();
  }

  private shapesOf(check: Check, at: (offset: number) => number): DecorationSet {
    const labels = new Map<number, string[]>();
    for (const model of check.models) {
      for (const layer of model.layers) {
        const line = this.view.state.doc.lineAt(at(layer.start.offset));
        if (line.length > 400) continue;
        const parameters = layer.parameters ? ` · ${count(layer.parameters)}` : "";
        labels.set(line.to, [...(labels.get(line.to) ?? []), layer.shape + parameters]);
      }
    }
    const widgets = [...labels].map(([end, texts]) => {
      const shown = texts.length > 3 ? [...texts.slice(0, 2), `… ${texts.at(-1)}`] : texts;
      return Decoration.widget({ widget: new ShapeWidget(shown.join("  →  ")), side: 1 }).range(end);
    });
    return Decoration.set(widgets, true);
  }
}

function languageOf(name: string): Extension {
  if (/\.ya?ml$/i.test(name)) return yaml();
  if (/\.py$/i.test(name)) return python();
  return json();
}
