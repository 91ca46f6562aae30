/**
 * `guard(mutex)(&lock);` and `scoped_guard(mutex, &lock) …`: a lock that is given back wherever its block is left
 * (include/linux/cleanup.h, and the headers of the locks). The tree has the call that takes it, and before each way out the call
 * that gives it back.
 */
import type { Span } from '../text/source.js';
import type { Cursor } from './cursor.js';
import { assignment } from './parse-expression.js';
import type { ExpressionTree, StatementTree } from './tree.js';
import { visitStatements } from './visit.js';

/** What is called at the beginning and at the end. A thread is never interrupted, so no flags are kept. */
interface Guard {
  readonly take: string;
  readonly give: string;
  readonly isOfLock: boolean;
}

function ofLock(take: string, give: string): Guard {
  return { take, give, isOfLock: true };
}

const FORMS = ['', '_irq', '_bh'] as const;

/** By the first argument. */
const GUARDS: ReadonlyMap<string, Guard> = new Map([
  ['mutex', ofLock('mutex_lock', 'mutex_unlock')],
  ['rwsem_read', ofLock('down_read', 'up_read')],
  ['rwsem_write', ofLock('down_write', 'up_write')],
  ...['spin', 'raw_spin'].flatMap((kind): [string, Guard][] => [
    ...FORMS.map((form): [string, Guard] => [
      `${kind}lock${form}`,
      ofLock(`${kind}_lock${form}`, `${kind}_unlock${form}`),
    ]),
    [`${kind}lock_irqsave`, ofLock(`${kind}_lock_irq`, `${kind}_unlock_irq`)],
    [`${kind}lock_nested`, ofLock(`${kind}_lock`, `${kind}_unlock`)],
  ]),
  ...['read', 'write'].flatMap((kind): [string, Guard][] => [
    ...FORMS.map((form): [string, Guard] => [
      `${kind}_lock${form}`,
      ofLock(`${kind}_lock${form}`, `${kind}_unlock${form}`),
    ]),
    [`${kind}_lock_irqsave`, ofLock(`${kind}_lock_irq`, `${kind}_unlock_irq`)],
  ]),
  ['rcu', { take: 'rcu_read_lock', give: 'rcu_read_unlock', isOfLock: false }],
  ['preempt', { take: 'preempt_disable', give: 'preempt_enable', isOfLock: false }],
  ['irq', { take: 'local_irq_disable', give: 'local_irq_enable', isOfLock: false }],
  ['irqsave', { take: 'local_irq_disable', give: 'local_irq_enable', isOfLock: false }],
  ['migrate', { take: 'migrate_disable', give: 'migrate_enable', isOfLock: false }],
]);

/** The calls at the two ends of a guarded piece of code. */
export interface GuardCalls {
  readonly take: StatementTree;
  readonly give: StatementTree;
}

/** Whether `guard(kind)(lock)` comes next. */
export function atGuard(cursor: Cursor): boolean {
  return cursor.at('guard') && cursor.ahead(1).text === '(' && cursor.ahead(4).text === '(';
}

/** `guard(mutex)(&lock)` */
export function guardHead(cursor: Cursor): GuardCalls {
  const { span } = cursor.next();
  cursor.expect('(');
  const guard = guardNamed(cursor);
  cursor.expect(')');
  cursor.expect('(');
  const lock = cursor.at(')') ? null : assignment(cursor);
  cursor.expect(')');
  return calls(cursor, guard, lock, cursor.since(span));
}

/** `scoped_guard(mutex, &lock)`, without what it guards. */
export function scopedGuardHead(cursor: Cursor): GuardCalls {
  const { span } = cursor.next();
  cursor.expect('(');
  const guard = guardNamed(cursor);
  const lock = cursor.eat(',') ? assignment(cursor) : null;
  cursor.expect(')');
  return calls(cursor, guard, lock, cursor.since(span));
}

/** Kinds that the kernel has, and that are refused: they may fail, or are of what no test has. Any other name may be misspelt. */
const REFUSED: ReadonlySet<string> = new Set(
  'srcu srcu_fast rcu_tasks_trace preempt_notrace task_lock cpus_read_lock device local_lock local_lock_irq local_lock_irqsave mutex_try mutex_intr mutex_kill rwsem_read_try rwsem_read_intr rwsem_read_kill rwsem_write_try rwsem_write_kill spinlock_try spinlock_irq_try spinlock_bh_try spinlock_irqsave_try raw_spinlock_try raw_spinlock_irq_try raw_spinlock_bh_try raw_spinlock_irqsave_try'.split(
    ' ',
  ),
);

