/** Words of flags read as the names of their bits, in states and in executions; documents keep the number. */
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { loadTest } from '../../src/dialects/load.js';
import { WindowStepper } from '../../src/engine/window/stepper/window-stepper.js';
import { explainTest } from '../../src/explain/index.js';
import { sc } from '../../src/models/sc.js';
import { flagWords } from '../../src/program/flag-words.js';
import { flagText } from '../../src/program/spell.js';
import { queryOf } from '../../src/query/query.js';
import { explainLines } from '../../src/report/explain/explain-text.js';
import { testOf } from '../../src/report/formats/check-json.js';
import { paintAt } from '../../src/report/text/colour.js';
import { shownStates, stateLines } from '../../src/report/text/final-state.js';
import { StepSession } from '../../src/step/session.js';
import { screenOf } from '../../src/step/to-screen.js';

const SOURCE = {
  name: 'flags.litmus',
  text: `C flags
{ struct folio f; int x; }
P0(struct folio *f, int *x) { int r; folio_start_writeback(f); folio_lock(f); r = *x; }
exists (f.flags=32769)
`,
};
/** Registers with flags in them: copied, masked, from either arm; and three that hold something else as well. */
const REGISTERS = {
  name: 'registers.litmus',
  text: `C registers
{ struct page p; int x; }
P0(struct page *p) { SetPageWriteback(p); SetPageDirty(p); }
P1(struct page *p, int *x)
{
	unsigned long all = READ_ONCE(p->flags);
	unsigned long copy = all;
	unsigned long mask = all & 0x8000;
	unsigned long either = p->flags;
	unsigned long shifted = all >> 15;
	unsigned long mixed = all;
	int test = PageWriteback(p);
	if (READ_ONCE(*x)) { either = copy | 1; mixed = 32768; }
}
exists (1:all=32784)
`,
};
const SETTINGS = { ...DEFAULT_SETTINGS, models: ['sc'] };

describe('a word of flags', () => {
  it('is the names of its bits, the highest first', () => {
    const names = ['PG_locked', undefined, 'PG_referenced'];
    expect(flagText('0', names)).toBe('0');
    expect(flagText('1', names)).toBe('PG_locked');
    expect(flagText('5', names)).toBe('PG_referenced|PG_locked');
    expect(flagText('18', names)).toBe('0x12');
    expect(flagText('23', names)).toBe('PG_referenced|PG_locked|0x12');
    expect(flagText('x', names)).toBe('x');
  });

  it('is so in the table of states, and a number in the document', () => {
    const result = checkSource(SOURCE, SETTINGS);
    const { spelling, states } = shownStates(result.info!, result.models[0].states);
    expect(stateLines(spelling, states, 80)).toEqual([['f.flags=PG_writeback|PG_locked']]);
    expect(testOf(result).models.sc.states).toEqual([{ 'f.flags': '32769' }]);
  });

  it('is so in a register that holds nothing else', () => {
    const { test } = loadTest(REGISTERS);
    const words = flagWords(test!.programFor('armv8-lse'));
    expect([...words.keys()]).toEqual(['p.flags', '1:all', '1:copy', '1:mask', '1:either']);
    const result = checkSource(REGISTERS, SETTINGS);
    const { spelling, states } = shownStates(result.info!, result.models[0].states);
    expect(stateLines(spelling, states, 80)).toEqual([
      ['1:all=0'],
      ['1:all=PG_writeback'],
      ['1:all=PG_writeback|PG_dirty'],
    ]);
    const text = explainLines(explainTest(test!, SETTINGS), 120, paintAt(0)).join('\n');
    expect(text).toContain('in the end 1:all=PG_writeback|PG_dirty');
  });

  it('is so in a walk, in memory, in steps and in registers', () => {
    const test = loadTest(REGISTERS).test!;
    const { limits } = SETTINGS;
    const session = new StepSession(
      new WindowStepper(queryOf(test, sc, { atomics: 'lse', limits })),
      ...([sc, test, limits, 1] as const),
    );
    for (let step = 0; step < 3; step += 1) session.do({ kind: 'choose', index: 0 });
    const { memory, threads, offered } = screenOf(session, test);
    const dirty = 'PG_writeback|PG_dirty';
    expect(memory.find(({ name }) => name === 'p.flags')?.value).toBe(dirty);
    expect(threads[1].registers.slice(0, 3).map(({ value }) => value)).toEqual([
      dirty,
      dirty,
      'PG_writeback',
    ]);
    expect(offered[0].effect).toMatchObject({ location: 'p.flags', read: dirty });
  });

  it('is so in an execution', () => {
    const { test } = loadTest(SOURCE);
    const text = explainLines(explainTest(test!, SETTINGS), 120, paintAt(0)).join('\n');
    expect(text).toContain('f.flags = PG_writeback|PG_locked');
    expect(text).not.toMatch(/reads 32768|writes 32769/);
  });
});
