/** What a file says about its own outcome, and the edit of it. */
import { describe, expect, test } from 'vitest';
import { withExpect } from '../../src/dialects/expect-line.js';
import { messageOf } from '../../src/report/text/message.js';
import { readExpectations } from '../../src/syntax/expectation.js';
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
    ['// Result: Never\n', 'Never'],
    ['/* Result: Never*/\n', 'Never'],
    ['/*\n * Result: Always\n */\n', 'Always'],
    ['//Result:Never\n/* Result: Sometimes */\n', 'Never'],
    ['', null],
  ])('%j', (header, kernel) => {
    const { expectations, diagnostics } = read(header);
    expect(expectations.kernel).toBe(kernel);
    expect(diagnostics).toEqual([]);
  });

  test('counts in a comment of C behind the code', () => {
    const { expectations } = readExpectations(parsed(`C a\n${REST}// Result: Never\n`), MODELS);
    expect(expectations.kernel).toBe('Never');
  });

  test.each([
    ['(* Result: Nevr *)', 'Never'],
    ['(* Result: never *)', 'Never'],
    ['(* Result: Never*)', 'Never *)'],
    ['// Result: Sometime', 'Sometimes'],
    ['(*\n * Result: Deadlock\n *)', 'DEADLOCK'],
  ])('%j has no word of the kernel, and the right one is said', (header, replacement) => {
    const [fault, ...others] = read(`${header}\n`).diagnostics;
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ code: 'bad-result', severity: 'error', fix: { replacement } });
    expect(mended(header)).toBe(replacement.split(' ')[0]);
  });

  test.each(['(* Result: Possible *)', '(* Result: Allowed *)', '(* Result: *)', ' * Result: DATARACE'])(
    '%j has no word of the kernel',
    (header) => {
      const [{ fix, ...fault }] = read(`(*\n*)\n${header}\n`).diagnostics;
      expect(fault).toMatchObject({ code: 'bad-result', severity: 'error' });
      expect(fix).toBeUndefined();
    },
  );

  test('is prose where a sentence follows, which is said and harms nobody', () => {
    const { expectations, diagnostics } = read('(*\n * Result: Free choice.\n * Result: Never\n *)\n');
    expect(expectations.kernel).toBeNull();
    expect(diagnostics).toMatchObject([{ code: 'bad-result', severity: 'warning', found: 'Free' }]);
  });

  test.each([
    '(* Result : Never *)',
    '(* Results: Never *)',
    '(*Result:Nevr*)',
    '(*Result:Never*)',
    '(* result: Never *)',
    '(* Reslut: Never *)',
    '(* Result=Never *)',
    '(*\n *  Result: Never\n *)',
    '(*\n   Result: Never\n*)',
    '// Result : Never',
    '/* Results: Never */',
    'Result: Never',
    'Result=Never',
  ])('%j is not read, and the fix is', (header) => {
    const { expectations, diagnostics } = read(`${header}\n`);
    expect(expectations.kernel).toBeNull();
    expect(diagnostics).toMatchObject([{ code: 'near-miss', severity: 'error' }]);
    expect(mended(header)).toBe('Never');
  });

  test.each([
    '(* As a\n   result: forbidden by rule 3 *)',
    '(* The result: Never *)',
    '(* Resort: none *)',
    '(* Expected result: forbidden *)',
  ])('%j is prose', (header) => {
    expect(read(`${header}\n`).diagnostics).toEqual([]);
  });
});

/** The kernel's verdict once the first fix is applied. */
function mended(header: string): string | null {
  const text = `C a\n${header}\n${REST}`;
  const fix = readExpectations(parsed(text), MODELS).diagnostics[0].fix;
  if (fix === undefined) return null;
  const { start, end } = fix.span;
  const { expectations, diagnostics } = readExpectations(
    parsed(text.slice(0, start) + fix.replacement + text.slice(end)),
    MODELS,
  );
  expect(diagnostics).toEqual([]);
  return expectations.kernel;
}

