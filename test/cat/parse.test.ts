/** The language of cat: what is read, in which order operators bind, and where faults are. */
import { describe, expect, it } from 'vitest';
import { type CatSources, loadCat } from '../../src/cat/cat-model.js';
import type { CatTree } from '../../src/cat/cat-tree.js';
import { parseCat } from '../../src/cat/parse-cat.js';
import { messageOf } from '../../src/report/text/message.js';
import { positionAt } from '../../src/text/source.js';

/** An expression with all its parentheses. */
function spelled(tree: CatTree): string {
  switch (tree.kind) {
    case 'name':
    case 'tag':
      return tree.name;
    case 'empty':
      return '0';
    case 'universe':
      return '_';
    case 'unary':
      return tree.operator === '~' || tree.operator === '[]'
        ? `${tree.operator}(${spelled(tree.operand)})`
        : `(${spelled(tree.operand)})${tree.operator}`;
    case 'chain':
      return `(${tree.operands.map(spelled).join(` ${tree.operator} `)})`;
    case 'apply':
      return `${spelled(tree.callee)}<${spelled(tree.argument)}>`;
    case 'tuple':
      return tree.items.map(spelled).join(', ');
    case 'braces':
      return `{${tree.items.map(spelled).join(', ')}}`;
    default:
      return tree.kind;
  }
}

function read(text: string): string {
  const [statement] = parseCat({ name: 'a.cat', text: `acyclic ${text}` });
  return statement.kind === 'check' ? spelled(statement.tree) : statement.kind;
}

/** What is wrong with a file: its place and the sentence; `fine` when it is read. */
function fault(text: string, sources: Partial<CatSources> = {}): string {
  const { diagnostics } = loadCat({ model: { name: 'a.cat', text }, ...sources });
  const [first] = diagnostics;
  if (first === undefined) return 'fine';
  const { line, column } = positionAt(first.span.source, first.span.start);
  return `${first.span.source.name}:${line}:${column}: ${messageOf(first)}`;
}

