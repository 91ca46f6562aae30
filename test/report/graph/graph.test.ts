/** Graphs as text: the exact dot, and of svg and html what holds for all of them. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/check/settings.js';
import { loadTest } from '../../../src/dialects/load.js';
import type { Explanation } from '../../../src/explain/explanation.js';
import { explainTest } from '../../../src/explain/index.js';
import { graphOf } from '../../../src/report/graph/graph.js';
import { escaped, shortened } from '../../../src/report/graph/label.js';
import { scenesOf } from '../../../src/report/graph/scene.js';
import { svgText } from '../../../src/report/graph/svg.js';
import { caseText, explain } from '../../explain/explained.js';
import { arrowNames, eventBoxes, overlap, unbalanced } from './drawn.js';

const FIRST = { model: null, which: 0 };

/** An execution with an overtaking, a cycle with a fence, one with dependencies and four threads, an initial value. */
const GOLDEN = [
  ['gup-writeback/barrier-no-mb', 'armv8'],
  ['gup-writeback/barrier', 'armv8'],
  ['classics/IRIW+addrs', 'riscv'],
  ['classics/LOCK+two-locks', 'sc'],
] as const;

const CASES = [
  ...GOLDEN.map(([name]) => name),
  'gup-writeback/lock-retry',
  'gup-writeback/gups-3',
  'gup-writeback/put-end-once',
  'pages/write-protect-seq',
  'classics/CoRR',
  'classics/Z6.0+mbs',
  'classics/RMW+cmpxchgs',
  'classics/SB+rfis',
  'assembly/INC+ldxr-stxrs',
  'assembly/MP+dmb.st+ctrlisb',
];

const HOSTILE = `C hostile
"</title></script><script>alert(1)</script> & \\"<b>"
(* </script><script>alert(2)</script> <!-- ]]> &lt; \\ \u0007 *)
{}
P0(int *x, int *y)
{
	int r0;
	WRITE_ONCE(*x, 1 + ((2 < 3) && (4 > 3)) + 100000 * 100000 + 200000 * 3000000);
	r0 = READ_ONCE(*y);
}
P1(int *x, int *y)
{
	int r0;
	WRITE_ONCE(*y, 1);
	r0 = READ_ONCE(*x);
}
exists (0:r0=0 /\\ 1:r0=0)
`;

const LOCKS = `C locks
{}
P0(spinlock_t *a, spinlock_t *b)
{
	spin_lock(a);
	spin_lock(b);
	spin_unlock(b);
	spin_unlock(a);
}
P1(int *x, spinlock_t *a, spinlock_t *b)
{
	spin_lock(b);
	spin_lock(a);
	WRITE_ONCE(*x, 1);
	spin_unlock(a);
	spin_unlock(b);
}
exists (x=1)
`;

describe('dot', () => {
  it.each(GOLDEN)('of %s on %s is as it should be', async (name, model) => {
    const dot = await graphOf(explain(caseText(name)), { model, which: 0 }, 'dot');
    await expect(dot).toMatchFileSnapshot(`golden/${name.split('/')[1]}-${model}.dot`);
  });

  it('shows the weakest machine that forbids the state, when none is chosen and the kernel allows it', async () => {
    const explanation = explain(caseText('gup-writeback/barrier-no-mb'));
    expect(await graphOf(explanation, FIRST, 'dot')).toBe(
      await graphOf(explanation, { model: 'pso', which: 0 }, 'dot'),
    );
    const allowed = explain(caseText('gup-writeback/barrier-no-mb'), ['armv8', 'riscv']);
    expect(await graphOf(allowed, FIRST, 'dot')).toBe(
      await graphOf(allowed, { model: 'armv8', which: 0 }, 'dot'),
    );
  });

  it('shows the kernel model, where that forbids it', async () => {
    const dot = await graphOf(explain(caseText('gup-writeback/barrier')), FIRST, 'dot');
    expect(dot).toContain('is forbidden on LKMM');
  });

  it('shows another cycle, and the deadlock last', async () => {
    const cycles = explain(caseText('gup-writeback/gups-2'), ['armv8']);
    expect(await graphOf(cycles, { model: 'armv8', which: 1 }, 'dot')).toContain('cycle 2 of 2');
    const deadlock = explain(LOCKS, ['armv8']);
    expect(await graphOf(deadlock, FIRST, 'dot')).toContain('is allowed on Armv8');
    expect(await graphOf(deadlock, { model: 'armv8', which: 1 }, 'dot')).toContain('a deadlock on Armv8');
    expect(await graphOf(deadlock, { model: 'armv8', which: 2 }, 'dot')).toBeNull();
  });

  it('is nothing where there is no verdict', async () => {
    expect(await graphOf(undecided(), FIRST, 'dot')).toBeNull();
    expect(await graphOf(undecided(), FIRST, 'svg')).toBeNull();
  });

  it('shortens long texts in their middle', () => {
    expect(shortened('smp_store_release(&page->mapping->host->i_mtime, 1234567)')).toBe(
      'smp_store_release(&page->m…i_mtime, 1234567)',
    );
    expect(shortened('WRITE_ONCE(*x, 1)')).toBe('WRITE_ONCE(*x, 1)');
  });
});