describe('what was meant as Expect= or Names=', () => {
  test.each([
    ['Expects=sc:Never', 'Expect=sc:Never'],
    ['expect=sc:Never', 'Expect=sc:Never'],
    ['Expected = sc:Never', 'Expect=sc:Never'],
    ['Exepct=sc:Never', 'Expect=sc:Never'],
    ['Expect: sc:Never', 'Expect=sc:Never'],
    ['Expect sc:Never', 'Expect=sc:Never'],
    ['Expected: Never', 'Expect=Never'],
    ['Names: a:x', 'Names=a:x'],
    ['names=a:x', 'Names=a:x'],
    ['Name=a:x', 'Names=a:x'],
  ])('%j is an error with a fix', (line, right) => {
    const text = `C a\n${line}\n${REST}`;
    const [fault, ...others] = readExpectations(parsed(text), MODELS).diagnostics;
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ code: 'near-miss', severity: 'error' });
    const { span, replacement } = fault.fix ?? { span: fault.span, replacement: '' };
    expect(text.slice(4, span.start) + replacement + text.slice(span.end)).toBe(`${right}\n${REST}`);
  });

  test.each(['Com=Rf Expect=sc:Never', 'Some prose, then Names=a:x'])(
    '%j does not begin its line',
    (line) => {
      const { diagnostics } = read(`${line}\n`);
      expect(diagnostics.map(messageOf)).toEqual([
        expect.stringMatching(/^'(?:Expect|Names)=' has no effect: expected it on a line of its own$/),
      ]);
    },
  );

  test.each(['Expect=sc:Never', '(* Result: Never *)', '// Result: Never'])(
    '%j does not stand behind the name',
    (rest) => {
      const { diagnostics } = readExpectations(parsed(`C a ${rest}\n${REST}`), MODELS);
      expect(diagnostics).toMatchObject([{ code: 'near-miss', severity: 'error' }]);
    },
  );

  test('may be in a comment on purpose, and that is said', () => {
    const { diagnostics, expectations } = read('(* Expect=sc:Never *)\n');
    expect(expectations.models.size).toBe(0);
    expect(diagnostics).toMatchObject([{ code: 'near-miss', severity: 'warning' }]);
  });

  test.each(['Expect=', 'Expect= ', 'Names='])('%j has to say something', (line) => {
    expect(read(`${line}\n`).diagnostics).toMatchObject([
      { code: 'bad-header', severity: 'error', found: '' },
    ]);
  });

  test.each([
    'Cycle=Rfe Fre',
    'Prefetch=0:x=F,0:y=W',
    'Com=Rf Fr',
    'Orig=PodWW Rfe',
    'Relax=PodWW',
    'Safe=Rfe Fre',
    'Generator=diy7 (version 7.57)',
    'Hash=0123456789abcdef',
    'Stable=X3',
    'Variant=mixed',
    'Align=x:64',
    'CacheType=DIC',
    'Name=MP',
    'Aspect=none',
    'Respect=none',
    'Names of those who wrote it: A and B',
    'Expected by nobody',
    'Except: nothing',
  ])('%j is left alone', (line) => {
    expect(read(`${line}\n`).diagnostics).toEqual([]);
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
    expect(names.map(({ label, operand }) => `${label.text} is ${showOperand(operand)}`)).toEqual([
      'PageWriteback is 0:wb',
      'flags is page.flags',
      'x is x',
      'one is a[1]',
    ]);
  });

  test('complain about what is malformed, with what was meant', () => {
    expect(read('Expect=sc:never\n').diagnostics.map(messageOf)).toEqual([
      "malformed 'sc:never' in 'Expect=': expected a verdict (Never, Sometimes, Always, None or Deadlock); did you mean 'Never'?",
    ]);
  });
});

