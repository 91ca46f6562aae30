/** Words of flags read as the names of their bits, in states and in executions; documents keep the number. */
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { loadTest } from '../../src/dialects/load.js';
import { explainTest } from '../../src/explain/index.js';
import { flagText } from '../../src/program/spell.js';
import { explainLines } from '../../src/report/explain/explain-text.js';
import { testOf } from '../../src/report/formats/check-json.js';
import { paintAt } from '../../src/report/text/colour.js';
import { shownStates, stateLines } from '../../src/report/text/final-state.js';

const SOURCE = {
  name: 'flags.litmus',
  text: `C flags
{ struct folio f; int x; }
P0(struct folio *f, int *x) { int r; folio_start_writeback(f); folio_lock(f); r = *x; }
exists (f.flags=32769)
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

  it('is so in an execution', () => {
    const { test } = loadTest(SOURCE);
    const text = explainLines(explainTest(test!, SETTINGS), 120, paintAt(0)).join('\n');
    expect(text).toContain('f.flags = PG_writeback|PG_locked');
    expect(text).not.toMatch(/reads 32768|writes 32769/);
  });
});
