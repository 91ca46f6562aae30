/** What a C test declares, as far as its tree goes: which name is what, and where it is known. */
import { declared } from '../syntax/print/print-type.js';
import type { CTest, FunctionDefinition, Parameter, ThreadDefinition } from '../syntax/tree.js';
import { visitStatements } from '../syntax/visit.js';

/** A thread or a helper, by its name. */
export interface DeclaredFunction {
  readonly name: string;
  readonly isThread: boolean;
  /** Declarations, `int *x`, by names. */
  readonly parameters: ReadonlyMap<string, string>;
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
  const functions = [
    ...tree.functions.map((each) => declaredFunction(each, false)),
    ...tree.threads.map((each) => declaredFunction(each, true)),
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
  for (const { isThread, parameters } of functions)
    for (const [name, text] of isThread ? parameters : [])
      if (!locations.has(name)) locations.set(name, pointee(text));
  return locations;
}

function declaredFunction(
  { name, parameters, body }: FunctionDefinition | ThreadDefinition,
  isThread: boolean,
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
  return { name: name.text, isThread, parameters: new Map(typed), locals, labels };
}

/** What a parameter of a thread says of its location: `int *x` that it is an int. */
function pointee(declaration: string): string | null {
  return declaration.includes('*') ? declaration.replace('*', '') : null;
}
