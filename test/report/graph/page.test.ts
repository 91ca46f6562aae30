/** The page in a real browser: it is opened as a file, walked through with keys and buttons, and looked at in both themes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Explanation } from '../../../src/explain/explanation.js';
import { graphOf } from '../../../src/report/graph/graph.js';
import { caseText, explain } from '../../explain/explained.js';
import { browserPath, launch } from './browser.js';

const path = browserPath();

/** A page that was opened, and what it did meanwhile that it should not do. */
interface Opened {
  readonly page: Page;
  readonly complaints: string[];
}

describe('the page in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pinlitmus-page-'));
  let browser: Browser;
  let opened: Opened[] = [];

  beforeAll(async () => {
    if (path !== null) browser = await launch(path);
  });

  beforeEach(({ skip }) => {
    skip(path === null, 'no Chromium is found; install one, or set PINLITMUS_BROWSER');
  });

  afterEach(async () => {
    const complaints = opened.flatMap((each) => each.complaints);
    for (const { page } of opened) await page.context().close();
    opened = [];
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page of an explanation; errors, dialogs and requests for anything but the page itself are complaints. */
  async function open(explanation: Explanation, options: BrowserContextOptions = {}): Promise<Page> {
    const file = join(folder, `${opened.length}.html`);
    writeFileSync(file, (await graphOf(explanation, { model: null, which: 0 }, 'html')) ?? '');
    const url = pathToFileURL(file).href;
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    opened.push({ page, complaints });
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== url) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return page;
  }

  const noMb = explain(caseText('gup-writeback/barrier-no-mb'), ['sc', 'tso', 'pso', 'armv8', 'riscv']);

  it('shows the kernel model first where it is asked, without steps', async () => {
    const page = await open(explain(caseText('gup-writeback/barrier-no-mb')));
    expect(await page.locator('nav [aria-pressed=true]').textContent()).toContain('LKMM');
    expect(await page.locator('article:visible svg .event').count()).toBe(4);
  });

  it('shows the first model that allows the state, its graph and the source', async () => {
    const page = await open(noMb);
    expect(await page.locator('nav [aria-pressed=true]').textContent()).toContain('Armv8');
    expect(await page.locator('article:visible svg .event').count()).toBe(4);
    expect(await page.locator('.source').textContent()).toContain('page_ref_add(page, PAGE_PIN_BIAS);');
    expect(await highlights(page)).toEqual({ events: [], arrows: [], lines: [], also: [], step: null });
  });

  it('walks through an execution with the arrow keys, in the graph, the source and the list alike', async () => {
    const page = await open(noMb);
    const seen = [];
    for (let step = 0; step < 4; step += 1) {
      await page.keyboard.press('ArrowRight');
      const { events, lines, step: number } = await highlights(page);
      seen.push(`${number}: ${events.join()} at ${lines.join()}`);
    }
    expect(seen).toEqual([
      '1: P0:24 wb = PageWriteback(page) at 24',
      '2: P1:31 TestSetPageWriteback(page) at 31',
      '3: P1:33 pinned = page_is_pin(page) at 33',
      '4: P0:23 page_ref_add(page, PAGE_PIN_BIAS) at 23',
    ]);
    await page.keyboard.press('ArrowRight');
    expect((await highlights(page)).step).toBe(4);
    await page.keyboard.press('ArrowLeft');
    expect((await highlights(page)).lines).toEqual(['33']);
    expect(await page.locator('[role=status]').textContent()).toContain('step 3 of 4');
  });

  it('keeps back what is still to come', async () => {
    const page = await open(noMb);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('article:visible svg .event.later').count()).toBe(3);
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
    expect(await page.locator('article:visible svg .later').count()).toBe(0);
  });

  it('walks round a cycle with the buttons, and shows the fence that an arrow comes from', async () => {
    const page = await open(noMb);
    await page.getByRole('button', { name: 'x86-TSO' }).click();
    const next = page.getByRole('button', { name: 'Next step' });
    const seen = [];
    for (let step = 0; step < 4; step += 1) {
      await next.click();
      const { arrows, lines } = await highlights(page);
      seen.push(`${arrows.map((arrow) => arrow.split(',')[0]).join()} at ${lines.join()}`);
    }
    expect(seen).toEqual([
      'order from P0:23 to P0:24 at 23,24',
      'fr from P0:24 to P1:31 at 24,31',
      'order from P1:31 to P1:33 at 31,33',
      'fr from P1:33 to P0:23 at 23,33',
    ]);
    expect(await next.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Previous step' }).click();
    expect((await highlights(page)).step).toBe(3);

    const fenced = await open(explain(caseText('gup-writeback/barrier'), ['armv8']));
    await fenced.keyboard.press('ArrowRight');
    const { lines, also } = await highlights(fenced);
    expect([...lines, ...also]).toEqual(['33', '35', '34']);
  });

  it('goes to a step that is chosen in the list or by its box', async () => {
    const page = await open(noMb);
    await page.locator('article:visible .steps button').nth(2).click();
    expect((await highlights(page)).lines).toEqual(['33']);
    await page.locator('article:visible svg .event-1').click();
    expect((await highlights(page)).lines).toEqual(['24']);
  });

  it('shows each cycle of a model, and takes up the walk where it was left', async () => {
    const page = await open(explain(caseText('gup-writeback/gups-2'), ['armv8', 'riscv']));
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Cycle 2 of 2' }).click();
    expect(await page.locator('article:visible').count()).toBe(1);
    expect((await highlights(page)).step).toBeNull();
    await page.getByRole('button', { name: 'Cycle 1 of 2' }).click();
    expect((await highlights(page)).step).toBe(1);
    await page.getByRole('button', { name: 'RISC-V' }).click();
    expect((await highlights(page)).step).toBeNull();
  });

  it('scrolls the source to the line, and leaves the page where it is', async () => {
    const page = await open(explain(caseText('pages/write-protect-seq'), ['armv8']), {
      viewport: { width: 1280, height: 500 },
    });
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('ArrowRight');
    const [line] = await page.locator('.line.now').all();
    const [box, outer] = [await line.boundingBox(), await page.locator('.source pre').boundingBox()];
    expect(box?.y).toBeGreaterThan(outer?.y ?? 0);
    expect(box?.y).toBeLessThan((outer?.y ?? 0) + (outer?.height ?? 0));
    expect(await page.evaluate('scrollY')).toBe(0);
  });

  it('changes its theme, and begins with the one that the system asks for', async () => {
    const page = await open(noMb, { colorScheme: 'light' });
    const light = await colours(page);
    await page.getByRole('button', { name: 'Dark' }).click();
    const dark = await colours(page);
    for (const [index, colour] of dark.entries()) expect(colour).not.toBe(light[index]);
    await page.getByRole('button', { name: 'Light' }).click();
    expect(await colours(page)).toEqual(light);
    expect(await colours(await open(noMb, { colorScheme: 'dark' }))).toEqual(dark);
  });

  it.each(['light', 'dark'] as const)(
    'keeps the contrast of text at 4.5 to 1 when %s',
    async (colorScheme) => {
      const page = await open(explain(caseText('pages/write-protect-seq')), { colorScheme });
      expect(await faint(page)).toEqual([]);
      await page.getByRole('button', { name: 'x86-TSO' }).click();
      expect(await faint(page)).toEqual([]);
    },
  );

  it.each([320, 390, 768, 1280])('fits into %i pixels', async (width) => {
    const page = await open(explain(caseText('classics/IRIW+addrs')), { viewport: { width, height: 800 } });
    await page.keyboard.press('ArrowRight');
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    const [graph, source] = [
      await page.locator('article:visible figure').boundingBox(),
      await page.locator('.source').boundingBox(),
    ];
    const isBeside = (source?.x ?? 0) >= (graph?.x ?? 0) + (graph?.width ?? 0);
    expect(isBeside).toBe(width > 960);
  });

  it('prints the graph, the steps and the whole source, without buttons', async () => {
    const page = await open(noMb, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.locator('.stepping:visible').count()).toBe(0);
    expect(await page.locator('article:visible svg').count()).toBe(1);
    expect(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe('rgb(255, 255, 255)');
    const rest = `(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector('pre'))`;
    expect(await page.evaluate(rest)).toBe(0);
  });

  it('shows everything where scripts are off', async () => {
    const page = await open(noMb, { javaScriptEnabled: false });
    expect(await page.locator('article svg:visible').count()).toBe(5);
    expect(await page.locator('nav').isVisible()).toBe(false);
  });

  it('names every control and takes the focus where the keyboard goes', async () => {
    const page = await open(noMb);
    for (const button of await page.locator('button:visible').all()) {
      expect(`${await button.getAttribute('aria-label')}${await button.textContent()}`).not.toBe('null');
    }
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('theme');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  });

  it('shows the text of a file that would be markup', async () => {
    const text = caseText('classics/SB').replace(
      '"Store buffering',
      '"</script><img src=x onerror=alert(1)><script>alert(2)</script>',
    );
    const page = await open({ ...explain(text, ['tso']), file: '<b>"\'&amp;.litmus' });
    expect(await page.locator('h1').textContent()).toContain('<script>alert(2)</script>');
    expect(await page.locator('.source').textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('.source h2').textContent()).toBe('<b>"\'&amp;.litmus');
    await page.keyboard.press('ArrowRight');
    expect((await highlights(page)).step).toBe(1);
  });

  it('is told that its svg is well-formed', async () => {
    const page = await open(noMb);
    for (const model of ['tso', 'armv8']) {
      const svg = await graphOf(noMb, { model, which: 0 }, 'svg');
      const errors = await page.evaluate(
        `new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml').querySelectorAll('parsererror').length`,
      );
      expect(errors).toBe(0);
    }
  });
});