describe('an expression', () => {
  it.each([
    ['a | b ; c', '(a | (b ; c))'],
    ['a ; b & c', '(a ; (b & c))'],
    ['a \\ b ; c', '((a \\ b) ; c)'],
    ['a & b \\ c \\ d', '((a & b) \\ c \\ d)'],
    ['a & b * c', '(a & (b * c))'],
    ['a ++ b | c', '((a ++ b) | c)'],
    ['a ; b ++ c ; d', '((a ; b) ++ (c ; d))'],
    ['~a & b', '(~(a) & b)'],
    ['~a^-1', '~((a)^-1)'],
    ['a^-1 ; b+', '((a)^-1 ; (b)+)'],
    ['a* ; b', '((a)* ; b)'],
    ['a*b', '(a * b)'],
    ['a*', '(a)*'],
    ['hb* & [R]', '((hb)* & [](R))'],
    ['(a|b)*', '((a | b))*'],
    ['f(a) ; g b', '(f<a> ; g<b>)'],
    ['f(a, b)', 'f<a, b>'],
    ['f a b', 'f<a><b>'],
    ['[R] ; po-loc? ; [W]', '([](R) ; (po-loc)? ; [](W))'],
    ['_ * B', '(_ * B)'],
    ["{'once, 'mb}", '{once, mb}'],
    ["_x' | Fence.rw.rw", "(_x' | Fence.rw.rw)"],
    ['a (* of (* b *) c *) | d // e\n & f # g', '(a | (d & f))'],
    ['begin a end', 'a'],
    ['let f(r) = r in f(a)', 'let'],
    ['try a with b', 'try'],
    ['if "x" && not "y" then a else b', 'if'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('ends before the next statement, also before one that begins with a tilde', () => {
    const text = 'acyclic hb*\n~empty a\nlet b = c+\nlet d = e';
    expect(parseCat({ name: 'a.cat', text }).map(({ kind }) => kind)).toEqual([
      'check',
      'check',
      'let',
      'let',
    ]);
  });

  it('may be as long as a file, and not as deep', () => {
    const long = Array.from({ length: 5000 }, (_, index) => `r${index}`).join(' | ');
    expect(read(long).length).toBe(long.length + 2);
    expect(fault(`acyclic ${'('.repeat(5000)}po`)).toMatch(/^a\.cat:1:\d+: the nesting goes deeper/);
    expect(fault(`acyclic ${'~'.repeat(5000)}po`)).toMatch(/the nesting goes deeper/);
    const lines = Array.from({ length: 5000 }, () => 'let r = (r ; po) \\ rf');
    expect(fault(`let r = po\n${lines.join('\n')}\nacyclic r`)).toMatch(
      /^a\.cat:5002:1: the definition goes deeper/,
    );
  });
});

describe('a file', () => {
  it('may begin with the names of an architecture and of the model', () => {
    for (const head of ['', '"A model"', 'X86 TSO', 'PPC "A model"', 'stdlib', '"Cos" withoutco'])
      expect(fault(`${head}\nacyclic po`)).toBe('fine');
  });

  it.each([
    ['acyclic po |', 'a.cat:1:13: expected an expression, found the end of the file'],
    ['let x = po\nlet = rf', "a.cat:2:5: expected a name, found '='"],
    ['po', 'fine'],
    ['let a = po\n)', "a.cat:2:1: expected a statement, found ')'"],
    ['acyclic (po | rf', "a.cat:1:17: expected ')', found the end of the file"],
    ['acyclic po as', 'a.cat:1:14: expected a name, found the end of the file'],
    ['include po', "a.cat:1:9: expected the name of a file in quotes, found 'po'"],
    ['acyclic (* po', 'a.cat:1:9: the comment that begins here has no end'],
    ['include "po', 'a.cat:1:9: the string that begins here has no end'],
    ['acyclic po $ rf', "a.cat:1:12: unexpected character '$'"],
    ['acyclic\n  po | pp', "a.cat:2:8: nothing defines 'pp'"],
    ['acyclic [po]', 'a.cat:1:10: expected a set, found a relation'],
    ['acyclic po ; W', 'a.cat:1:14: expected a relation, found a set'],
    ['acyclic po | W', 'a.cat:1:14: expected a relation, found a set'],
    ['let f(a, b) = a | b\nacyclic f(po)', 'a.cat:2:9: '],
    ['acyclic po(rf)', 'a.cat:1:9: expected a function, found a relation'],
    ['acyclic fencerel', 'a.cat:1:9: expected a relation, found a function'],
    ['include "no.cat"', "a.cat:1:1: there is no file 'no.cat' to include"],
    ['call no(po)', "a.cat:1:1: nothing defines 'no'"],
    [
      'let rec a = rf \\ a\nacyclic a',
      "a.cat:1:1: 'a' depends on rf, co or fr and is defined by what it is not",
    ],
    ['let rec a = po \\ a ; rf\nacyclic a', 'a.cat:1:1: '],
    ['let rec a = po | (a \\ rf)\nacyclic a', 'fine'],
    ['let rec a = po \\ (a ; a)\nacyclic a ; rf', 'fine'],
    ['let rec f x = f x\nacyclic f po', 'a.cat:1:15: calling of functions goes deeper'],
    ['with mo from linearisations(W, po)', 'fine'],
    ['with mo from orders(W, po)', 'a.cat:1:1: choosing mo is not supported: co is chosen by the engine'],
    [
      'let linearisations x = x with mo from linearisations(W, po)',
      'a.cat:1:26: choosing mo is not supported',
    ],
    ['with mo from linearisations(W)', "a.cat:1:14: 'linearisations' expects 2, found 1"],
    ['with mo from linearisations(domain(rf), po)', 'a.cat:1:1: choosing mo is not supported: the set'],
    ['forall x in W do acyclic po end', 'a.cat:1:1: a statement for each element of a set is not supported'],
    ['let rec a = po when acyclic a', 'a.cat:1:16: a recursion with a condition is not supported'],
    ['let a = match W with {} -> 0 || e ++ s -> po end', 'a.cat:1:15: going through the events of a set'],
    ["let f t = match t with || 'MB -> po || _ -> rf end", 'fine'],
    ["let f t = match t with || 'MB -> po end acyclic f 'ONCE", "expected the tag 'MB, found 'ONCE"],
    ["let f t = match t with || 'MB -> po end acyclic f rf", "expected the tag 'MB, found"],
    ["let f t = match t with || 'MB -> po || {} -> rf end", "a.cat:1:40: expected a tag such as 'once, or _"],
    ['AArch64 catdep let dd = iico_data acyclic po | dd', "a.cat:1:25: 'iico_data' is not supported"],
    ['AArch64 catdep acyclic po | ([A] ; iico_order+) | rf', 'fine'],
    ['let r = [Rreg] ; po let s = r & loc flag ~empty s', "a.cat:1:10: 'Rreg' is not supported"],
    ['with lo from generate_orders(LS, po)', 'fine'],
    ['let all = po | (IW * M) acyclic all', 'fine'],
    [
      'let all = po | (IW * M) empty all^-1 ; rf',
      "a.cat:1:25: going back to initial writes ('IW') is not supported",
    ],
    ['let all = po \\ (IW * M) empty all^-1 ; rf', 'fine'],
    ['let all = [IW] ; loc empty fr & all^-1', 'fine'],
    ['let all = ([IW | R] ; po*)? empty (fr | loc) & (all ; loc)^-1', "going back to initial writes ('IW')"],
    ['let all = [IW | R] ; (po | rf)* ; [IW | W] acyclic po ; all^-1', "going back to initial writes ('IW')"],
    ['let all = [IW | R] ; (po | rf)* ; [IW | W] acyclic po ; all', 'fine'],
    ['empty (M * IW) & po', 'fine'],
    ['empty domain(loc & (M * IW)) & R', "going back to initial writes ('IW')"],
    // As in the kernel's own file, where initial writes are marked.
    [
      'let Marked = ~M | IW | RMW let vis = [Marked] ; (rf ; rmw)* ; rfe? ; [Marked] ; po* acyclic po ; vis* ; [Marked] ' +
        'empty ext & ((RMW * M) | ((M \\ IW) * RMW)) & (rf | fr | co) & vis^-1',
      'fine',
    ],
    ['acyclic po ; sj', "a.cat:1:14: nothing defines 'sj'"],
    ['acyclic classes-loc(W)', "a.cat:1:9: nothing defines 'classes-loc'"],
  ])('%s', (text, expected) => {
    expect(fault(text)).toContain(expected);
  });

  it('may include others, and say where they are wrong', () => {
    const files: Readonly<Record<string, string>> = {
      'b.cat': '"b" let hb = po | rf',
      'wrong.cat': '\n acyclic pp',
      'self.cat': 'include "self.cat"',
    };
    const include = (name: string) => (name in files ? { name, text: files[name] } : null);
    expect(fault('include "b.cat"\nacyclic hb', { include })).toBe('fine');
    expect(fault('include "wrong.cat"', { include })).toBe("wrong.cat:2:10: nothing defines 'pp'");
    expect(fault('include "self.cat"', { include })).toContain(
      'self.cat:1:1: including of files goes deeper',
    );
  });

  it('may have the tags of a bell file, which are sets', () => {
    const text = `
      "tags"
      enum Orders = 'relaxed || 'strong (* a comment *) || 'no-return
      instructions R[{'relaxed, 'strong}]
      instructions W[Orders]
      let Weak = Relaxed | No-return`;
    const bell = { name: 'a.bell', text };
    expect(fault('acyclic [Strong] ; po ; [Weak]', { bell })).toBe('fine');
    expect(fault("acyclic [tag2events('strong)] ; po", { bell })).toBe('fine');
    expect(fault('acyclic [Strong] ; po')).toBe("a.cat:1:10: nothing defines 'Strong'");
  });
});
