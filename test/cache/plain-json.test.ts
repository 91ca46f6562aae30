/** Plain data in JSON are the same when they are read. */
import { describe, expect, it } from 'vitest';
import { packed, unpacked } from '../../src/cli/cache/plain-json.js';

const OWN = { name: 'a.litmus', text: 'C a\n' };

function again(data: unknown, own = OWN): unknown {
  const text = packed(data, OWN);
  expect(text).not.toBeNull();
  return unpacked(text!, own);
}

describe('plain data in JSON', () => {
  it.each([
    [null],
    [true],
    [-1.5],
    ['\u0000"\\\n\udc80 é'],
    [12345678901234567890n],
    [undefined],
    [[1, 'two', [], {}, null]],
    [[undefined, 'a', undefined]],
    [
      new Map<unknown, unknown>([
        [1n, 'x'],
        ['y', new Map([[{ deep: 2n }, new Set([3n, 'four'])]])],
      ]),
    ],
    [new Set([[new Set([1])]])],
    [{ a: { b: [{ c: 1n }, new Map([['d', [undefined, 'e']]])] }, f: 'g' }],
    [
      Object.fromEntries([
        ['__proto__', { x: 1n }],
        ['constructor', 2n],
        ['0', 3n],
      ]),
    ],
  ])('are the same again: %o', (data) => {
    expect(again(data)).toStrictEqual(data);
  });

  it('lose no more than properties that hold nothing', () => {
    expect(again({ a: undefined, b: 1 })).toStrictEqual({ b: 1 });
  });

  it('refer to one source, and to their own wherever it is', () => {
    const kernels = { name: 'kernel', text: 'void f(void) { }' };
    const data = {
      spans: [{ source: OWN }, { source: { ...OWN } }, { source: kernels }, { source: kernels }],
    };
    const elsewhere = { ...OWN, name: 'b.litmus' };
    const { spans } = again(data, elsewhere) as typeof data;
    expect(spans.map(({ source }) => source)).toEqual([elsewhere, elsewhere, kernels, kernels]);
    expect(spans[0].source).toBe(elsewhere);
    expect(spans[2].source).toBe(spans[3].source);
    expect(packed(data, OWN)).not.toContain(OWN.text.trim());
  });

  it.each([
    [Number.NaN],
    [[Number.POSITIVE_INFINITY]],
    [{ a: -0 }],
    [{ a: () => 1 }],
    [{ source: { name: OWN.name, text: 'another' } }],
  ])('are not written where they would not be the same: %o', (data) => {
    expect(packed(data, OWN)).toBeNull();
  });
});
