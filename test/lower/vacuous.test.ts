/** What a test asks in vain: comparisons that no execution makes true, locations that nobody uses, `if (r0 = 1)`. */
import { describe, expect, it } from 'vitest';
import { loadTest } from '../../src/dialects/load.js';
import { messageOf } from '../../src/report/text/message.js';
import { type Diagnostic, hasErrors } from '../../src/text/diagnostic.js';

function warnings(text: string): readonly Diagnostic[] {
  const { diagnostics } = loadTest({ name: 'vain.litmus', text });
  expect(hasErrors(diagnostics)).toBe(false);
  return diagnostics;
}

const c = (init: string, body: string, question: string): string =>
  `C vain\n{ ${init} }\nP0(int *x, int *y, int **p)\n{\n${body}\n}\n${question}\n`;
const messages = (text: string): readonly string[] => warnings(text).map(messageOf);
const quoted = (text: string): readonly string[] =>
  warnings(text).map(({ span }) => span.source.text.slice(span.start, span.end));

describe('a comparison that no execution makes true', () => {
  it('is told with its place and the values there are', () => {
    const text = c('', 'WRITE_ONCE(*x, 1); WRITE_ONCE(*y, 3);', 'exists (y=3 /\\ x=3)');
    expect(messages(text)).toEqual(["'x' is never 3: no write makes it other than 0 or 1"]);
    expect(quoted(text)).toEqual(['x=3']);
  });

  it.each([
    ['a register', 'int r0 = READ_ONCE(*x); WRITE_ONCE(*x, 2);', '0:r0=1'],
    ['what is computed', 'int r0 = READ_ONCE(*x) * 2 + 1; WRITE_ONCE(*x, 2);', '0:r0=2'],
    ['an order', 'WRITE_ONCE(*x, 1);', 'x>1'],
    ['a denial, which is always true', 'WRITE_ONCE(*x, 1);', 'x!=2'],
    ['what is denied', 'WRITE_ONCE(*x, 1);', '~(x=2)'],
    ['a truth value', 'int r0 = READ_ONCE(*x);', '0:r0'],
    ['the address of what is not there', 'WRITE_ONCE(*p, y);', '[p]=&x'],
    ['a swap', 'int r0 = xchg(x, 5);', '0:r0=4'],
    ['a location in place of a value', 'int r0 = READ_ONCE(*x); WRITE_ONCE(*y, 1);', '0:r0=y'],
  ])('is found with %s', (_, body, asked) => {
    const before = warnings(c('', body, 'exists (x=0)')).length;
    expect(before).toBe(0);
    expect(warnings(c('', body, `exists (${asked})`)).map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', expect.stringMatching(/^never-(?:holds|address)$/)],
    ]);
    expect(warnings(c('', body, `filter (${asked}) exists (x=0)`)).length).toBe(1);
  });

  it('says that a bare name on the right is an address, and how to ask for what is in it', () => {
    const text = c('', 'int r0 = READ_ONCE(*x); WRITE_ONCE(*x, 1); WRITE_ONCE(*y, 1);', 'exists (0:r0=y)');
    expect(messages(text)).toEqual([
      "'0:r0' never holds the address of 'y', which the name alone means here: expected '[y]' for what is in it",
    ]);
    const { span, replacement } = warnings(text)[0].fix ?? { span: warnings(text)[0].span, replacement: '' };
    const mended = text.slice(0, span.start) + replacement + text.slice(span.end);
    expect(mended).toContain('exists (0:r0=[y])');
    expect(warnings(mended)).toEqual([]);
  });

  it('is found in assembly, where a dependency that cancels out changes nothing', () => {
    const text = `AArch64 vain
{ x=1; y=2; 0:X1=x; 0:X3=y; }
 P0             ;
 LDR W0,[X1]    ;
 EOR W4,W0,W0   ;
 LDR W2,[X3,W4,SXTW] ;
exists (0:X2=1)
`;
    expect(messages(text)).toEqual(["'0:X2' is never 1: no write makes it other than 0 or 2"]);
    expect(warnings(text.replace('0:X2=1', '0:X2=2'))).toEqual([]);
  });

  it.each([
    ['a value that is read and written on', 'int r0 = READ_ONCE(*x); WRITE_ONCE(*y, r0 + 1);', 'y=1'],
    ['an initial value', '', 'x=0'],
    ['a sum over rounds', 'int r0 = 0; while (READ_ONCE(*x) == 0) r0 = r0 + 1; WRITE_ONCE(*y, r0);', 'y=17'],
    ['an atomic', 'int r0 = xchg(x, 5);', 'x=5'],
    ['the address that a pointer is given', 'WRITE_ONCE(*p, y);', '[p]=y'],
    ['what lies behind a pointer', 'WRITE_ONCE(*p, y); int *q = READ_ONCE(*p); WRITE_ONCE(*q, 4);', 'y=4'],
    [
      'what an unknown address may be of',
      'int r0 = READ_ONCE(*(x + READ_ONCE(*y))); WRITE_ONCE(*y, 9);',
      '0:r0=9',
    ],
    ['two places against each other', 'WRITE_ONCE(*x, 1);', '[x]=[y]'],
  ])('is not seen in %s', (_, body, asked) => {
    expect(warnings(c('', body, `exists (${asked})`))).toEqual([]);
  });

  it('may be a value out of thin air, which is asked about on purpose', () => {
    const text = `C thin-air
{}
P0(int *x, int *y) { int r0 = READ_ONCE(*x); WRITE_ONCE(*y, r0); }
P1(int *x, int *y) { int r0 = READ_ONCE(*y); WRITE_ONCE(*x, r0); }
exists (0:r0=1 /\\ 1:r0=1)
`;
    expect(warnings(text)).toEqual([]);
    expect(warnings(text.replace('WRITE_ONCE(*y, r0)', 'WRITE_ONCE(*y, 2)')).length).toBe(2);
  });

  it('is given up where values have no end', () => {
    const text = c('', 'int r0 = 0; while (1) { r0 = r0 * 3 + 1; WRITE_ONCE(*x, r0); }', 'exists (x=2)');
    expect(warnings(text)).toEqual([]);
  });
});