/** What is highlighted: events and arrows by their titles, lines by their numbers, the step by its number. */
async function highlights(page: Page): Promise<{
  readonly events: readonly string[];
  readonly arrows: readonly string[];
  readonly lines: readonly string[];
  readonly also: readonly string[];
  readonly step: number | null;
}> {
  return page.evaluate(`(() => {
    const all = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.getClientRects().length > 0);
    const titles = (selector) => all(selector).map((each) => each.querySelector('title').textContent);
    const numbers = (selector) => all(selector).map((each) => each.dataset.line);
    const step = all('article .steps button').findIndex((each) => each.getAttribute('aria-current') === 'step');
    return {
      events: titles('svg .event.now'), arrows: titles('svg .arrow.now'),
      lines: numbers('.line.now'), also: numbers('.line.also'), step: step === -1 ? null : step + 1,
    };
  })()`);
}

/** The colours of the page, of a box and of an arrow. */
async function colours(page: Page): Promise<readonly string[]> {
  await page.waitForTimeout(50);
  return page.evaluate(`[
    getComputedStyle(document.body).backgroundColor,
    getComputedStyle(document.body).color,
    getComputedStyle(document.querySelector('article:not([hidden]) svg .event path')).fill,
    getComputedStyle(document.querySelector('article:not([hidden]) svg .arrow.fr path')).stroke,
    getComputedStyle(document.querySelector('.source pre')).backgroundColor,
  ]`);
}

/** The visible texts whose contrast with what is behind them is under 4.5 to 1 (WCAG 2, 1.4.3). */
async function faint(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const rgb = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
    const luminance = (colour) => {
      const [r, g, b] = rgb(colour).map((each) => each / 255)
        .map((each) => (each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      const box = element.closest('svg .event');
      if (box) return getComputedStyle(box.querySelector('path')).fill;
      for (let each = element; each !== null; each = each.parentElement) {
        const colour = getComputedStyle(each).backgroundColor;
        if (rgb(colour)[3] !== 0) return colour;
      }
      return 'rgb(255, 255, 255)';
    };
    const texts = [...document.querySelectorAll('body *')].filter((each) =>
      each.getClientRects().length > 0 && !each.closest('title, :disabled, .announcer') &&
      [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''));
    return texts.flatMap((each) => {
      const style = getComputedStyle(each);
      const [a, b] = [luminance(each.closest('svg') ? style.fill : style.color), luminance(behind(each))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return contrast < 4.5 ? [contrast.toFixed(2) + ' ' + each.textContent.slice(0, 40)] : [];
    });
  })()`);
}
