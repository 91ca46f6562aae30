/** The page of the playground in a real browser: typed into, walked through, shared, cancelled, and looked at in each size and theme. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import type { SharedState } from '../../src/playground/link.js';
import { prettyCheck } from '../../src/report/check/check-reporter.js';
import { caseText } from '../explain/explained.js';
import { browserPath, launch } from '../report/graph/browser.js';
import { faint } from '../report/graph/contrast.js';
import {
  editorText,
  linkTo,
  type OpenedPage,
  opened,
  type Serving,
  serving,
  type,
  verdicts,
} from './opened-page.js';

const path = browserPath();

/** Four threads that all write and read all locations: no search of it comes to an end here. */
const EXPLODING = `C explodes

{}

${[0, 1, 2, 3]
  .map((thread) => {
    const [a, b, c, d] = [0, 1, 2, 3].map((each) => 'abcd'[(thread + each) % 4]);
    return `P${thread}(int *a, int *b, int *c, int *d)
{
	int r0; int r1; int r2;
	WRITE_ONCE(*${a}, 1); r0 = READ_ONCE(*${b}); WRITE_ONCE(*${c}, 2); r1 = READ_ONCE(*${d});
	WRITE_ONCE(*${b}, 3); r2 = READ_ONCE(*${c});
}`;
  })
  .join('\n\n')}

exists (0:r0=0 /\\ 1:r0=0 /\\ 2:r0=0 /\\ 3:r0=0 /\\ 0:r1=9)
`;

/** Which SC decides in a moment, and Armv8 in minutes. */
const LATE_ON_ARMV8 = `C late

{}

${[0, 1, 2, 3]
  .map((thread) => {
    const [own, ...others] = [0, 1, 2, 3].map((each) => 'abcd'[(thread + each) % 4]);
    const rounds = others.map(
      (other, each) => `WRITE_ONCE(*${own}, ${each + 1}); r${each} = READ_ONCE(*${other});`,
    );
    return `P${thread}(int *a, int *b, int *c, int *d)\n{\n\tint r0; int r1; int r2;\n\t${rounds.join('\n\t')}\n}`;
  })
  .join('\n\n')}

exists (0:r0=9)
`;

