// Starts `kspec lsp`, and shows what its commands answer.

import { execFile } from "node:child_process";
import * as vscode from "vscode";
import { LanguageClient, type Executable, type LanguageClientOptions } from "vscode-languageclient/node";

const INSTALL = "pip install 'kspec[lsp]'";
const LANGUAGES = ["json", "jsonc", "yaml", "python"];
const SCHEMES = ["file", "untitled"];
const CELLS = { language: "python", notebook: "jupyter-notebook" };

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("kspec.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("kspec.path")) void restart();
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(): Promise<void> {
  await client?.stop();
  client = undefined;
  await start();
}

async function start(): Promise<void> {
  const server = await findServer();
  if (server === undefined) {
    const copy = "Copy the command";
    const chosen = await vscode.window.showWarningMessage(
      `kspec is not installed for this interpreter, nor on the search path: ${INSTALL}`,
      copy,
    );
    if (chosen === copy) await vscode.env.clipboard.writeText(INSTALL);
    return;
  }
  const options: LanguageClientOptions = {
    documentSelector: [...LANGUAGES.flatMap((language) => SCHEMES.map((scheme) => ({ language, scheme }))), CELLS],
    initializationOptions: { inlayHints: vscode.workspace.getConfiguration("kspec").get("inlayHints") },
    synchronize: { configurationSection: "kspec" },
    middleware: {
      executeCommand: async (command, given, next) => {
        const asked = given.length > 0 ? given : [activeAddress(), 0];
        await show(command, await next(command, asked));
      },
    },
  };
  client = new LanguageClient("kspec", "kspec", server, options);
  await client.start();
}

/** The server: of the setting, of the chosen interpreter, or of the search path. */
async function findServer(): Promise<Executable | undefined> {
  const path = vscode.workspace.getConfiguration("kspec").get<string>("path");
  if (path) return { command: path, args: ["lsp"] };
  const python = await interpreter();
  if (python && (await runs(python, ["-c", "import kspec, pygls"]))) {
    return { command: python, args: ["-m", "kspec", "lsp"] };
  }
  return (await runs("kspec", ["--version"])) ? { command: "kspec", args: ["lsp"] } : undefined;
}

/** The interpreter that was chosen in the extension for Python, where that is installed. */
async function interpreter(): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension("ms-python.python");
  if (extension === undefined) return undefined;
  const python = (await extension.activate()) as
    | { environments?: { getActiveEnvironmentPath(): { path: string } } }
    | undefined;
  return python?.environments?.getActiveEnvironmentPath().path;
}

function runs(command: string, given: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(command, given, { timeout: 20_000 }, (error) => resolve(error === null));
  });
}

function activeAddress(): string {
  return vscode.window.activeTextEditor?.document.uri.toString() ?? "";
}

async function show(command: string, answer: unknown): Promise<void> {
  if (typeof answer !== "string") {
    await vscode.window.showInformationMessage("There is no network to show: mend the errors first.");
  } else if (command === "kspec.plot") {
    const panel = vscode.window.createWebviewPanel("kspec", "Network", vscode.ViewColumn.Beside);
    panel.webview.html =
      `<!doctype html><meta http-equiv="Content-Security-Policy" ` +
      `content="default-src 'none'; style-src 'unsafe-inline'"><body>${answer}</body>`;
  } else {
    const document = await vscode.workspace.openTextDocument({ content: answer });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }
}
