/** What a file says about its own outcome, and the edit of it. */
import { describe, expect, test } from 'vitest';
import { messageOf } from '../../src/report/diagnostic.js';
import { readExpectations, withExpect } from '../../src/syntax/expectation.js';
import { parsed, showOperand } from './show.js';

const REST = '{}\nP0(int *x) { *x = 1; }\nexists (x=1)\n';
const MODELS = ['sc', 'tso', 'armv8'];

function read(header: string) {
  return readExpectations(parsed(`C a\n${header}${REST}`), MODELS);
}

describe('Result:', () => {
  test.each([
    ['(* Result: Never *)\n', 'Never'],
    ['(*\n * Result: Sometimes DATARACE\n *)\n', 'Sometimes'],
    ['(*\n * Result: DEADLOCK\n *)\n', 'DEADLOCK'],
    ['(*\n * Result: Maybe\n *)\n', 'Maybe'],
    ['(*\n * Result: Free choice.\n * Result: Never\n *)\n', null],
    ['(*\n *  Result: Never\n *)\n', null],
    ['', null],
  ])('%j', (header, kernel) => {
    expect(read(header).expectations.kernel).toBe(kernel);
  });
});

describe('Expect= and Names=', () => {
  test('give verdicts by model and places by name', () => {
    const { expectations, names, diagnostics } = read(
      'Expect=sc:Never tso:Sometimes\nExpect=armv8:Always\nNames=PageWriteback:0:wb flags:page.flags x:x one:a[1]\n',
    );
    expect(diagnostics).toEqual([]);
    expect([...expectations.models]).toEqual([
      ['sc', 'Never'],
      ['tso', 'Sometimes'],
      ['armv8', 'Always'],
    ]);
    expect(names.map(({ label, place }) => `${label.text} is ${showOperand(place)}`)).toEqual([
      'PageWriteback is 0:wb',
      'flags is page.flags',
      'x is x',
      'one is a[1]',
    ]);
  });

  test('complain about what is malformed, with what was meant', () => {
    expect(read('Expect=sc:never\n').diagnostics.map(messageOf)).toEqual([
      "malformed 'sc:never' in 'Expect=': expected a verdict (Never, Sometimes or Always); did you mean 'Never'?",
    ]);
  });
});

describe('--update', () => {
  const verdicts = new Map([
    ['sc', 'Never'],
    ['tso', 'Sometimes'],
  ] as const);

  test.each([
    [
      'corrects in place',
      `C a\nExpect=tso:Never  sc:Never\nB=c\n${REST}`,
      `C a\nExpect=tso:Sometimes  sc:Never\nB=c\n${REST}`,
    ],
    ['appends models', `C a\nExpect=sc:Always \n${REST}`, `C a\nExpect=sc:Never tso:Sometimes \n${REST}`],
    ['fills an empty line', `C a\nExpect=\n${REST}`, `C a\nExpect=sc:Never tso:Sometimes\n${REST}`],
    [
      'keeps other models',
      `C a\nExpect=armv8:Always sc:Never tso:Sometimes\n${REST}`,
      `C a\nExpect=armv8:Always sc:Never tso:Sometimes\n${REST}`,
    ],
    [
      'adds a line behind the last information',
      `C a\n"t"\nB=c\n\n(* d *)\n${REST}`,
      `C a\n"t"\nB=c\nExpect=sc:Never tso:Sometimes\n\n(* d *)\n${REST}`,
    ],
    ['adds a line behind the title', `C a\n"t"\n${REST}`, `C a\n"t"\nExpect=sc:Never tso:Sometimes\n${REST}`],
    ['adds a line behind the name', `\nC a \n${REST}`, `\nC a \nExpect=sc:Never tso:Sometimes\n${REST}`],
    ['keeps CRLF', `C a\r\n{}\r\n`, `C a\r\nExpect=sc:Never tso:Sometimes\r\n{}\r\n`],
    ['leaves what is no test', 'PPC a\n', 'PPC a\n'],
  ])('%s', (_, before, after) => {
    expect(withExpect(before, verdicts)).toBe(after);
    expect(withExpect(after, verdicts)).toBe(after);
  });
});
