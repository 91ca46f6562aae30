/**
 * A cycle as a test in the kernel's C, in the style of this project's own cases. A dependency is a false one, `r0 & 8`, as in
 * herd7's tests: values are below 8, so that what is read and written stays as the edges say. A control dependency is an `if`
 * around everything that follows, since a branch orders nothing behind its arms.
 */
import { conditionOf, locationName } from './asked-state.js';
import { type PlacedAccess, type PlacedCycle, type ShapeCycle, threadsOf } from './shape-cycle.js';
import { dependsBy, type ThreadStep, threadSteps } from './thread-step.js';

interface ThreadText {
  readonly declarations: string[];
  readonly lines: string[];
  indent: number;
}

/** The init block, the threads and the condition. */
export function writeKernel(cycle: ShapeCycle, placed: PlacedCycle): string {
  const registers = new Map<number, string>();
  const threads = threadsOf(cycle).map((members, thread) =>
    threadText(cycle, placed, members, thread, registers),
  );
  return `{\n}\n\n${threads.join('\n')}\n${conditionOf(placed, (access) => registers.get(access) ?? null)}\n`;
}

function threadText(
  cycle: ShapeCycle,
  placed: PlacedCycle,
  members: readonly number[],
  thread: number,
  registers: Map<number, string>,
): string {
  const text: ThreadText = { declarations: [], lines: [], indent: 1 };
  const reads = members.filter((each) => placed.accesses[each].direction === 'R');
  for (const [number, access] of reads.entries()) {
    registers.set(access, `r${number}`);
    text.declarations.push(`int r${number};`);
  }
  for (const step of threadSteps(cycle, placed, members)) addStep(text, step, placed, registers);
  closeBranches(text);
  const locations = [...new Set(members.map((each) => placed.accesses[each].location))];
  const parameters = locations.map((location) => `int *${locationName(location)}`).join(', ');
  const declarations = text.declarations.map((each) => `\t${each}\n`).join('');
  const body = text.lines.map((each) => `${each}\n`).join('');
  const gap = declarations === '' ? '' : '\n';
  return `P${thread}(${parameters})\n{\n${declarations}${gap}${body}}\n`;
}

function addStep(
  text: ThreadText,
  step: ThreadStep,
  { accesses }: PlacedCycle,
  registers: ReadonlyMap<number, string>,
): void {
  const { access, placed, before, from, after } = step;
  const register = registers.get(from) ?? '';
  if (dependsBy(before, 'ctrl')) {
    const { value } = accesses[from];
    line(text, `if (${value === 1 ? register : `${register} == ${value}`}) {`);
    text.indent++;
  }
  if (after.kind === 'section') line(text, `${after.enter};`);
  const address = dependsBy(before, 'addr') ? pointer(text, register, placed) : locationName(placed.location);
  line(text, `${statement(step, address, register, registers.get(access) ?? '')};`);
  if (before?.kind === 'section') line(text, `${before.leave};`);
  if (after.kind === 'fence') line(text, `${after.code};`);
}

/** Closes the branches; one around a single statement has no braces, as the kernel's style has it. */
function closeBranches(text: ThreadText): void {
  const { lines } = text;
  const last = lines.length - 2;
  if (text.indent > 1 && lines[last].endsWith(') {')) {
    lines[last] = lines[last].slice(0, -2);
    text.indent--;
  }
  while (text.indent > 1) {
    text.indent--;
    line(text, '}');
  }
}

function line(text: ThreadText, words: string): void {
  text.lines.push(`${'\t'.repeat(text.indent)}${words}`);
}

/** Puts an address that depends on a register into a variable of its own, and gives its name. */
function pointer(text: ThreadText, register: string, { location }: PlacedAccess): string {
  const name = `p${text.declarations.filter((each) => each.startsWith('int *')).length}`;
  text.declarations.push(`int *${name};`);
  line(text, `${name} = ${locationName(location)} + (${register} & 8)`.concat(';'));
  return name;
}

/** An access, with its annotation; `from` is the register that its data depends on, `to` the one that it reads into. */
function statement(step: ThreadStep, address: string, from: string, to: string): string {
  const { placed, written, before } = step;
  const masked = dependsBy(before, 'data') ? ` + (${from} & 8)` : '';
  if (written !== null) {
    const [order = 'relaxed'] = [placed, written].flatMap(({ annotation }) => annotation?.name ?? []);
    return `${to} = xchg_${order}(${address}, ${written.value})`;
  }
  const isUsual = placed.annotation === null;
  if (placed.direction === 'R')
    return `${to} = ${isUsual ? `READ_ONCE(*${address})` : `smp_load_acquire(${address})`}`;
  const value = `${placed.value}${masked}`;
  return isUsual ? `WRITE_ONCE(*${address}, ${value})` : `smp_store_release(${address}, ${value})`;
}