function guardNamed(cursor: Cursor): Guard {
  const { text } = cursor.token;
  const why = 'call what takes the lock, and at each way out what gives it back';
  if (REFUSED.has(text))
    cursor.fail(cursor.token.span, { code: 'unsupported', what: `a guard of the kind '${text}'`, why });
  const guard = GUARDS.get(text);
  if (guard === undefined)
    cursor.unexpected('a kind of guard such as mutex, rwsem_read, spinlock_irqsave or rcu');
  cursor.next();
  return guard;
}

function calls(
  cursor: Cursor,
  { take, give, isOfLock }: Guard,
  lock: ExpressionTree | null,
  span: Span,
): GuardCalls {
  if (isOfLock !== (lock !== null)) cursor.unexpected(isOfLock ? 'a lock' : "')'");
  const call = (name: string): StatementTree => ({
    kind: 'expression',
    expression: { kind: 'call', callee: { text: name, span }, arguments: lock === null ? [] : [lock], span },
    span,
  });
  return { take: call(take), give: call(give) };
}

/** Statements between the two calls, with the second one before each way out. */
export function guarded(
  { take, give }: GuardCalls,
  inner: readonly StatementTree[],
): readonly StatementTree[] {
  const labels = new Set<string>();
  for (const each of inner) {
    visitStatements(each, (one) => {
      if (one.kind === 'label') labels.add(one.name.text);
    });
  }
  const ways: Ways = { give, labels, breaks: true, continues: true };
  return [take, ...inner.map((each) => leaving(each, ways)), give];
}

interface Ways {
  readonly give: StatementTree;
  /** The labels inside, to which a jump does not leave. */
  readonly labels: ReadonlySet<string>;
  /** Whether `break` and `continue` leave. */
  readonly breaks: boolean;
  readonly continues: boolean;
}

function leaving(statement: StatementTree, ways: Ways): StatementTree {
  const { span } = statement;
  const first = (before: readonly StatementTree[], last: StatementTree): StatementTree => {
    return { kind: 'block', statements: [...before, ways.give, last], span };
  };
  const inside = (each: StatementTree): StatementTree => leaving(each, ways);
  const inLoop = (each: StatementTree): StatementTree =>
    leaving(each, { ...ways, breaks: false, continues: false });
  switch (statement.kind) {
    case 'break':
      return ways.breaks ? first([], statement) : statement;
    case 'continue':
      return ways.continues ? first([], statement) : statement;
    case 'goto':
      return ways.labels.has(statement.label.text) ? statement : first([], statement);
    case 'return':
      return returning(statement, first);
    case 'block':
      return { ...statement, statements: statement.statements.map(inside) };
    case 'if': {
      const then = inside(statement.then);
      const otherwise = statement.otherwise && inside(statement.otherwise);
      return { ...statement, then, otherwise };
    }
    case 'while':
    case 'do':
    case 'for':
      return { ...statement, body: inLoop(statement.body) };
    case 'switch':
      return { ...statement, body: leaving(statement.body, { ...ways, breaks: false }) };
    case 'case':
    case 'label':
      return { ...statement, statement: inside(statement.statement) };
    default:
      return statement;
  }
}

/** What is returned is worked out before the lock is given back. */
function returning(
  statement: StatementTree & { readonly kind: 'return' },
  first: (before: readonly StatementTree[], last: StatementTree) => StatementTree,
): StatementTree {
  const { value, span } = statement;
  if (value === null || isConstant(value)) return first([], statement);
  const name = { text: 'returned__', span: value.span };
  const type = { base: '', pointers: 0, like: value, span: value.span };
  const kept: StatementTree = { kind: 'declaration', declarators: [{ name, type, value }], span };
  return first([kept], { ...statement, value: { kind: 'name', name: name.text, span: value.span } });
}

/** A number, or the name of one, which no lock guards. */
function isConstant(tree: ExpressionTree): boolean {
  if (tree.kind === 'unary')
    return tree.operator !== '*' && tree.operator !== '&' && isConstant(tree.operand);
  return (
    tree.kind === 'number' || (tree.kind === 'name' && /^(?:[A-Z][A-Z0-9_]*|true|false)$/.test(tree.name))
  );
}
