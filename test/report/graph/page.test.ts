/** The page in a real browser: it is opened as a file, walked through with keys and buttons, and looked at in both themes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/check/settings.js';
import { loadTest } from '../../../src/dialects/load.js';
import type { Explanation } from '../../../src/explain/explanation.js';
import { explainTest } from '../../../src/explain/index.js';
import { graphOf } from '../../../src/report/graph/graph.js';
import { caseText, explain } from '../../explain/explained.js';
import { browserPath, launch } from './browser.js';
import { faint } from './contrast.js';

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

  /** The same, at a model. */
  async function openAt(explanation: Explanation, model: string): Promise<Page> {
    const page = await open(explanation);
    await page.locator('nav').getByRole('button', { name: model }).click();
    return page;
  }

  it('opens on the weakest model that forbids the state: the kernel model, or the last machine', async () => {
    expect(await chosen(await open(noMb))).toBe('PSO forbidden');
    expect(await chosen(await open(explain(caseText('gup-writeback/barrier'))))).toBe('LKMM forbidden');
    expect(await chosen(await open(explain(caseText('gup-writeback/barrier'), ['sc', 'tso'])))).toBe(
      'x86-TSO forbidden',
    );
  });

  it('opens on the first model that allows it, where none forbids it', async () => {
    expect(
      await chosen(await open(explain(caseText('gup-writeback/barrier-no-mb'), ['armv8', 'riscv']))),
    ).toBe('Armv8 allowed');
  });

  it('shows an execution of a model that allows the state, its graph and the source', async () => {
    const page = await openAt(noMb, 'Armv8');
    expect(await page.locator('article:visible svg .event').count()).toBe(4);
    expect(await page.locator('.source').textContent()).toContain('page_ref_add(page, PAGE_PIN_BIAS);');
    expect(await highlights(page)).toEqual({ events: [], arrows: [], lines: [], also: [], step: null });
  });

  it('walks through an execution with the arrow keys, in the graph, the source and the list alike', async () => {
    const page = await openAt(noMb, 'Armv8');
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
    const page = await openAt(noMb, 'Armv8');
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
    const page = await openAt(noMb, 'Armv8');
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
    await page.getByRole('button', { name: 'Armv8' }).click();
    expect((await highlights(page)).step).toBeNull();
  });

  it('keeps every text of the graph within its box, whatever fonts there are', async () => {
    const wide = explain(caseText('gup-writeback/backout-clear'));
    for (const family of ['DejaVu Sans', 'DejaVu Sans Mono', 'serif']) {
      const page = await openAt(wide, 'Armv8');
      await page.addStyleTag({ content: `svg text { font-family: "${family}" !important; }` });
      expect(await page.locator('article:visible svg .event text').count()).toBeGreaterThan(8);
      expect(await page.evaluate(OUTSIDE)).toEqual([]);
      // Without the widths some would be outside: the fonts differ.
      await page.evaluate(
        `document.querySelectorAll('svg text').forEach((each) => each.removeAttribute('textLength'))`,
      );
      if (family === 'DejaVu Sans Mono') expect(await page.evaluate(OUTSIDE)).not.toEqual([]);
    }
  });

  it('has a link for every step, and shows in the address where one is', async () => {
    const page = await open(explain(caseText('gup-writeback/gups-2'), ['armv8', 'riscv']));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const hash = String(await page.evaluate('location.hash'));
    expect(hash).toBe('#scene-1-0/2');
    const links = await page.locator('article:visible .steps a').all();
    expect(await links[2].getAttribute('href')).toBe('#scene-1-0/3');
    await page.locator('nav').getByRole('button', { name: 'Armv8' }).click();
    await page.evaluate(`location.hash = '${hash}'`);
    await page.waitForFunction(`document.querySelector('[aria-current]') !== null`);
    expect(await chosen(page)).toBe('RISC-V forbidden');
    expect((await highlights(page)).step).toBe(2);
    await page.goto(page.url().replace(/#.*/, '#scene-0-1/1'));
    await page.reload();
    expect(await chosen(page)).toBe('Armv8 forbidden');
    expect((await highlights(page)).step).toBe(1);
    expect(await page.locator('article:visible').getAttribute('aria-label')).toBe('Cycle 2 of 2');
  });

  it('has further executions of a state, which end otherwise, and goes on to the next', async () => {
    const { test } = loadTest({
      name: 'sb.litmus',
      text: caseText('classics/SB').replace(/exists.*/, 'exists (0:r0=0 \\/ 1:r0=0)'),
    });
    if (test === null) throw new Error('the test is understood');
    const page = await open(explainTest(test, { ...DEFAULT_SETTINGS, models: ['tso'] }, 3));
    const picks = await page.locator('.picks:visible button').allTextContents();
    expect(picks).toEqual(['Execution 1 of 3', 'Execution 2 of 3', 'Execution 3 of 3']);
    const ends = new Set<string>();
    for (let index = 0; index < 3; index += 1) {
      const text = await page.locator('article:visible').textContent();
      ends.add(/In the end ([^.]*)/.exec(text ?? '')?.[1] ?? '');
      await page.keyboard.press('n');
    }
    expect([...ends].sort()).toEqual(['0:r0=0; 1:r0=0', '0:r0=0; 1:r0=1', '0:r0=1; 1:r0=0']);
    expect(await page.locator('article:visible').getAttribute('aria-label')).toBe('Execution 1 of 3');
  });

  it('makes the graph larger and smaller, and fits it', async () => {
    const page = await open(explain(caseText('classics/IRIW+addrs'), ['riscv']), {
      viewport: { width: 1000, height: 500 },
    });
    const width = async (): Promise<number> =>
      (await page.locator('article:visible svg').boundingBox())?.width ?? 0;
    const before = await width();
    await page.getByRole('button', { name: 'Larger' }).click();
    expect(await width()).toBeGreaterThan(before * 1.2);
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    expect(await width()).toBeLessThan(before);
    await page.getByRole('button', { name: 'Fit' }).click();
    const [svg, figure] = [
      await page.locator('article:visible svg').boundingBox(),
      await page.locator('article:visible figure').boundingBox(),
    ];
    expect(svg?.width).toBeLessThanOrEqual(figure?.width ?? 0);
    expect(svg?.height).toBeLessThanOrEqual(500 * 0.76);
  });

  it('colours the source as C, comments over several lines too', async () => {
    const page = await open(noMb);
    const kinds = await page.evaluate(
      `[...document.querySelectorAll('.source i')].map((each) => each.className + ' ' + each.textContent)`,
    );
    expect(kinds).toEqual(
      expect.arrayContaining(['call page_ref_add', 'type int', 'keyword exists', 'comment (*']),
    );
    expect(await page.locator('.source .line').first().textContent()).toMatch(/^1C /);
    const assembly = await open(explain(caseText('assembly/SB+dmb.sys'), ['armv8']));
    expect(await assembly.locator('.source .call, .source .keyword').count()).toBe(0);
    expect(await assembly.locator('.source .comment').count()).toBeGreaterThan(1);
  });

  it('does not show a deadlock in the colour of a state that is forbidden', async () => {
    const page = await open(
      explain(
        `C crossed\n{}\nP0(spinlock_t *a, spinlock_t *b) { spin_lock(a); spin_lock(b); }
P1(int *x, spinlock_t *a, spinlock_t *b) { spin_lock(b); spin_lock(a); }\nexists (x=1)\n`,
        ['armv8'],
      ),
    );
    const words = await page.locator('nav small').allTextContents();
    expect(words).toEqual(['forbidden', 'deadlock']);
    const colour = (kind: string): string => `getComputedStyle(document.querySelector('nav .${kind}')).color`;
    expect(await page.evaluate(colour('deadlock'))).not.toBe(await page.evaluate(colour('forbidden')));
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

/** The model that is shown, with its verdict. */
async function chosen(page: Page): Promise<string | null> {
  return page.locator('nav [aria-pressed=true]').textContent();
}

/** The texts of events that leave their boxes. */
const OUTSIDE = `[...document.querySelectorAll('article:not([hidden]) svg .event')].flatMap((event) => {
  const box = event.querySelector('path').getBBox();
  return [...event.querySelectorAll('text')].filter((text) => {
    const { x, width } = text.getBBox();
    return width > 0 && (x < box.x || x + width > box.x + box.width);
  }).map((text) => text.textContent);
})`;

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
