/**
 * Variables of which each CPU has a copy of its own: include/linux/percpu-defs.h. A thread is a CPU, so such a variable is an array
 * with an element for each thread, and what the kernel writes of a copy is a tree with an index in the right place: the copy of
 * `queue.first` is `queue[cpu].first`, that of `*lock->count`, where the pointer is one to copies, `lock->count[cpu]`.
 */
import type { Cursor } from './cursor.js';
import type { DefinitionTree, InitValue } from './file-scope-tree.js';
import type { ExpressionTree } from './tree.js';

/** Begins the definition of such a variable. */
export const PER_CPU_DEFINER = /^(?:DEFINE|DECLARE)_PER_CPU(?:_\w+)?$/;

/** What the kernel's macros come to (kernel/definitions): the copy of an lvalue that a CPU has. */
export const COPY_OF_CPU = 'copy_of_cpu';

/** What a parser knows of copies: the variables that CPUs have, and the names of members that are arrays. */
export class PerCpuNames {
  readonly variables = new Set<string>();
  readonly arrays = new Set<string>();
}

/** The tree of the copy of an lvalue. */
export function copyOfCpu(cursor: Cursor, tree: ExpressionTree, cpu: ExpressionTree): ExpressionTree {
  const inside = (inner: ExpressionTree): ExpressionTree => copyOfCpu(cursor, inner, cpu);
  const indexed = (array: ExpressionTree): ExpressionTree => ({
    kind: 'index',
    array,
    index: cpu,
    span: tree.span,
  });
  if (tree.kind === 'unary' && tree.operator === '*') {
    const { operand } = tree;
    return operand.kind === 'unary' && operand.operator === '&' ? inside(operand.operand) : indexed(operand);
  }
  if (tree.kind === 'index') return { ...tree, array: inside(tree.array) };
  if (tree.kind !== 'member' || isArrayOfCopies(cursor, tree)) return indexed(tree);
  if (!tree.arrow) return { ...tree, object: inside(tree.object) };
  return { ...tree, arrow: false, object: indexed(tree.object) };
}

/** A member that is an array stands for its elements, in a structure that is no copy itself. */
function isArrayOfCopies(cursor: Cursor, tree: ExpressionTree & { readonly kind: 'member' }): boolean {
  return cursor.perCpu.arrays.has(tree.name.text) && !isOfCopies(cursor, tree);
}

/** Whether a variable that each CPU has is at the root of members and elements. */
function isOfCopies(cursor: Cursor, tree: ExpressionTree): boolean {
  if (tree.kind === 'name') return cursor.perCpu.variables.has(tree.name);
  if (tree.kind === 'member') return !tree.arrow && isOfCopies(cursor, tree.object);
  return tree.kind === 'index' && isOfCopies(cursor, tree.array);
}

/** The definitions of a test of so many threads, with as many copies of what each CPU has. */
export function withCopies(
  definitions: readonly DefinitionTree[],
  { variables }: PerCpuNames,
  threads: number,
): DefinitionTree[] {
  return definitions.map((each) => {
    if (each.kind !== 'variable' || !variables.has(each.item.name.text)) return each;
    const { span, value, type } = each.item;
    const count = { kind: 'number', value: BigInt(threads), unsigned: false, long: false, span } as const;
    const lengths = [count, ...(type?.lengths ?? [])];
    const copies = value && copiesOf(value, threads);
    return { ...each, item: { ...each.item, type: type && { ...type, lengths }, value: copies } };
  });
}

function copiesOf(value: InitValue, threads: number): InitValue {
  const items = Array.from({ length: threads }, () => ({ place: [], value }));
  return { kind: 'list', items, span: value.span };
}
