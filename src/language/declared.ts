/** What a C test declares, as far as its tree goes: which name is what, and where it is known. */
import { CALLBACK_CALLS } from '../kernel/primitives/callback.js';
import { declared } from '../syntax/print/print-type.js';
import type {
  CTest,
  ExpressionTree,
  FunctionDefinition,
  Parameter,
  ThreadDefinition,
} from '../syntax/tree.js';
import { ownExpressions, visitExpressions, visitStatements } from '../syntax/visit.js';

/** A thread or a helper, by its name. */
export interface DeclaredFunction {
  readonly name: string;
  readonly isThread: boolean;
  /** Declarations, `int *x`, by names. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The parameters that are locations: all of a thread's, and of a callback's those behind the first. */
  readonly shared: ReadonlySet<string>;
  readonly locals: ReadonlyMap<string, string>;
  readonly labels: ReadonlySet<string>;
}

/** The names of a file. */
export interface DeclaredNames {
  readonly functions: ReadonlyMap<string, DeclaredFunction>;
  /** Declarations, or null where there is no type, by the names of locations. */
  readonly locations: ReadonlyMap<string, string | null>;
  /** The names of types, structures with `struct`. */
  readonly types: ReadonlySet<string>;
  /** Constants of enumerations. */
  readonly constants: ReadonlySet<string>;
  /** The members of the structures that the file defines, with their declarations. */
  readonly members: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Nothing: of a text without a tree. */
export const NOTHING_DECLARED: DeclaredNames = {
  functions: new Map(),
  locations: new Map(),
  types: new Set(),
  constants: new Set(),
  members: new Map(),
};

/** What a tree declares. */
export function declaredIn(tree: CTest): DeclaredNames {
  const { definitions } = tree;
  const structures = definitions.flatMap((each) => (each.kind === 'structure' ? [each] : []));
  const typedefs = definitions.flatMap((each) => (each.kind === 'typedef' ? [each.name.text] : []));
  const enums = definitions.flatMap((each) => (each.kind === 'enum' ? each.members : []));
  const queued = callbacksIn(tree);
  const functions = [
    ...tree.functions.map((each) => declaredFunction(each, queued.has(each.name.text) ? 1 : Infinity)),
    ...tree.threads.map((each) => declaredFunction(each, 0)),
  ];
  return {
    functions: new Map(functions.map((each) => [each.name, each])),
    locations: locationsIn(tree, functions),
    types: new Set([...typedefs, ...structures.map(({ name }) => name)]),
    constants: new Set(enums.map(({ name }) => name.text)),
    members: new Map(
      structures.map(({ name, members }) => [
        name,
        new Map(members.map((each) => [each.name.text, declared(each.type, each.name.text)])),
      ]),
    ),
  };
}

/** Of the init block, of file scope, and what is a parameter of a thread and nothing else. */
function locationsIn(
  { init, definitions }: CTest,
  functions: readonly DeclaredFunction[],
): ReadonlyMap<string, string | null> {
  const variables = definitions.flatMap((each) => (each.kind === 'variable' ? [each.item] : []));
  const locations = new Map<string, string | null>();
  for (const { thread, name, type } of [...init, ...variables])
    if (thread === null && !locations.has(name.text))
      locations.set(name.text, type && declared(type, name.text));
  for (const { shared, parameters } of functions)
    for (const [name, text] of parameters)
      if (shared.has(name) && !locations.has(name)) locations.set(name, pointee(text));
  return locations;
}

/** The functions that some call queues as callbacks. */
function callbacksIn({ functions, threads }: CTest): ReadonlySet<string> {
  const names = new Set<string>();
  const queued = (each: ExpressionTree): void => {
    if (each.kind !== 'call' || CALLBACK_CALLS.get(each.callee.text)?.kind !== 'queue') return;
    const last = each.arguments.at(-1);
    if (last?.kind === 'name') names.add(last.name);
  };
  for (const { body } of [...functions, ...threads])
    visitStatements(body, (statement) => {
      for (const each of ownExpressions(statement)) visitExpressions(each, queued);
    });
  return names;
}

function declaredFunction(
  { name, parameters, body }: FunctionDefinition | ThreadDefinition,
  firstShared: number,
): DeclaredFunction {
  const locals = new Map<string, string>();
  const labels = new Set<string>();
  visitStatements(body, (statement) => {
    if (statement.kind === 'label') labels.add(statement.name.text);
    if (statement.kind !== 'declaration') return;
    for (const each of statement.declarators) locals.set(each.name.text, declared(each.type, each.name.text));
  });
  const typed = parameters.map(
    (each: Parameter) => [each.name.text, declared(each.type, each.name.text)] as const,
  );
  const shared = new Set(parameters.slice(firstShared).map((each) => each.name.text));
  return { name: name.text, isThread: firstShared === 0, parameters: new Map(typed), shared, locals, labels };
}

/** What a parameter of a thread says of its location: `int *x` that it is an int. */
function pointee(declaration: string): string | null {
  return declaration.includes('*') ? declaration.replace('*', '') : null;
}
