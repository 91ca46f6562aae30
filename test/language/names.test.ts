/** Names: where they are declared and used, and that renaming changes all of them and nothing else. */
import { describe, expect, it } from 'vitest';
import { definitionAt, edited, referencesAt, renameAt, renamedAt } from '../../src/language/index.js';
import { at, MP, MP_AARCH64, marked } from './texts.js';

function renamed(text: string, name: string): string {
  const { outline, offset } = marked(text);
  const renaming = renameAt(outline, offset, name);
  return 'refused' in renaming ? `refused: ${renaming.refused}` : edited(outline.source.text, renaming.edits);
}

/** The line of each place, from 1. */
function lines(text: string, find: typeof referencesAt): readonly number[] {
  const { outline, offset } = marked(text);
  const { text: whole } = outline.source;
  return find(outline, offset).map(({ start }) => whole.slice(0, start).split('\n').length);
}

describe('references', () => {
  it('of a location are its parameters in all threads, the init block and the condition', () => {
    expect(lines(at(MP, 'data', 1), referencesAt)).toEqual([7, 10, 12, 16, 22]);
    expect(lines(at(MP, 'data', 3), definitionAt)).toEqual([7]);
  });

  it('of a local are those of its thread, the header and the condition', () => {
    expect(lines(at(MP, 'r0 = READ'), referencesAt)).toEqual([4, 18, 21, 25]);
    expect(lines(at(MP, 'r0=1'), definitionAt)).toEqual([18]);
  });

  it('of a register are those of its column, whatever part of it is named', () => {
    expect(lines(at(MP_AARCH64, 'W0,#1'), referencesAt)).toEqual([7, 8, 10]);
    expect(lines(at(MP_AARCH64, 'X0=1'), referencesAt)).toEqual([7, 11]);
  });

  it('are found beside a fault', () => {
    expect(lines(at(MP.replace('READ_ONCE(*flag);', 'READ_ONCE(*flag;'), 'r0 = READ'), referencesAt)).toEqual(
      [4, 18, 21, 25],
    );
  });
});

describe('renaming', () => {
  it('changes a local in its thread, the header and the condition', () => {
    expect(renamed(at(MP, 'r0=1'), 'seen')).toBe(MP.replaceAll('r0', 'seen'));
  });

  it('changes a location everywhere', () => {
    expect(renamed(at(MP, 'flag, 1'), 'ready')).toBe(
      MP.replaceAll('flag', 'ready').replace('Names=ready:', 'Names=flag:'),
    );
    expect(renamed(at(MP_AARCH64, 'data'), 'x')).toBe(MP_AARCH64.replaceAll('data', 'x'));
  });

  it('changes labels, helpers, macros and their parameters', () => {
    const text =
      'C a\n#define TWICE(v) ((v) + (v))\nstatic int get(int *p) { return READ_ONCE(*p); }\n{}\nP0(int *x)\n{\n\tint r;\nback:\n\tr = TWICE(get(x));\n\tif (!r)\n\t\tgoto back;\n}\nexists (0:r=0)\n';
    expect(renamed(at(text, 'goto back', 0).replace('¦goto ', 'goto ¦'), 'again')).toBe(
      text.replaceAll('back', 'again'),
    );
    expect(renamed(at(text, 'get(x)'), 'fetch')).toBe(text.replaceAll('get', 'fetch'));
    expect(renamed(at(text, 'TWICE(get'), 'DOUBLE')).toBe(text.replaceAll('TWICE', 'DOUBLE'));
    expect(renamed(at(text, 'v)'), 'n')).toBe(text.replaceAll('(v)', '(n)'));
    expect(renamed(at(text, 'p)'), 'at')).toBe(text.replaceAll('*p', '*at'));
  });

  it('tells a function from the member of the same name that points to it', () => {
    const written = (name: string): string =>
      `C a\nstruct ops { int (*get)(int *); };\nstatic int ${name}(int *p) { return READ_ONCE(*p); }\nstatic const struct ops o = { .get = ${name} };\n{}\nP0(int *x)\n{\n\tint r = o.get(x);\n}\nexists (0:r=0)\n`;
    expect(renamed(at(written('get'), 'get(int *p)'), 'fetch')).toBe(written('fetch'));
  });

  it.each([
    ['r1', "'r1' is used already"],
    ['data', "'data' is used already"],
    ['if', "'if' means something else already"],
    ['smp_mb', "'smp_mb' means something else already"],
    ['1x', "'1x' is no name for that"],
    ['P1', "'P1' means something else already"],
  ])('refuses %s', (name, reason) => {
    expect(renamed(at(MP, 'r0=1'), name)).toBe(`refused: ${reason}`);
  });

  it('refuses what would change the program: a local that a macro means', () => {
    const text =
      'C a\n#define KEEP r = 1\n{}\nP0(int *x)\n{\n\tint r;\n\tKEEP;\n\tWRITE_ONCE(*x, r);\n}\nexists (x=0)\n';
    expect(renamed(at(text, 'r)'), 'q')).toMatch(/^refused: with that name /);
  });

  it('has nothing to rename in primitives, registers and instructions', () => {
    for (const text of [at(MP, 'WRITE_ONCE'), at(MP_AARCH64, 'W0'), at(MP_AARCH64, 'STR')]) {
      const { outline, offset } = marked(text);
      expect(renamedAt(outline, offset)).toBeNull();
    }
  });
});
