/** The page of the playground in a real browser, as the command serves it; what it should not do is complained of. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { fragmentOf, type SharedState, USUAL_STATE } from '../../src/playground/link.js';
import { BIN } from '../cli/command.js';

/** The command that serves the page, and its address. */
export interface Serving {
  readonly address: string;
  readonly child: ChildProcess;
}

/** Starts `pinlitmus playground`. */
export async function serving(args: readonly string[] = []): Promise<Serving> {
  const child = spawn(process.execPath, [BIN, 'playground', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { address: line, child };
}

/** A page that was opened, and what it did meanwhile that it should not do. */
export interface OpenedPage {
  readonly page: Page;
  readonly complaints: string[];
}

/** Opens an address; errors, dialogs and requests for anything but the page itself and its workers are complaints. */
export async function opened(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const own = address.replace(/#.*/, '');
  page.on('request', (request) => {
    const url = request.url().replace(/#.*/, '');
    // Its workers are made of what it carries itself.
    if (url !== own && !url.startsWith(`blob:${new URL(own).origin}`)) complaints.push(`request: ${url}`);
  });
  await page.goto(address);
  await page.locator('.cm-content').waitFor();
  return { page, complaints };
}

/** A link to a state of the page. */
export async function linkTo(address: string, state: Partial<SharedState>): Promise<string> {
  return address + (await fragmentOf({ ...USUAL_STATE, ...state }));
}

/** Puts a text into the editor as one types, or pastes. */
export async function type(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** The text in the editor; it draws only the lines that are seen. */
export async function editorText(page: Page): Promise<string> {
  const lines = await page.locator('.cm-line').allTextContents();
  return lines.join('\n');
}

/** The verdicts by their models, when they are as many, and of the text that is there now. */
export async function verdicts(page: Page): Promise<readonly string[]> {
  await page.locator('#panel[aria-busy=false]').waitFor();
  return page.locator('.chips .chip').allTextContents();
}
