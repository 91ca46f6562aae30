/** Faults as an editor has them: ranges that can be underlined, and fixes that mend. */
import { describe, expect, it } from 'vitest';
import { edited, faultsOf, outlineOf } from '../../src/language/index.js';
import { MP, MP_AARCH64 } from './texts.js';

/** What each fix of a text makes of it, by its title. */
function mended(text: string): Readonly<Record<string, string>> {
  const faults = faultsOf(outlineOf(text));
  const fixes = faults.flatMap(({ fixes: offered }) => offered);
  return Object.fromEntries(fixes.map(({ title, edits }) => [title, edited(text, edits)]));
}

describe('faults', () => {
  it('are none in a text without any', () => {
    expect(faultsOf(outlineOf(MP))).toEqual([]);
    expect(faultsOf(outlineOf(MP_AARCH64))).toEqual([]);
  });

  it.each([
    [
      'a forgotten semicolon',
      MP.replace('r0 = READ_ONCE(*flag);', 'r0 = READ_ONCE(*flag)'),
      "Insert ';'",
      MP,
    ],
    [
      'a misspelt primitive',
      MP.replace('WRITE_ONCE(*flag', 'WRIT_ONCE(*flag'),
      "Change 'WRIT_ONCE' to 'WRITE_ONCE'",
      MP,
    ],
    ['a misspelt key', MP.replace('Expect=', 'Expects='), "Change 'Expects=' to 'Expect='", MP],
    [
      'another name of a dialect',
      MP_AARCH64.replace('AArch64', 'arm64'),
      "Change 'arm64' to 'AArch64'",
      MP_AARCH64,
    ],
    ['a misspelt instruction', MP_AARCH64.replace('MOV', 'MVO'), "Change 'MVO' to 'MOV'", MP_AARCH64],
  ])('%s is mended by its fix', (_, text, title, whole) => {
    expect(mended(text)[title]).toBe(whole);
  });

  it('offer the parentheses of a barrier that does nothing without them', () => {
    const text = MP.replace('\tr1 =', '\tsmp_rmb;\n\tr1 =');
    expect(mended(text)["Insert '()'"]).toBe(text.replace('smp_rmb', 'smp_rmb()'));
  });

  it('cover a character at least, so that there is something to see', () => {
    const [fault] = faultsOf(outlineOf(MP.replace('(*flag, 1);\n}', '(*flag, 1)\n}')));
    expect(fault.code).toBe('missing-semicolon');
    expect(fault.end - fault.start).toBe(1);
  });

  it('are told of a text that is no test', () => {
    expect(faultsOf(outlineOf('')).map(({ code }) => code)).toEqual(['empty-file']);
    expect(faultsOf(outlineOf('MIPS x\n{}\n')).map(({ code }) => code)).toEqual(['unsupported-dialect']);
  });
});
