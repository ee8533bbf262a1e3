import { byId } from "./dom.js";

const TABS = ["findings", "network", "layers", "rule", "result"] as const;
export type Tab = (typeof TABS)[number];

export function openTab(name: Tab, focus = false): void {
  for (const tab of TABS) {
    const button = byId<HTMLButtonElement>(`tab-${tab}`);
    const chosen = tab === name;
    if (chosen) button.hidden = false;
    button.setAttribute("aria-selected", String(chosen));
    button.tabIndex = chosen ? 0 : -1;
    byId(tab).hidden = !chosen;
    if (chosen && focus) button.focus();
  }
}

/** Arrow keys go from tab to tab, as in the pattern of the ARIA authoring practices. */
export function startTabs(): void {
  for (const tab of TABS) byId(`tab-${tab}`).addEventListener("click", () => openTab(tab));
  document.querySelector("[role=tablist]")!.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[(event as KeyboardEvent).key];
    if (step === undefined) return;
    const shown = TABS.filter((tab) => !byId(`tab-${tab}`).hidden);
    const now = shown.findIndex((tab) => byId(`tab-${tab}`).getAttribute("aria-selected") === "true");
    openTab(shown[(now + step + shown.length) % shown.length]!, true);
  });
}