describe('an initialised location that nobody uses', () => {
  it('is told', () => {
    const text = c('x=1; y=2;', 'WRITE_ONCE(*x, 2);', 'exists (x=2)');
    expect(messages(text)).toEqual(["'y' is initialised, and neither the threads nor the condition use it"]);
    expect(quoted(text)).toEqual(['y=2']);
  });

  it('is told of the first ones where there are thousands', () => {
    const init = Array.from({ length: 2000 }, (_, index) => `y${index}=2;`).join(' ');
    expect(messages(c(init, 'WRITE_ONCE(*x, 2);', 'exists (x=2)'))).toHaveLength(50);
  });

  it.each([
    ['a thread accesses it', 'y=2;', 'WRITE_ONCE(*y, 2);', 'exists (x=0)'],
    ['the condition asks for it', 'y=2;', '', 'exists (y=2)'],
    ['it is listed', 'y=2;', '', 'locations [y;] exists (x=0)'],
    ['its address is asked for', 'y=2; int *p=&y;', 'int *q = READ_ONCE(*p);', 'exists (0:q=y)'],
    ['its address is stored', 'y=2;', 'WRITE_ONCE(*p, y);', 'exists (x=0)'],
    ['a pointer begins with it', 'y=2; int *p=&y;', 'int *q = READ_ONCE(*p);', 'exists (x=0)'],
    ['it has no value', 'int y;', '', 'exists (x=0)'],
    ['part of it is used', 'int a[2]={1,2};', 'WRITE_ONCE(*x, 1);', 'exists (a[1]=2)'],
  ])('is none where %s', (_, init, body, question) => {
    expect(warnings(c(init, body, question))).toEqual([]);
  });
});

describe('an assignment where a condition stands', () => {
  it.each(['if (r0 = 1) r0 = 2;', 'while (r0 = 0) ;', 'do ; while (r0 = 0);', 'for (; r0 = 0;) ;'])(
    'is told in %j, with a fix',
    (statement) => {
      const text = c('', `int r0 = READ_ONCE(*x);\n${statement}`, 'exists (x=0)');
      const [warning, ...others] = warnings(text);
      expect(others).toEqual([]);
      expect(warning).toMatchObject({
        code: 'assignment-as-condition',
        severity: 'warning',
        fix: { replacement: '==' },
      });
      expect(text[warning.fix?.span.start ?? 0]).toBe('=');
    },
  );

  it.each([
    'if ((r0 = READ_ONCE(*x))) r0 = 2;',
    'while (!(r0 = READ_ONCE(*x))) ;',
    'if ((r0 = READ_ONCE(*x)) == 1) r0 = 2;',
    'if (r0 == 1) r0 = 2;',
    'for (r0 = 0; r0 < 1; r0 = 1) ;',
  ])('is meant in %j', (statement) => {
    expect(warnings(c('', `int r0 = 0;\n${statement}`, 'exists (x=0)'))).toEqual([]);
  });

  it('is told once of a helper that is called twice', () => {
    const text = `C helper
{}
static int f(int *x) { int r = READ_ONCE(*x); if (r = 1) return 1; return 0; }
P0(int *x) { int r0 = f(x); int r1 = f(x); }
exists (x=0)
`;
    expect(warnings(text).length).toBe(1);
  });
});
