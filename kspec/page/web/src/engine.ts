// The one contract of the page: what it asks, whoever answers.

export interface Position {
  line: number;
  column: number;
  offset: number;
}
export interface Place {
  path: string;
  start: Position;
  end: Position;
}
export interface Edit extends Place {
  text: string;
}
export interface Finding extends Place {
  code: string;
  name: string;
  severity: "error" | "warning" | "advice";
  message: string;
  help: string;
  layer: string | null;
  related: (Place & { message: string })[];
  fix: { safety: "safe" | "unsafe"; edits: Edit[] } | null;
}
export interface Layer extends Place {
  name: string;
  class_name: string;
  shape: string;
  parameters: number | null;
  macs: number | null;
}
export interface Model {
  name: string | null;
  trainable_params: number | null;
  non_trainable_params: number | null;
  macs: number | null;
  activation_bytes: number | null;
  layers: Layer[];
  svg: string | null;
}
export interface Check {
  text: string;
  format: string;
  report: { findings: Finding[]; summary: { errors: number; warnings: number; advice: number; suppressed: number; more?: number } };
  models: Model[];
}
export interface Source {
  name: string;
  content: string | Blob;
  /** A rule that is run though it is not by default. */
  also?: string;
}

/** Answers the questions of the page; rejects with an `Error` whose message is for the reader. */
export interface Engine {
  /** Where documents are read, in words. */
  readonly place: string;
  check(source: Source): Promise<Check>;
  fix(source: Source): Promise<string>;
  /** `model` is the one that is meant, where code builds several. */
  convert(source: Source, to: string, model: string | null): Promise<string>;
  diff(old: Source, current: Source): Promise<string>;
  /** The rule's page in Markdown. */
  rule(code: string): Promise<string>;
}
