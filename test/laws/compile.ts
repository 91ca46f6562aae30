/** The law of the compiler: what a test becomes on a port has the same final states on the machine's model as the test has. */

import type { CompileTarget } from '../../src/compile/compile-target.js';
import { type CompiledTest, compileTest } from '../../src/compile/compile-test.js';
import { loadTest } from '../../src/dialects/load.js';
import { parseTest } from '../../src/dialects/parse.js';
import { explore } from '../../src/engine/explore-query.js';
import { MODELS } from '../../src/models/index.js';
import type { Program } from '../../src/program/program.js';
import { addressesOf, speller } from '../../src/program/spell.js';
import type { State } from '../../src/program/state.js';
import { messageOf } from '../../src/report/text/message.js';

const LIMITS = { states: 30_000, milliseconds: 1500, megabytes: 500 };

/** What became of a test on a target: why it is wrong, or how it is right. */
export type CompileOutcome =
  | { readonly kind: 'wrong'; readonly why: string }
  | { readonly kind: 'same' | 'fewer' | 'refused' | 'undecided' };

/** Compiles a test for a target and compares the states. */
export function compiledFor(text: string, target: CompileTarget): CompileOutcome {
  const source = { name: 'own.litmus', text };
  const { test } = loadTest(source);
  const { tree } = parseTest(source);
  if (test === null || tree?.language !== 'C') return { kind: 'refused' };
  const compiled = compileTest(test, tree, target);
  if (!('text' in compiled)) return { kind: 'refused' };
  const again = loadTest({ name: 'compiled.litmus', text: compiled.text });
  if (again.test === null) {
    const message = again.diagnostics.map((each) => messageOf(each)).join('; ');
    return { kind: 'wrong', why: `it cannot be read: ${message}\n${compiled.text}` };
  }
  const model = MODELS.find(({ name }) => name === target.model);
  if (model === undefined) return { kind: 'wrong', why: `there is no model ${target.model}` };
  const own = explore({
    program: test.programFor(target.port),
    model,
    target: test.question,
    limits: LIMITS,
  });
  const other = explore({
    program: again.test.programFor(target.port),
    model,
    target: again.test.question,
    limits: LIMITS,
  });
  if (own.limit !== null || other.limit !== null) return { kind: 'undecided' };
  const names = again.test.question.observables.map(({ name }) => name);
  const before = stateTexts(own.program, own.states, compiled.observables, compiled.addresses);
  const behind = stateTexts(other.program, other.states, names, new Map());
  const more = behind.filter((state) => !before.includes(state));
  const fewer = before.filter((state) => !behind.includes(state));
  if (more.length > 0) return { kind: 'wrong', why: `it has ${more[0]}, which C has not\n${compiled.text}` };
  if (fewer.length === 0) return { kind: 'same' };
  if (mayHaveFewer(compiled)) return { kind: 'fewer' };
  return { kind: 'wrong', why: `it lacks ${fewer[0]}\n${compiled.text}` };
}

function mayHaveFewer({ remarks }: CompiledTest): boolean {
  return remarks.length > 0;
}

/** States by names, whatever their order and however often a name comes. */
function stateTexts(
  program: Program,
  states: readonly State[],
  names: readonly string[],
  renamed: ReadonlyMap<string, string>,
): readonly string[] {
  const spell = speller(addressesOf(program));
  const texts = states.map((state) => {
    const values = names.map((name, index) => {
      const value = spell(state[index]);
      return `${name}=${renamed.get(value) ?? value}`;
    });
    return [...new Set(values)].sort().join('; ');
  });
  return [...new Set(texts)].sort();
}
