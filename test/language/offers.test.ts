/** Changes of order that an editor offers: their edits give the very texts that were checked. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditSource } from '../../src/barriers/index.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { edited, editsBetween, orderOffersOf, outlineOf } from '../../src/language/index.js';
import { MP, MP_AARCH64 } from './texts.js';

function offers(text: string, models: readonly string[] | null = null) {
  const outline = outlineOf(text);
  const result = auditSource(outline.source, { ...DEFAULT_SETTINGS, models, searches: 500 });
  return { result, list: orderOffersOf(outline, result), outline };
}

describe('order', () => {
  it.each([MP, MP_AARCH64])('that is missing is added as advised', (text) => {
    const { result, list } = offers(text);
    const texts =
      result.advice.kind === 'alternatives' ? result.advice.alternatives.map((each) => each.text) : [];
    expect(texts.length).toBeGreaterThan(0);
    expect(list.map(({ edits }) => edited(text, edits))).toEqual(texts);
    expect(list.every(({ kind }) => kind === 'add')).toBe(true);
  });

  it('that is redundant can go, and what is left still forbids the state', () => {
    const strong = MP.replace('*data, 1);', '*data, 1);\n\tsmp_mb();\n\tsmp_wmb();').replace(
      '\tr1 =',
      '\tsmp_rmb();\n\tr1 =',
    );
    const { list } = offers(strong);
    expect(list.map(({ title }) => title)).toEqual([
      'Remove smp_mb(): enough on LKMM, x86-TSO, PSO, Armv8 and RISC-V',
      'Remove smp_wmb(): enough on LKMM, x86-TSO, PSO, Armv8 and RISC-V',
    ]);
    for (const { edits } of list) {
      const { result } = offers(edited(strong, edits));
      expect(result.models.map(({ answer }) => answer.kind)).toEqual(Array(5).fill('forbidden'));
    }
  });

  it('that could be weaker is named as it would be written', () => {
    const strong = MP.replace('*data, 1);', '*data, 1);\n\tsmp_mb();').replace(
      '\tr1 =',
      '\tsmp_rmb();\n\tr1 =',
    );
    const { list } = offers(strong, ['lkmm', 'armv8']);
    const [weaker] = list.filter(({ title }) => title.startsWith('Make this smp_wmb()'));
    expect(edited(strong, weaker.edits)).toBe(strong.replace('smp_mb()', 'smp_wmb()'));
  });

  it('is not taken away where the state is allowed somewhere', () => {
    expect(
      offers(MP.replace('READ_ONCE(*flag)', 'smp_load_acquire(flag)')).list.every(
        ({ kind }) => kind === 'add',
      ),
    ).toBe(true);
  });
});

it('edits between two texts make the one of the other', () => {
  const line = fc.constantFrom('a\n', 'b\n', '\n', 'c\r\n', 'd');
  const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(edited(before, editsBetween(before, after))).toBe(after);
    }),
  );
});
