/** Completion, by where in a text it is asked for: in a whole one, and in one that is being typed. */
import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../src/dialects/index.js';
import { completionsAt, outlineOf } from '../../src/language/index.js';
import { MP, MP_AARCH64, marked } from './texts.js';

function labels(text: string): readonly string[] {
  const { outline, offset } = marked(text);
  return completionsAt(outline, offset).items.map(({ label }) => label);
}

/** What is written for a label, in place of what was typed. */
function typed(text: string, label: string): string | undefined {
  const { outline, offset } = marked(text);
  const { items, start, end } = completionsAt(outline, offset);
  const item = items.find((each) => each.label === label);
  const { text: whole } = outline.source;
  return item && whole.slice(0, start) + item.insert + whole.slice(end);
}

describe('completion in C', () => {
  it("has locals, locations and primitives in a thread, the file's own first", () => {
    const found = labels(MP.replace('\tr1 = READ_ONCE', '\tr1 = ¦READ_ONCE'));
    expect(found.slice(0, 4)).toEqual(['r0', 'r1', 'data', 'flag']);
    expect(found).toEqual(
      expect.arrayContaining(['smp_load_acquire', 'smp_mb', 'atomic_add_return', 'rcu_read_lock', 'if']),
    );
  });

  it('goes on in a statement that is not finished', () => {
    const text = MP.replace('r1 = READ_ONCE(*data);', 'r1 = smp_load¦');
    expect(typed(text, 'smp_load_acquire')).toBe(
      MP.replace('r1 = READ_ONCE(*data);', `r1 = smp_load_acquire(\${1:p})`),
    );
    expect(labels(text)).toContain('r0');
  });

  it('has registers with their threads in the condition, and those of a thread behind its number', () => {
    const text = MP.replace('1:r1=0)', '1:¦');
    expect(labels(text)).toEqual(expect.arrayContaining(['1:r0', '1:r1', 'data', 'flag']));
    expect(typed(text, '1:r1')).toBe(MP.replace('1:r1=0)', '1:r1'));
  });

  it('has parameters that a thread lacks', () => {
    expect(labels(MP.replace('P1(int *data, int *flag)', 'P1(¦)'))).toEqual(
      expect.arrayContaining(['int *data', 'int *flag']),
    );
  });

  it("has fields behind an arrow, the file's own and the kernel's", () => {
    const text = 'C a\nstruct node { int key; };\n{\n}\nP0(struct node *n)\n{\n\tn->¦\n}\nexists (n=0)\n';
    expect(labels(text)).toEqual(expect.arrayContaining(['key', '_refcount']));
    expect(labels(text)).not.toContain('smp_mb');
  });

  it('has labels behind goto', () => {
    const text = 'C a\n{}\nP0(int *x)\n{\nagain:\n\tif (READ_ONCE(*x))\n\t\tgoto ¦;\n}\nexists (x=0)\n';
    expect(labels(text)).toEqual(['again']);
  });

  it('has helpers and macros of the file', () => {
    const text =
      'C a\n#define ONE 1\nstatic void set(int *p) { WRITE_ONCE(*p, 1); }\n{}\nP0(int *x)\n{\n\t¦\n}\nexists (x=0)\n';
    expect(labels(text)).toEqual(expect.arrayContaining(['ONE', 'set', 'x']));
  });
});

describe('completion in the header', () => {
  it('has keys where a line begins, models behind Expect=, and verdicts behind a model', () => {
    expect(labels('C a\n¦\n{}\n')).toEqual(['Expect', 'Names']);
    const models = labels('C a\nExpect=lkmm:Never ¦\n{}\nP0(int *x) {}\nexists (x=0)\n');
    expect(models).toEqual(expect.arrayContaining(['sc', 'tso', 'armv8']));
    expect(models).not.toContain('lkmm');
    expect(labels('C a\nExpect=lkmm:¦\n{}\n')).toEqual(['Never', 'Sometimes', 'Always', 'Deadlock']);
    expect(labels('C a\nExpect=lkmm:Always+¦\n{}\n')).toEqual(['+deadlock', '+race', '+assertion']);
  });

  it('has the dialects in an empty file', () => {
    expect(labels('¦')).toEqual(DIALECTS.map(({ name }) => name));
    expect(labels('AA¦\n')).toContain('AArch64');
  });
});

describe('completion in assembly', () => {
  it('has instructions where a cell begins, in the case of the file', () => {
    const text = MP_AARCH64.replace('LDR W2,[X1] ;', 'LDA¦ ;');
    expect(labels(text)).toEqual(expect.arrayContaining(['LDAR', 'LDAXR', 'DMB']));
    expect(labels(text)).not.toContain('X1');
    const lower = text.replace(/ (MOV|STR|LDR|LDA¦|DMB) ?/g, (word) => word.toLowerCase());
    expect(labels(lower)).toContain('ldar');
  });

  it('has registers behind an instruction, those that the thread has first', () => {
    const found = labels(MP_AARCH64.replace('LDR W2,[X1]', 'LDR W2,[¦'));
    expect(found.slice(0, 3)).toEqual(['X1', 'X3', 'W0']);
    expect(found).toContain('X29');
    expect(found).not.toContain('LDAR');
  });

  it('has registers with their threads in the condition', () => {
    expect(labels(MP_AARCH64.replace('1:X2=0)', '¦)'))).toEqual(
      expect.arrayContaining(['1:X0', '1:X2', 'data']),
    );
  });
});

it('completes nothing in comments', () => {
  expect(completionsAt(outlineOf('C a\n(* he *)\n{}\n'), 8).items).toEqual([]);
});
