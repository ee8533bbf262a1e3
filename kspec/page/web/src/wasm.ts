import type { Check, Engine, Source } from "./engine.js";

type Waiting = { resolve: (value: never) => void; reject: (reason: Error) => void };

/** Asks kspec itself, which runs in a worker of this page: nothing leaves the machine. */
export class WasmEngine implements Engine {
  readonly place = "checked in this browser: nothing leaves your machine";
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor(script: string, progress: (text: string) => void) {
    this.worker = new Worker(script, { type: "module" });
    this.worker.onmessage = ({ data }) => {
      if (data.progress !== undefined) return progress(data.progress);
      const waiting = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.error !== undefined) waiting?.reject(new Error(data.error));
      else waiting?.resolve(data.value as never);
    };
    this.worker.onerror = (event) => progress(`kspec could not be loaded: ${event.message}`);
  }

  check(source: Source): Promise<Check> {
    return this.ask("check", source);
  }

  fix(source: Source): Promise<string> {
    return this.ask("fix", source);
  }

  convert(source: Source, to: string, model: string | null): Promise<string> {
    return this.ask("convert", source, to, model);
  }

  diff(old: Source, current: Source): Promise<string> {
    return this.ask("diff", old, current);
  }

  rule(code: string): Promise<string> {
    return this.ask("rule", code);
  }

  private ask<T>(question: string, ...values: unknown[]): Promise<T> {
    const id = ++this.last;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
      this.worker.postMessage({ id, question, values });
    });
  }
}
