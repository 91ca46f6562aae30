/**
 * herd7's symbolic registers: `%a` (in code also `X%a` and `W%a`) stands for a register that its thread uses nowhere else.
 * Final states show which one that is, so it is the one that herd7 takes: names in alphabetical order get the first
 * registers that neither the thread's code, nor the init block, nor the question names.
 */
import type { AssemblyTest, AssemblyThread } from '../../syntax/assembly/assembly-tree.js';
import type { InitItem } from '../../syntax/file-scope-tree.js';
import type { Token } from '../../syntax/tokens.js';
import { conditionOperands } from '../../syntax/visit.js';
import type { Problems } from '../problems.js';
import { suggest } from '../suggestion.js';
import type { InstructionSet } from './instruction-set.js';

/** The registers of one thread's symbolic names, `%a` with its sign. */
type Names = ReadonlyMap<string, string>;

const SYMBOLIC = /^([xw]?)(%.*)$/i;

/** `%a` for `%a`, `X%a` and `W%a`, which is one register; null for what is no symbolic one. */
export function symbolicName(text: string): string | null {
  return SYMBOLIC.exec(text)?.[2] ?? null;
}

/** The test with real registers in its code and init block, and in each thread what the question's names mean. */
export function allocateSymbolic(
  tree: AssemblyTest,
  instructions: InstructionSet,
  problems: Problems,
): AssemblyTest {
  if (instructions.spare.length === 0 || !tree.source.text.includes('%')) return tree;
  const names = tree.threads.map((thread) => allocate(tree, thread, instructions, problems));
  const threads = tree.threads.map((thread, number) => inRegisters(thread, names[number]));
  const init = tree.init.flatMap((item) => initialised(item, tree.threads, names, problems) ?? []);
  return { ...tree, threads, init };
}

function allocate(
  tree: AssemblyTest,
  thread: AssemblyThread,
  instructions: InstructionSet,
  problems: Problems,
): Names {
  const tokens = thread.lines.flatMap(({ instruction }) => instruction?.operands ?? []);
  const first = new Map<string, Token>();
  for (const token of tokens) {
    const name = symbolicName(token.text);
    if (name !== null && !first.has(name)) first.set(name, token);
  }
  const taken = new Set(
    [...tokens.map(({ text }) => text), ...namedAround(tree, thread.number)].map(instructions.registerOf),
  );
  const free = instructions.spare.filter((each) => !taken.has(each));
  const sorted = [...first.keys()].sort();
  for (const name of sorted.slice(free.length)) {
    const what = `a thread with ${first.size} symbolic registers`;
    const why = `${free.length} registers are left for them`;
    problems.error(first.get(name)?.span ?? thread.name.span, { code: 'unsupported', what, why });
  }
  return new Map(sorted.map((name, index) => [name, free[index] ?? instructions.spare[0]]));
}

/** The registers of a thread that the init block and the question name. */
function namedAround(tree: AssemblyTest, thread: number): readonly string[] {
  const condition = tree.ownCondition === undefined ? tree.condition : tree.ownCondition;
  const propositions = [tree.filter, condition?.proposition ?? null].filter((each) => each !== null);
  const asked = [...tree.locations, ...propositions.flatMap(conditionOperands)];
  return [
    ...tree.init.flatMap((item) => (item.thread === BigInt(thread) ? [item.name.text] : [])),
    ...asked.flatMap((each) =>
      each.kind === 'register' && Number(each.thread.value) === thread ? [each.name.text] : [],
    ),
  ];
}

/** The thread with `X5` for `X%a` and `%a`, and `W5` for `W%a`. */
function inRegisters(thread: AssemblyThread, names: Names): AssemblyThread {
  const real = (token: Token): Token => {
    const [, letter, name] = SYMBOLIC.exec(token.text) ?? [];
    const register = names.get(name ?? '');
    if (register === undefined) return token;
    return { ...token, text: letter.toUpperCase() === 'W' ? `W${register.slice(1)}` : register };
  };
  const lines = thread.lines.map((line) => {
    const { instruction } = line;
    if (instruction === null) return line;
    return { ...line, instruction: { ...instruction, operands: instruction.operands.map(real) } };
  });
  return { ...thread, lines, symbolic: names };
}

/** `%a=x`, of the one thread that has it, and `0:%a=x`; null where there is no such (reported). */
function initialised(
  item: InitItem,
  threads: readonly AssemblyThread[],
  names: readonly Names[],
  problems: Problems,
): InitItem | null {
  const { span } = item.name;
  const text = symbolicName(item.name.text);
  if (text === null) return item;
  const owners = threads.filter(({ number }) => item.thread === BigInt(number) || item.thread === null);
  const having = owners.filter(({ number }) => names[number].has(text));
  const [owner] = having;
  if (having.length > 1) {
    const list = having.map(({ name }) => name.text);
    problems.error(span, { code: 'ambiguous-register', name: text, threads: list });
  }
  if (owner === undefined) {
    const known = owners.flatMap(({ number }) => [...names[number].keys()]);
    const thread = owners.length === 1 ? owners[0].name.text : 'the test';
    // With its sign a name of one letter is near every other one.
    const hint = text.length > 2 ? suggest(text, known) : {};
    problems.error(span, { code: 'unknown-register', name: text, thread, ...hint });
    return null;
  }
  return {
    ...item,
    thread: BigInt(owner.number),
    name: { text: names[owner.number].get(text) ?? text, span },
  };
}
