/** Language intelligence on all cases of the library: whole, cut off, and with every name renamed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSource } from '../../src/check/check-source.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import { parseTest } from '../../src/dialects/parse.js';
import {
  completionsAt,
  edited,
  foldsOf,
  hoverAt,
  type MarkKind,
  marksOf,
  outlineOf,
  renameAt,
  renamedAt,
  symbolsOf,
} from '../../src/language/index.js';
import type { AssemblyTest } from '../../src/syntax/assembly/assembly-tree.js';
import type { CTest, Identifier } from '../../src/syntax/tree.js';

const LIBRARY = join(import.meta.dirname, '../../litmus');
const FILES = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.litmus'),
);

describe('in the library of cases', () => {
  it('names can be given another one, with which the test is the same, and back', () => {
    let count = 0;
    for (const file of FILES.filter((_, index) => index % 6 === 0)) {
      const text = readFileSync(join(LIBRARY, file), 'utf8');
      const outline = outlineOf(text);
      const marks = marksOf(outline).filter(
        ({ start, scope }) => scope !== null && renamedAt(outline, start) !== null,
      );
      const distinct = new Map(marks.map((mark) => [`${mark.kind} ${mark.scope} ${mark.name}`, mark]));
      for (const { start, name } of distinct.values()) {
        const renaming = renameAt(outline, start, 'renamed_q');
        if ('refused' in renaming) throw new Error(`${file}: ${name}: ${renaming.refused}`);
        const changed = edited(text, renaming.edits);
        const other = outlineOf(changed);
        const place = marksOf(other).find((mark) => mark.name === 'renamed_q');
        const back = renameAt(other, place?.start ?? 0, name);
        // A parameter may hide what is known in the whole file; nobody is helped to write that.
        const isHiding = [...distinct.values()].filter((each) => each.name === name).length > 1;
        if ('refused' in back) expect([isHiding, back.refused]).toEqual([true, `'${name}' is used already`]);
        else expect(edited(changed, back.edits), `${file}: ${name}`).toBe(text);
        if (count++ % 7 === 0) expect(verdict(changed), `${file}: ${name}`).toBe(verdict(text));
      }
    }
    expect(count).toBeGreaterThan(300);
  });

  it('what the parser says is declared is marked as what it is', () => {
    let count = 0;
    for (const file of FILES) {
      const text = readFileSync(join(LIBRARY, file), 'utf8');
      const { tree } = parseTest({ name: file, text });
      if (tree === null) throw new Error(`${file} is no test`);
      const marks = new Map(marksOf(outlineOf(text)).map((mark) => [mark.start, mark.kind]));
      for (const [kinds, { text: name, span }] of declaredIn(tree)) {
        expect(kinds, `${file}: ${name}`).toContain(marks.get(span.start));
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(1000);
  });

  it('a text that ends anywhere has marks that lie in it, one behind the other, and answers every question', () => {
    for (const file of FILES.filter((_, index) => index % 9 === 0)) {
      const whole = readFileSync(join(LIBRARY, file), 'utf8');
      for (let end = 0; end <= whole.length; end += 23) {
        const text = whole.slice(0, end);
        const outline = outlineOf(text);
        const marks = marksOf(outline);
        const apart = marks.every(
          (mark, index) => mark.end > mark.start && mark.start >= (marks[index - 1]?.end ?? 0),
        );
        expect(apart, `${file}, the first ${end}`).toBe(true);
        expect(marks.at(-1)?.end ?? 0).toBeLessThanOrEqual(text.length);
        expect(foldsOf(outline).every((fold) => fold.end <= text.length)).toBe(true);
        symbolsOf(outline);
        hoverAt(outline, end);
        expect(completionsAt(outline, end).items.every(({ label }) => label !== '')).toBe(true);
      }
    }
  });
});

/** What a tree declares, and what it may be marked as. */
function declaredIn(tree: CTest | AssemblyTest): readonly (readonly [readonly MarkKind[], Identifier])[] {
  if (tree.language === 'C')
    return tree.threads.flatMap(({ name, parameters }) => [
      [['thread'], name] as const,
      ...parameters.map((each) => [['location'], each.name] as const),
    ]);
  return tree.threads.flatMap(({ lines }) =>
    lines.flatMap(({ labels, instruction }) => [
      ...labels.map((label) => [['label'], label] as const),
      ...(instruction === null ? [] : [[['instruction', 'barrier'], instruction.mnemonic] as const]),
    ]),
  );
}

function verdict(text: string): string {
  const limits = { ...DEFAULT_SETTINGS.limits, milliseconds: 5000 };
  const { status, models } = checkSource(
    { name: 'a', text },
    { ...DEFAULT_SETTINGS, models: ['sc'], limits },
  );
  return `${status} ${models.map(({ possible, states }) => `${possible} ${states.length}`)}`;
}