describe.each(CASES)('the svgs of %s', (name) => {
  const explanation = explain(caseText(name));
  const scenes = explanation.models.flatMap((model) => scenesOf(explanation, model));

  it('are well-formed, the same each time, and hold the text of every event', async () => {
    expect(scenes).not.toEqual([]);
    for (const { drawing } of scenes) {
      const svg = await svgText(drawing);
      expect(unbalanced(svg)).toEqual([]);
      expect(svg).toBe(await svgText(drawing));
      for (const { text } of drawing.diagram.events)
        expect(svg).toContain(`>${escaped(shortened(text))}</text>`);
    }
  });

  it('have the threads as columns and program order downwards', async () => {
    for (const { drawing } of scenes) {
      const boxes = eventBoxes(await svgText(drawing));
      const { events, threads } = drawing.diagram;
      expect(boxes).toHaveLength(events.length);
      const middle = ({ left, right }: (typeof boxes)[number]): number => (left + right) / 2;
      const columns = threads.map((_, thread) =>
        events
          .filter((event) => event.thread === thread)
          .map(({ id }) => boxes.find(({ what }) => what.split(' ').includes(`event-${id}`))!),
      );
      for (const column of columns) {
        for (const [index, box] of column.slice(1).entries()) {
          expect(Math.abs(middle(box) - middle(column[index]))).toBeLessThan(30);
          expect(box.top).toBeGreaterThan(column[index].bottom);
        }
      }
      const filled = columns.filter(({ length }) => length > 0);
      for (const [index, column] of filled.slice(1).entries()) {
        expect(Math.min(...column.map(({ left }) => left))).toBeGreaterThan(
          Math.max(...filled[index].map(({ right }) => right)),
        );
      }
    }
  });

  it('have no name of an arrow on a box or on another name', async () => {
    for (const { drawing } of scenes) {
      const svg = await svgText(drawing);
      const [boxes, names] = [eventBoxes(svg), arrowNames(svg)];
      const clashes = names.flatMap((one, index) =>
        [...boxes, ...names.slice(index + 1)]
          .filter((other) => overlap(one, other))
          .map((other) => `${one.what} | ${other.what}`),
      );
      expect(clashes).toEqual([]);
    }
  });
});

describe('html', () => {
  it('is the same each time', async () => {
    const explanation = explain(caseText('classics/SB'));
    expect(await graphOf(explanation, FIRST, 'html')).toBe(await graphOf(explanation, FIRST, 'html'));
  });

  it('asks for nothing from anywhere', async () => {
    const html = await graphOf(explain(caseText('classics/SB')), FIRST, 'html');
    expect(html).not.toMatch(/<(?:link|img|iframe|script src)\b|@import|url\(|https?:(?!\/\/www\.w3\.org\/)/);
    expect(html).toContain("default-src 'none'");
  });

  it('takes no text of the user for markup', async () => {
    expect(hostile().info.title).toContain('</script>');
    const html = (await graphOf(hostile(), FIRST, 'html')) ?? '';
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<\/script/g)).toHaveLength(1);
    expect(html).not.toContain('<b>"');
    expect(html).not.toContain('\u0007');
    expect(unbalanced((await graphOf(hostile(), FIRST, 'svg')) ?? '')).toEqual([]);
  });

  it('has no identifier twice', async () => {
    const html = (await graphOf(explain(caseText('gup-writeback/gups-2')), FIRST, 'html')) ?? '';
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says so where there is no verdict', async () => {
    expect(await graphOf(undecided(), FIRST, 'html')).toContain('Undecided, stopped at 2 states.');
  });

  it('says why where nothing can be drawn', async () => {
    const html = await graphOf(explain(caseText('classics/LB+datas'), ['riscv']), FIRST, 'html');
    expect(html).toContain('no such value is ever written');
  });
});

function hostile(): Explanation {
  return { ...explain(HOSTILE, ['tso']), file: '<img src=x onerror=alert(3)>.litmus' };
}

function undecided(): Explanation {
  const { test } = loadTest({ name: 'SB.litmus', text: caseText('classics/SB') });
  if (test === null) throw new Error('SB loads');
  return explainTest(test, {
    ...DEFAULT_SETTINGS,
    models: ['armv8'],
    limits: { ...DEFAULT_SETTINGS.limits, states: 2 },
  });
}
