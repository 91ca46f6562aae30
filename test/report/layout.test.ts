import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { colourLevel } from '../../src/report/text/colour.js';
import {
  cut,
  duration,
  grouped,
  hanging,
  listed,
  padded,
  plural,
  widthOf,
  wrapped,
} from '../../src/report/text/layout.js';

describe('numbers and lists in words', () => {
  it('group thousands', () => {
    expect([1, 999, 1000, 1234567].map(grouped)).toEqual(['1', '999', '1,000', '1,234,567']);
  });

  it('have a singular', () => {
    expect([0, 1, 2].map((number) => plural(number, 'state'))).toEqual(['0 states', '1 state', '2 states']);
  });

  it('join the last item with "and"', () => {
    expect([['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['a', 'a and b', 'a, b and c']);
  });

  it('give durations two digits or a few', () => {
    expect([0.2, 12, 999, 1234, 9940, 9960, 75_000].map(duration)).toEqual([
      '0 ms',
      '12 ms',
      '999 ms',
      '1.2 s',
      '9.9 s',
      '10 s',
      '75 s',
    ]);
  });
});

describe('wrapping', () => {
  it('breaks between words, and inside a word only when a line cannot hold it', () => {
    expect(wrapped('one two  three\nfour', 9)).toEqual(['one two', 'three', 'four']);
    expect(wrapped('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
    expect(wrapped('', 4)).toEqual([]);
  });

  it('gives a letter a line where there is no room at all', () => {
    for (const width of [1, 0, -7]) expect(wrapped('ab c', width)).toEqual(['a', 'b', 'c']);
    expect(hanging('ab', 0, 2)).toEqual(['a', '  b']);
  });

  it('counts columns, not characters', () => {
    expect(wrapped('\u6f22\u5b57\u6f22 e\u0301e', 4)).toEqual(['\u6f22\u5b57', '\u6f22', 'e\u0301e']);
    expect([padded('\u6f22', 4), cut('\u6f22\u5b57', 3)]).toEqual(['\u6f22  ', '\u6f22\u2026']);
  });

  it('escapes what a terminal would obey', () => {
    expect(wrapped('a\u001b[2J b\u009b', 80)).toEqual(['a\\x1b[2J b\\x9b']);
  });
});

describe('colours', () => {
  const level = (environment: Record<string, string>, terminal: boolean): number =>
    colourLevel({ environment, terminal });

  it('are off where nobody looks and where NO_COLOR is set', () => {
    expect(level({}, false)).toBe(0);
    expect(level({ NO_COLOR: '1' }, true)).toBe(0);
  });

  it('are on or off as CLICOLOR and CLICOLOR_FORCE say, after NO_COLOR', () => {
    expect(level({ CLICOLOR_FORCE: '1' }, false)).toBe(1);
    expect(level({ CLICOLOR_FORCE: '0' }, false)).toBe(0);
    expect(level({ CLICOLOR_FORCE: '1', NO_COLOR: '1' }, true)).toBe(0);
    expect(level({ CLICOLOR: '0' }, true)).toBe(0);
  });

  it('are on or off as FORCE_COLOR says', () => {
    expect(level({ FORCE_COLOR: '1' }, false)).toBe(1);
    expect(level({ FORCE_COLOR: '3', NO_COLOR: '1' }, false)).toBe(3);
    expect(level({ FORCE_COLOR: '0' }, true)).toBe(0);
  });
});

it('what a simple text takes is what the library says, of every character', () => {
  for (let code = 0x20; code < 0x3000; code++) {
    const text = `\x1b[31ma${String.fromCodePoint(code)}\x1b[39m`;
    expect([code, widthOf(text)]).toEqual([code, stringWidth(text)]);
  }
  expect(widthOf('漢字 ✓')).toBe(6);
});
