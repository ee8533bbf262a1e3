type Child = Node | string | null | undefined | false;

/** An element with attributes, listeners (`onclick`) and children; texts stay texts. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean | ((event: Event) => void)> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** A number with separators of thousands; `?` for what is not known. */
export function count(value: number | null): string {
  return value === null ? "?" : value.toLocaleString("en-US");
}

/** Large counts with three digits: 3.86 G. */
export function short(value: number | null): string {
  const [unit, sign] = ([[1e12, "T"], [1e9, "G"], [1e6, "M"]] as const).find(([size]) => (value ?? 0) >= size) ?? [1, ""];
  return sign ? `${(value! / unit).toPrecision(3)} ${sign}` : count(value);
}

const WORDS = { errors: ["error", "errors"], warnings: ["warning", "warnings"], advice: ["advice", "advice"] } as const;

export function counted(kind: keyof typeof WORDS, value: number): string {
  return `${value} ${WORDS[kind][value === 1 ? 0 : 1]}`;
}
