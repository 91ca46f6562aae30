/** Threads, functions, statements and expressions. */
import { describe, expect, test } from 'vitest';
import { parseC } from '../../src/syntax/parse-c.js';
import { messages, parsed, showExpression, showStatement, withBody } from './show.js';

function expression(text: string): string {
  const [statement] = parsed(withBody(`(${text});`)).threads[0].body.statements;
  return statement.kind === 'expression' ? showExpression(statement.expression) : statement.kind;
}

function statements(text: string): string {
  return showStatement(parsed(withBody(text)).threads[0].body);
}

describe('expressions have C’s precedence', () => {
  test.each([
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a || b && c | d ^ e & f', '(a || (b && (c | (d ^ (e & f)))))'],
    ['a == b < c << d + e', '(a == (b < (c << (d + e))))'],
    ['a - b - c', '((a - b) - c)'],
    ['a = b += c ? d : e ? f : g', '(a = (b += (c ? d : (e ? f : g))))'],
    ['a, b = c, d', '((a , (b = c)) , d)'],
    ['-a++ + ++b', '((-(a++)) + (++b))'],
    ['!*p->f[1].g', '(!(*p->f[1].g))'],
    ['~a & !b', '((~a) & (!b))'],
    ['&a[i] == &p->f', '((&a[i]) == (&p->f))'],
    ['a & 1 == 0', '(a & (1 == 0))'],
  ])('%s', (text, shown) => {
    expect(expression(text)).toBe(shown);
  });
});

describe('casts', () => {
  test.each([
    ['(int)x', '((int) x)'],
    ['(char **)y', '((char**) y)'],
    ['(struct page *)p', '((struct page*) p)'],
    ['(unsigned long)*p & 1', '(((unsigned long) (*p)) & 1)'],
    ['(foo *)p', '((foo*) p)'],
    ['(u64)-1', '((u64) (-1))'],
    ['(r0) & 1', '(r0 & 1)'],
    ['(a) - (b)', '(a - b)'],
    ['(long)f(x)', '((long) f(x))'],
    ['(u8)(x)', '((u8) x)'],
    ['(count_t)(*x)', '((count_t) (*x))'],
    // A name like a type's is none where no type can stand.
    ['(part_t(a, b) & 7)', '(part_t(a, b) & 7)'],
    ['(mask_t & 1)', '(mask_t & 1)'],
    ['(mask_t->a + 1)', '(mask_t->a + 1)'],
  ])('%s', (text, shown) => {
    expect(expression(text)).toBe(shown);
  });
});

describe('numbers have C’s types', () => {
  test.each([
    ['2147483647', '2147483647'],
    ['2147483648', '2147483648l'],
    ['0x80000000', '2147483648u'],
    ['0xffffffffffffffff', '18446744073709551615ul'],
    ['1u', '1u'],
    ['1UL', '1ul'],
    ['010', '8'],
    ['0b101', '5'],
    ['7LLU', '7ul'],
  ])('%s', (text, shown) => {
    expect(expression(text)).toBe(shown);
  });
});

describe('statements', () => {
  test.each([
    ['int r0; int *p, q = 3;', '{int r0; int* p, int q = 3;}'],
    ['atomic_t v; foo w = 1; struct page *p = q;', '{atomic_t v; foo w = 1; struct page* p = q;}'],
    ['if (a) b; else if (c) d; else { e; }', '{if a b; else if c d; else {e;}}'],
    ['if (a) if (b) c; else d;', '{if a if b c; else d;}'],
    ['while (!READ_ONCE(*x)) cpu_relax();', '{while (!READ_ONCE((*x))) cpu_relax();}'],
    ['do { r0++; } while (r0 < 3);', '{do {(r0++);} while (r0 < 3);}'],
    ['for (int i = 0; i < 2; i++) ;', '{for (int i = 0; (i < 2); (i++)) ;}'],
    ['for (;;) break;', '{for (; ; ) break;}'],
    ['switch (r0) { case 1: a; break; default: b; }', '{switch r0 {case 1: a; break; default: b;}}'],
    ['retry: r0 = 1; goto retry; out: ;', '{retry: (r0 = 1); goto retry; out: ;}'],
    ['if (a) { out: }', '{if a {out: ;}}'],
    ['return; return r0 + 1; continue;', '{return; return (r0 + 1); continue;}'],
  ])('%s', (text, shown) => {
    expect(statements(text)).toBe(shown);
  });

  test('a star between two names declares, as in C', () => {
    expect(statements('foo *bar;')).toBe('{foo* bar;}');
  });

  test('a lone name is an expression, also before a line that begins with a name', () => {
    expect(statements('smp_rmb;')).toBe('{smp_rmb;}');
    expect(messages(withBody('smp_rmb\nr0 = 1;'))).toEqual(["missing ';' before 'r0'"]);
  });
});

describe('definitions', () => {
  test('are threads and functions, with what C lets stand before them', () => {
    const { threads, functions } = parsed(`C a
{}
static inline unsigned int *f(volatile int *p, int a[], spinlock_t* s) { return 0; }
void g(void) { }
void P0(int *x, struct page *page)
{
}
P1() { }
forall (x=1)
`);
    const heads = [...functions, ...threads].map(({ name, parameters }) => {
      const list = parameters.map(
        ({ type, name }) => `${type.base}${'*'.repeat(type.pointers)} ${name.text}`,
      );
      return `${name.text}(${list.join(', ')})`;
    });
    expect(heads).toEqual([
      'f(int* p, int* a, spinlock_t* s)',
      'g()',
      'P0(int* x, struct page* page)',
      'P1()',
    ]);
    expect(functions[0].result).toMatchObject({ base: 'unsigned int', pointers: 1 });
  });

  test('keep to one line if they like', () => {
    const { threads } = parsed('C a\n{} P0(int *x) { *x = 1; } P1(int *x) { *x = 2; } exists (x=2)');
    expect(threads.map(({ number }) => number)).toEqual([0, 1]);
  });
});

describe('after an error', () => {
  test('the statement is skipped and the next one has its chance', () => {
    expect(messages(withBody('r0 = ;\nr1 = 1;\nr2 = 2 3;\nif (r0 { r1 = ]; }\nr3 = );'))).toEqual([
      "expected an expression, found ';'",
      "expected an operator or ';', found '3'",
      "expected ')' after the condition of 'if', found '{'",
      "expected an expression, found ']'",
      "expected an expression, found ')'",
    ]);
  });

  test('a function that fails does not hide the next one', () => {
    expect(messages('C a\n{}\nP0(int *x, y)\n{ r0 = ; }\nP1(int x) { r1 = ; }\nexists (x=)\n')).toEqual([
      "expected a parameter's name after its type 'y', found ')'",
      "expected an expression, found ';'",
      "expected an expression, found ';'",
      "expected a register such as '0:r1', a location or a number, found ')'",
    ]);
  });

  test('there is no tree when text was skipped, and one when only a token was missing', () => {
    expect(parseC({ name: 'a', text: withBody('r0 = ;') }).tree).toBeNull();
    expect(parseC({ name: 'a', text: withBody('r0 = 1') }).tree).not.toBeNull();
  });
});
