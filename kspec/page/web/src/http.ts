import type { Check, Engine, Source } from "./engine.js";

/** Asks the server that the page came from. */
export class HttpEngine implements Engine {
  readonly place = "checked by this server, kept nowhere";

  async check(source: Source): Promise<Check> {
    return (await this.post("check", source)).json();
  }

  async fix(source: Source): Promise<string> {
    const answer = await (await this.post("fix", source)).json();
    return answer.text;
  }

  async convert({ name, content }: Source, to: string, model: string | null): Promise<string> {
    const chosen = model === null ? "" : `&model=${encodeURIComponent(model)}`;
    const answer = await (await this.post(`convert?to=${to}${chosen}`, { name, content })).json();
    return answer.text;
  }

  async diff(old: Source, current: Source): Promise<string> {
    const parts = new FormData();
    parts.append("old", new Blob([old.content]), old.name);
    parts.append("new", new Blob([current.content]), current.name);
    const answer = await fetch("v1/diff", { method: "POST", body: parts, headers: { Accept: "text/plain" } });
    return (await good(answer)).text();
  }

  async rule(code: string): Promise<string> {
    const answer = await fetch(`v1/rules/${code}`, { headers: { Accept: "text/markdown" } });
    return (await good(answer)).text();
  }

  private async post(path: string, source: Source): Promise<Response> {
    const mark = path.includes("?") ? "&" : "?";
    const type = typeof source.content === "string" ? "text/plain; charset=utf-8" : "application/octet-stream";
    const also = source.also ? `&extend-select=${encodeURIComponent(source.also)}` : "";
    const answer = await fetch(`v1/${path}${mark}filename=${encodeURIComponent(source.name)}${also}`, {
      method: "POST",
      body: source.content,
      headers: { Accept: "application/json", "Content-Type": type },
    });
    return good(answer);
  }
}

async function good(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  let detail = `the server answered ${answer.status}`;
  try {
    const problem = await answer.json();
    detail = problem.detail ?? problem.title ?? detail;
  } catch {
    // no problem document: the status is all there is
  }
  throw new Error(detail);
}
