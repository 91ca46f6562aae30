/** A browser for tests of the page: the system's Chromium, if there is one, without a window and with a new profile. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser's path: what PINLITMUS_BROWSER says, or the first of the usual ones; null when there is none. */
export function browserPath(): string | null {
  const asked = process.env.PINLITMUS_BROWSER;
  return asked !== undefined && asked !== '' ? asked : (USUAL.find((path) => existsSync(path)) ?? null);
}

/** Starts it. */
export function launch(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, headless: true, args: QUIET });
}
