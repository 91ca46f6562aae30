/** The head of a file, comments and macros. */
import { describe, expect, test } from 'vitest';
import { messages, parsed, showStatement, withBody } from './show.js';

const REST = '{}\nP0(int *x) { *x = 1; }\nexists (x=1)\n';

describe('the header', () => {
  test('takes the whole rest of the first line as the name', () => {
    expect(parsed(`C 2+2W+rl-o(o)/x, y:z  \n${REST}`).name.text).toBe('2+2W+rl-o(o)/x, y:z');
  });

  test('has an optional title in quotes', () => {
    expect(parsed(`C a\n${REST}`).title).toBeNull();
    expect(parsed(`C a\n"one "two" three"\n${REST}`).title).toBe('one "two" three');
  });

  test('keeps information lines in order, with empty values too', () => {
    const { info } = parsed(`C a\nCycle=Rfe Fre\nRelax=\nKey = a = b \n${REST}`);
    expect(info.map(({ key, value }) => [key.text, value.text])).toEqual([
      ['Cycle', 'Rfe Fre'],
      ['Relax', ''],
      ['Key', 'a = b'],
    ]);
  });

  test('points at each value', () => {
    const { info, source } = parsed(`C a\r\nExpect =  sc:Never\r\n${REST}`);
    const { span, text } = info[0].value;
    expect(source.text.slice(span.start, span.end)).toBe(text);
  });

  test('tolerates documentation before the init block', () => {
    expect(parsed(`C a\n\nWhat it's about: "b" (c\nInitially, a -> b\n\n${REST}`).threads).toHaveLength(1);
  });

  test('may follow blank lines and comments', () => {
    expect(parsed(`\n(* first *)\n// second\nC a\n${REST}`).name.text).toBe('a');
  });

  test('names another dialect that it recognises', () => {
    expect(messages('MIPS SB\n{}\n')).toEqual([
      "the dialect 'MIPS' (a machine that is not modelled) is not supported: expected 'C', 'AArch64', 'X86', 'X86_64', 'RISCV', 'PPC' or 'ARM'",
    ]);
  });
});

describe('comments', () => {
  test('stand anywhere, in all three spellings', () => {
    const text = `C a /* not a comment */
(* OCaml's, (* nested *), over
   lines *)
{ x=1; // one
  (* *) y=2; /* two */ }
P0(int *x (* the (* flag *) *), int *y) {
  (* a smiley ;-) *)
  *x = (* value *) 1; // done
  /* int r0; */
}
(*without a blank, ;-)*)
exists (* really *) (x=1) (* after *) // all
`;
    const tree = parsed(text);
    expect(tree.name.text).toBe('a /* not a comment */');
    expect(tree.init).toHaveLength(2);
    expect(showStatement(tree.threads[0].body)).toBe('{((*x) = 1);}');
  });

  test('are not seen in a star behind a parenthesis', () => {
    const body = 'WRITE_ONCE(*x, (*y)++); (*x) = (int *)y; (**x)--; f((int *)*y, (char **)x);';
    expect(showStatement(parsed(withBody(body)).threads[0].body)).toBe(
      '{WRITE_ONCE((*x), ((*y)++)); ((*x) = ((int*) y)); ((*(*x))--); f(((int*) (*y)), ((char**) x));}',
    );
  });

  test('are not seen in a condition that looks at a content', () => {
    expect(messages('C a\n{}\nP0(int *x) { }\nexists (*x=1 /\\ *x=2)\n')).toEqual([]);
  });
});

describe('macros', () => {
  test('are replaced in the init block, the code and the condition, from the header on', () => {
    const tree = parsed('C a\n#define TWO 2\n{ x=TWO; }\nP0(int *x) { *x = TWO; }\nexists (x=TWO)\n');
    expect(tree.init[0].value).toMatchObject({ value: 2n });
    expect(showStatement(tree.threads[0].body)).toBe('{((*x) = 2);}');
    expect(tree.condition?.proposition).toMatchObject({ right: { value: 2n } });
  });

  test('may stand for several tokens, other macros or nothing, and go over lines', () => {
    const body = '#define A 1 + \\\n  B\n#define B (2)\n#define NOTHING\nNOTHING x = A; /* A */';
    expect(showStatement(parsed(withBody(body)).threads[0].body)).toBe('{(x = (1 + 2));}');
  });

  test('do not expand within themselves', () => {
    expect(showStatement(parsed(withBody('#define a a + b\n#define b a\na;')).threads[0].body)).toBe(
      '{(a + a);}',
    );
  });

  test('end with #undef', () => {
    expect(showStatement(parsed(withBody('#define v 1\nv;\n#undef v\nv;')).threads[0].body)).toBe('{1; v;}');
  });

  test('give their tokens the place of the use', () => {
    const tree = parsed(withBody('#define SUM 1 + 2\nr0 = SUM;'));
    const [statement] = tree.threads[0].body.statements;
    expect(tree.source.text.slice(statement.span.start, statement.span.end)).toBe('r0 = SUM;');
  });
});