test('announcements of deadlocks are read beside the verdicts', () => {
  const { expectations, diagnostics } = read('Expect=sc:Never+deadlock tso:Deadlock armv8:None\n');
  expect(diagnostics).toEqual([]);
  expect([...expectations.models]).toEqual([
    ['sc', 'Never'],
    ['tso', 'None'],
    ['armv8', 'None'],
  ]);
  expect([...expectations.deadlocks]).toEqual(['sc', 'tso']);
  expect(read('Expect=sc:DEADLOCK tso:never+deadlock\n').diagnostics.map(messageOf)).toEqual([
    expect.stringContaining("did you mean 'Deadlock'?"),
    expect.stringContaining("did you mean 'Never+deadlock'?"),
  ]);
});

test('announcements of data races are read beside the verdicts, and beside those of deadlocks', () => {
  const entries = 'sc:Never+race tso:Sometimes+deadlock+race armv8:Always+race+deadlock';
  const { expectations, diagnostics } = read(`Expect=${entries}\n`);
  expect(diagnostics).toEqual([]);
  expect([...expectations.models]).toEqual([
    ['sc', 'Never'],
    ['tso', 'Sometimes'],
    ['armv8', 'Always'],
  ]);
  expect([...expectations.races]).toEqual(['sc', 'tso', 'armv8']);
  expect([...expectations.deadlocks]).toEqual(['tso', 'armv8']);
  expect([...read('Expect=sc:Deadlock+race\n').expectations.races]).toEqual(['sc']);
  expect(read('Expect=sc:never+race tso:Never+races\n').diagnostics.map(messageOf)).toEqual([
    expect.stringContaining("did you mean 'Never+race'?"),
    expect.stringContaining("did you mean 'Never+race'?"),
  ]);
});

test.each(['+race', 'Never+', 'Never+race+race', 'Never+deadlock+deadlock', 'Deadlock+deadlock', 'Race'])(
  '%j is no verdict',
  (word) => {
    const { expectations, diagnostics } = read(`Expect=sc:${word}\n`);
    expect(diagnostics).toMatchObject([{ code: 'bad-header', found: `sc:${word}` }]);
    expect(expectations.models.size + expectations.races.size + expectations.deadlocks.size).toBe(0);
  },
);

test.each(['sc:Never', 'nonsense', 'expect:Never'])(
  '100,000 times %j in Expect= are refused in time',
  (entry) => {
    const { diagnostics } = read(`Expect=${`${entry} `.repeat(100_000)}\n`);
    expect(diagnostics.length).toBe(10);
  },
);

test('100,000 names are read in time', () => {
  const entries = Array.from({ length: 100_000 }, (_, index) => `n${index}:x`);
  expect(read(`Names=${entries.join(' ')}\n`).names.length).toBe(100_000);
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
    ['leaves what is no test', 'MIPS a\n', 'MIPS a\n'],
  ])('%s', (_, before, after) => {
    expect(withExpect(before, verdicts)).toBe(after);
    expect(withExpect(after, verdicts)).toBe(after);
  });

  test('writes deadlocks beside the verdicts, and takes away those that do not come', () => {
    const found = new Map([
      ['sc', 'None'],
      ['tso', 'Always'],
      ['armv8', 'Never'],
    ] as const);
    const text = withExpect(`C a\nExpect=sc:Never armv8:Never+deadlock\n${REST}`, found, {
      deadlocks: new Set(['sc', 'tso']),
    });
    expect(text).toBe(`C a\nExpect=sc:Deadlock armv8:Never tso:Always+deadlock\n${REST}`);
  });

  test('writes data races beside the verdicts, and takes away those that do not come', () => {
    const found = new Map([
      ['sc', 'None'],
      ['tso', 'Always'],
      ['armv8', 'Never'],
    ] as const);
    const text = withExpect(`C a\nExpect=sc:Never armv8:Never+race\n${REST}`, found, {
      deadlocks: new Set(['sc', 'tso']),
      races: new Set(['sc', 'tso']),
    });
    expect(text).toBe(`C a\nExpect=sc:Deadlock+race armv8:Never tso:Always+deadlock+race\n${REST}`);
  });
});