describe('the page of the playground', () => {
  let browser: Browser;
  let served: Serving;
  let pages: OpenedPage[] = [];

  beforeAll(async () => {
    if (path === null) return;
    browser = await launch(path);
    served = await serving();
  });

  beforeEach(({ skip }) => {
    skip(path === null, 'no Chromium is found; install one, or set PINLITMUS_BROWSER');
  });

  afterEach(async () => {
    const complaints = pages.flatMap((each) => each.complaints);
    for (const { page } of pages) await page.context().close();
    pages = [];
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    served?.child.kill('SIGINT');
    await browser?.close();
  });

  async function open(state: Partial<SharedState> = {}, options: BrowserContextOptions = {}): Promise<Page> {
    const isUsual = Object.keys(state).length === 0;
    const link = isUsual ? served.address : await linkTo(served.address, state);
    const page = await opened(browser, link, options);
    pages.push(page);
    return page.page;
  }

  const noMb = { file: 'barrier-no-mb.litmus', text: caseText('gup-writeback/barrier-no-mb') };

  it('says what the terminal says of the test that is there', async () => {
    const page = await open(noMb);
    expect(await verdicts(page)).toEqual([
      'LKMM Sometimes',
      'SC Never',
      'x86-TSO Never',
      'PSO Never',
      'Armv8 Sometimes',
      'RISC-V Sometimes',
    ]);
    // As wide as a report becomes.
    await page.setViewportSize({ width: 2400, height: 900 });
    const reporter = prettyCheck({ width: 120, colours: 0 });
    reporter.begin({ files: [noMb.file], version: '', models: [] });
    const told = (text: string): string => text.trimEnd().replaceAll(/ +\d+(\.\d+)? m?s$/gm, ' ms');
    const said = await reporter.result(checkSource({ name: noMb.file, text: noMb.text }, DEFAULT_SETTINGS));
    const report = page.locator('#panel .report');
    await expect.poll(async () => told((await report.textContent()) ?? '')).toBe(told(said));
  });

  it('gives the verdict of a test as it is typed', async () => {
    const page = await open();
    await chip(page, 'LKMM Sometimes').waitFor();
    await type(page, caseText('classics/SB+mbs'));
    await chip(page, 'Armv8 Never').waitFor();
    expect(new Set((await verdicts(page)).map((text) => text.split(' ')[1]))).toEqual(new Set(['Never']));
    expect(await page.locator('p[role=status]').textContent()).toContain('is forbidden');
    // It is not the case any more that stood there.
    expect(await page.locator('.above h2').textContent()).toBe('SB+mbs.litmus');
  });

  it('underlines a fault, says what is wrong, and mends it', async () => {
    const page = await open({ text: caseText('classics/SB+mbs').replace('\tsmp_mb()', '\tsmp_bm()') });
    await page.locator('.cm-lintRange-error').first().waitFor();
    expect(await page.locator('#panel .report').textContent()).toContain('smp_bm');
    await page.locator('.cm-lintRange-error').first().hover();
    await page.locator('.cm-diagnosticAction').first().click();
    await chip(page, 'Armv8 Never').waitFor();
    expect(await editorText(page)).toContain('smp_mb()');
  });

  it('colours the test, completes a word and explains one', async () => {
    const page = await open({ text: caseText('classics/SB') });
    await page.locator('.mark-primitive').first().waitFor();
    expect(await page.locator('.mark-primitive').first().textContent()).toBe('WRITE_ONCE');
    await page.locator('.mark-primitive').first().hover();
    await page.locator('.about table').waitFor();
    expect(await page.locator('.about').textContent()).toContain('it becomes');
    await page.locator('.cm-line', { hasText: 'WRITE_ONCE(*x, 1);' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('smp_m');
    await page.locator('.cm-tooltip-autocomplete').getByText('smp_mb', { exact: true }).waitFor();
    // What has just come up is not taken yet, so that nobody takes it by mistake.
    await page.waitForTimeout(200);
    await page.keyboard.press('Enter');
    await page.keyboard.insertText(';');
    expect(await editorText(page)).toMatch(/smp_mb\(\);/);
  });

  it('lays a test out, and leaves one with faults as it is', async () => {
    const text = caseText('classics/SB+mbs');
    const page = await open({
      text: text.replaceAll('\t', '    ').replace('r0 = READ_ONCE', 'r0=READ_ONCE'),
    });
    await page.getByRole('button', { name: 'Format' }).click();
    await expect.poll(() => editorText(page)).toBe(text.replaceAll('\u00a0', ' '));
    await type(page, 'C x');
    await page.getByRole('button', { name: 'Format' }).click();
    await page.getByText('it is left as it is').first().waitFor();
  });

  it('opens what was shared: test, models, view, model, and step', async () => {
    const page = await open({ ...noMb, models: ['sc', 'armv8'], view: 'explain', model: 'armv8', step: 2 });
    await page.locator('article.picture svg .event').first().waitFor();
    expect(await verdicts(page)).toEqual(['SC forbidden', 'Armv8 allowed']);
    expect(await page.locator('.chip[aria-pressed=true]').textContent()).toBe('Armv8 allowed');
    expect(await page.locator('.steps [aria-current=step]').textContent()).toContain('TestSetPageWriteback');
    expect(await page.locator('.line-now').textContent()).toContain('TestSetPageWriteback(page)');
    expect(await page.locator('svg .event.now').count()).toBe(1);
  });

  it('opens the link that it copies', async () => {
    const page = await open(noMb, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: /^RISC-V/ }).click();
    await page.getByRole('button', { name: 'Next step' }).click();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Link copied').first().waitFor();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(link.length).toBeLessThan(1200);
    const other = await opened(browser, link);
    pages.push(other);
    await other.page.locator('.steps [aria-current=step]').waitFor();
    expect(await other.page.locator('.chip[aria-pressed=true]').textContent()).toBe('RISC-V allowed');
    expect(await editorText(other.page)).toContain('gup-barrier-no-mb');
    // The address is the link, always.
    await expect.poll(() => page.url()).toBe(link);
  });

  it('says of a damaged link that it is damaged', async () => {
    const { page, complaints } = await opened(browser, `${served.address}#test=AAAA`);
    pages.push({ page, complaints });
    await page.getByText('The link is damaged').first().waitFor();
  });

  it('explains a state of the reader’s own', async () => {
    const page = await open({ ...noMb, view: 'explain' });
    await page.getByLabel('State').fill('0:wb=1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '"PageWriteback=1" is allowed on LKMM.' }).waitFor();
    await page.getByRole('button', { name: 'The condition' }).click();
    await page.getByRole('heading', { name: /!PageWriteback/ }).waitFor();
  });

  it('walks a cycle arrow by arrow with the keyboard, and marks the lines', async () => {
    const page = await open({ ...noMb, view: 'explain', model: 'pso' });
    await page.locator('article.cycle svg .arrow').first().waitFor();
    await page.getByLabel('Diagram', { exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('svg .arrow.now').waitFor();
    expect(await page.locator('.line-now').count()).toBeGreaterThan(0);
    expect(await page.locator('.place').textContent()).toContain('arrow 1 of');
    expect(await page.locator('p[role=status]').textContent()).toMatch(/^1 of \d/);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.locator('.line-now').count()).toBe(0);
  });

  it('makes a diagram larger, smaller and to fit', async () => {
    const page = await open({ text: caseText('classics/IRIW+addrs'), view: 'explain', model: 'armv8' });
    const svg = page.locator('article.picture svg');
    await svg.waitFor();
    const width = async (): Promise<number> => (await svg.boundingBox())?.width ?? 0;
    await page.getByRole('button', { name: 'Fit' }).click();
    const fitting = await width();
    expect(fitting).toBeLessThanOrEqual((await page.locator('figure').boundingBox())?.width ?? 0);
    await page.getByRole('button', { name: 'Larger' }).click();
    expect(await width()).toBeGreaterThan(fitting * 1.2);
    await page.keyboard.press('-');
    expect(await width()).toBeLessThan(fitting * 1.05);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  it('steps along a witness by keys, takes a step that is pressed, and undoes it', async () => {
    const page = await open({ ...noMb, view: 'step', model: 'armv8' });
    await page.getByRole('button', { name: /Along the witness/ }).press('n');
    await page.locator('.taken li').waitFor();
    expect(await page.locator('.taken').textContent()).toContain('ahead of line 23');
    expect(await page.locator('.line-now').textContent()).toContain('wb = PageWriteback(page)');
    await page.locator('.choices button', { hasText: 'witness' }).click();
    await expect.poll(() => page.locator('.taken li').count()).toBe(2);
    await page.getByRole('button', { name: /To its end/ }).click();
    await page.locator('.end').waitFor();
    expect(await page.locator('.end').textContent()).toContain('is true of it');
    const steps = await page.locator('.taken li').count();
    await page.getByRole('button', { name: /Undo/ }).click();
    await expect.poll(() => page.locator('.taken li').count()).toBe(steps - 1);
  });

  it('takes up an execution where a link has left it', async () => {
    const page = await open({ ...noMb, view: 'step', model: 'armv8', choices: [1, 1] });
    await page.locator('.taken li').nth(1).waitFor();
    expect(await page.locator('.taken li').count()).toBe(2);
  });

  it('applies a patch, with the verdicts that it makes', async () => {
    const page = await open({ ...noMb, view: 'barriers' });
    await page.getByRole('button', { name: /^Apply: smp_mb__after_atomic/ }).click();
    await expect.poll(() => editorText(page)).toContain('smp_mb__after_atomic();');
    expect(await editorText(page)).toContain('Expect=lkmm:Never');
    await page.getByRole('tab', { name: 'Verdicts' }).click();
    await chip(page, 'Armv8 Never').waitFor();
    expect(await page.locator('#panel .report').textContent()).toContain('Never, as expected');
    // It is an edit like any other.
    await page.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+z');
    await chip(page, 'Armv8 Sometimes').waitFor();
  });

  it('shows what the test becomes on each port, and opens that as a test', async () => {
    const page = await open({ text: caseText('classics/SB+mbs'), view: 'compile' });
    await page.locator('#panel .report', { hasText: 'DMB' }).waitFor();
    await page.getByRole('button', { name: 'Armv8 LSE' }).click();
    await expect.poll(() => editorText(page)).toMatch(/^AArch64 /);
    await chip(page, 'Armv8 Never').waitFor();
  });

  it('writes the verdicts that it found into the test', async () => {
    const page = await open({ text: caseText('classics/SB').replace(/Expect=.*\n/, '') });
    await page.getByRole('button', { name: 'Expect these verdicts' }).click();
    await expect.poll(() => editorText(page)).toContain('Expect=lkmm:Sometimes sc:Never');
  });

  it('cancels a search that explodes, and goes on at once', async () => {
    const page = await open({ text: EXPLODING, models: ['armv8'], seconds: 600 });
    await page.getByText('Checking on Armv8').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText(/^Cancelled after/).waitFor();
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByText('Checking on Armv8').waitFor();
    // Typing is not held up, and ends it too.
    await type(page, caseText('classics/SB+mbs'));
    await chip(page, 'Armv8 Never').waitFor();
  });

  it('tells each verdict as soon as it is known, and keeps those of a search that is cancelled', async () => {
    const page = await open({ text: LATE_ON_ARMV8, models: ['lkmm', 'sc', 'armv8'], seconds: 600 });
    await page.getByText('Checking on Armv8').waitFor();
    const early = ['LKMM Never', 'SC Never'];
    await expect.poll(() => page.locator('.chips .chip').allTextContents()).toEqual(early);
    expect(await page.locator('#panel[aria-busy=true]').count()).toBe(1);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText(/^Cancelled after/).waitFor();
    expect(await page.locator('.chips .chip').allTextContents()).toEqual(early);
    // Those of another test take their place.
    await type(page, caseText('classics/SB'));
    await chip(page, 'Armv8 Sometimes').waitFor();
    expect(await page.locator('#panel .older').count()).toBe(0);
  });

  it('ends a search at its limit, and says so', async () => {
    const page = await open({ text: EXPLODING, models: ['armv8'], seconds: 2 });
    expect(await page.locator('.limits').textContent()).toContain('at most 2.0 s');
    await chip(page, 'Armv8 Unknown').waitFor();
    expect(await page.locator('#panel .report').textContent()).toContain('stopped after 2.0 s');
  });

  it('finds a case by words of its name or title', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Cases' }).click();
    await page.keyboard.type('mp+wmb+rmb');
    await page.keyboard.press('Enter');
    await expect.poll(() => editorText(page)).toContain('MP+wmb+rmb');
    await page.getByRole('heading', { name: 'litmus/classics/MP+wmb+rmb.litmus' }).waitFor();
  });

  it('makes a test of a name', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Cases' }).click();
    await page.keyboard.type('SB+mb+rel-acq');
    await page.getByRole('button', { name: 'AArch64', exact: true }).waitFor();
    expect(await page.locator('.cases li').count()).toBe(0);
    await page.keyboard.press('Enter');
    await expect.poll(() => editorText(page)).toMatch(/^C SB\+mb\+rel-acq\n/);
    await chip(page, 'Armv8 Never').or(chip(page, 'Armv8 Sometimes')).waitFor();
    expect(await page.locator('#panel .report').textContent()).toContain('as expected');
  });

  it('runs a test on the models that are chosen', async () => {
    const page = await open({ text: caseText('classics/IRIW+acqs') });
    await page.getByRole('button', { name: 'Models' }).click();
    for (const name of ['SC', 'x86-TSO', 'PSO'])
      await page.locator('label', { hasText: new RegExp(`^\\s*${name} `) }).click();
    await page.getByRole('checkbox', { name: /^POWER/ }).check();
    await page.keyboard.press('Escape');
    await chip(page, 'POWER Sometimes').waitFor();
    expect((await verdicts(page)).map((text) => text.split(' ')[0])).toEqual([
      'LKMM',
      'Armv8',
      'RISC-V',
      'POWER',
    ]);
  });

  it('can be worked with by keyboard alone', async () => {
    const page = await open(noMb);
    await chip(page, 'LKMM Sometimes').waitFor();
    const focused = (): Promise<string> =>
      page.evaluate(`(({ textContent, className, tagName }) =>
        className.includes('cm-content') ? 'editor' : (textContent || tagName).trim().slice(0, 20))(document.activeElement)`);
    const order: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      await page.keyboard.press('Tab');
      order.push(await focused());
    }
    expect(order).toEqual(['Cases', 'Models', 'Copy link', 'Dark', 'Format', 'editor']);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('editor');
    await page.keyboard.press('ControlOrMeta+z');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Verdicts');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Explain', selected: true }).waitFor();
    expect(await focused()).toBe('Explain');
    await page.locator('article.picture svg').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('LKMM allowed');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /is forbidden on SC/ }).waitFor();
  });

  it('names every control', async () => {
    for (const view of ['check', 'explain', 'step', 'barriers', 'compile'] as const) {
      const page = await open({ ...noMb, view });
      await verdicts(page);
      for (const control of await page
        .locator('button:visible, input:visible, [tabindex="0"]:visible')
        .all()) {
        const name = await control.evaluate(
          (each) =>
            each.getAttribute('aria-label') ??
            ((each as unknown as { labels?: ArrayLike<{ textContent: string }> }).labels?.[0]?.textContent ||
              each.textContent),
        );
        expect(name?.trim()).toBeTruthy();
      }
    }
  });

  it.each(['light', 'dark'] as const)(
    'keeps the contrast of text at 4.5 to 1 when %s',
    async (colorScheme) => {
      for (const view of ['check', 'explain', 'step', 'barriers', 'compile'] as const) {
        const page = await open({ ...noMb, view, model: 'armv8' }, { colorScheme });
        await verdicts(page);
        if (view === 'explain') await page.locator('article.picture svg').waitFor();
        await page.locator('.mark-primitive').first().waitFor();
        expect(await faint(page)).toEqual([]);
      }
    },
  );

  it('changes its theme, and remembers it', async () => {
    const page = await open(noMb, { colorScheme: 'light' });
    const colour = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await colour();
    await page.getByRole('button', { name: 'Dark' }).click();
    const dark = await colour();
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await colour()).toBe(dark);
    await page.getByRole('button', { name: 'Light' }).click();
    expect(await colour()).toBe(light);
  });

  it.each([320, 360, 768])('fits into %i pixels', async (width) => {
    for (const view of ['check', 'explain', 'step', 'barriers', 'compile'] as const) {
      const page = await open({ ...noMb, view, model: 'armv8' }, { viewport: { width, height: 720 } });
      await verdicts(page);
      if (view === 'explain') await page.locator('article.picture svg').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }
  });

  it('shows markup in a test as text', async () => {
    const text = caseText('classics/SB').replace(
      '"Store buffering',
      '"</script><img src=x onerror=alert(1)><script>alert(2)</script>',
    );
    const page = await open({ text, file: '<b>"\'&amp;.litmus', view: 'explain' });
    await page.locator('article.picture svg').waitFor();
    expect(await page.locator('.edit h2').textContent()).toBe('<b>"\'&amp;.litmus');
    expect(await page.locator('img').count()).toBe(0);
  });
});

function chip(page: Page, text: string): ReturnType<Page['locator']> {
  return page.locator('.chip', { hasText: text });
}
