/** What may stand in a thread or a helper of a C test. */
import { STRUCTURES } from '../kernel/structure.js';
import { KEYWORDS } from '../syntax/tokens.js';
import { type Completion, field, wordCompletion } from './completion.js';
import { isBarrier, KNOWN_CALLS, type KnownCall } from './known-calls.js';
import type { MarkKind } from './mark.js';
import { type NamesOfC, namesOfC } from './mark-c.js';
import { marksOf } from './marks.js';
import type { Region, TextOutline } from './outline.js';

const TYPE_WORDS: readonly string[] = [
  'int',
  'long',
  'unsigned long',
  'struct',
  'u64',
  'u32',
  'bool',
  'void',
];

/** What may stand at an offset of a region. */
export function completionsInC(outline: TextOutline, region: Region, offset: number): readonly Completion[] {
  const names = namesOfC(outline);
  const { text } = outline.source;
  const before = text.slice(0, offset).replace(/[\w$]*$/, '');
  if (/(?:\.|->)\s*$/.test(before)) return fields(names);
  if (region.kind !== 'function') return [...types(names), ...calls(names)];
  const own = names.functions.get(region.name.text);
  if (/\bgoto\s+$/.test(before))
    return marksIn(outline, 'label', region.name.text, offset).map((name) => wordCompletion(name, 'label'));
  if (outline.tokens[region.body].span.start >= offset)
    return [...parametersLeft(names, region.name.text), ...types(names)];
  return [
    ...[...(own?.locals ?? [])].map(([name, text]) => wordCompletion(name, 'local', text)),
    // Of a declaration that is being typed, the tree has nothing.
    ...marksIn(outline, 'local', region.name.text, offset).map((name) => wordCompletion(name, 'local')),
    ...[...(own?.parameters ?? [])].map(([name, text]) =>
      wordCompletion(name, own?.isThread ? 'location' : 'parameter', text),
    ),
    ...globals(outline, names),
    ...calls(names),
    ...types(names),
    ...[...KEYWORDS].map((word) => wordCompletion(word, 'keyword')),
  ];
}

/** The names of a kind that a function has, but for the one that is being typed. */
function marksIn(outline: TextOutline, kind: MarkKind, scope: string, offset: number): readonly string[] {
  return marksOf(outline)
    .filter(
      (mark) => mark.kind === kind && mark.scope === scope && (offset < mark.start || mark.end < offset),
    )
    .map(({ name }) => name);
}

function fields({ members }: NamesOfC): readonly Completion[] {
  const own = [...members].flatMap(([structure, declared]) =>
    [...declared].map(([name, text]) => wordCompletion(name, 'field', `${text} of ${structure}`)),
  );
  const kernel = [...STRUCTURES].flatMap(([structure, type]) =>
    type.kind === 'structure'
      ? type.fields.map(({ name }) => wordCompletion(name, 'field', `of ${structure}`))
      : [],
  );
  return [...own, ...kernel];
}

/** Parameters for the locations that a thread does not have yet, and for all that other threads have. */
function parametersLeft({ functions, locations }: NamesOfC, name: string): readonly Completion[] {
  const taken = functions.get(name)?.parameters;
  const others = new Map(
    [...functions.values()].flatMap(({ isThread, parameters }) => (isThread ? [...parameters] : [])),
  );
  return [...locations].flatMap(([location, declaration]) => {
    if (taken?.has(location)) return [];
    const text =
      others.get(location) ?? `${/^[\w ]*(?= )/.exec(declaration ?? '')?.[0] ?? 'int'} *${location}`;
    return [wordCompletion(text, 'location')];
  });
}

/** What a declaration at file scope makes visible in every function; locations of the init block are parameters. */
function globals({ tree }: TextOutline, { macros, functions, constants }: NamesOfC): readonly Completion[] {
  const variables =
    tree?.language !== 'C'
      ? []
      : tree.definitions.flatMap((each) => (each.kind === 'variable' ? [each.item.name.text] : []));
  const helpers = [...functions.values()].filter(({ isThread }) => !isThread);
  return [
    ...variables.map((name) => wordCompletion(name, 'location')),
    ...[...macros].map((name) => wordCompletion(name, 'macro')),
    ...[...constants].map((name) => wordCompletion(name, 'constant')),
    ...helpers.map(({ name, parameters }) =>
      callCompletion(
        { name, signature: `${name}(${[...parameters.values()].join(', ')})`, listing: null },
        'function',
      ),
    ),
  ];
}

function types({ types: own }: NamesOfC): readonly Completion[] {
  return [...own, ...TYPE_WORDS, ...STRUCTURES.keys()].map((name) => wordCompletion(name, 'type'));
}

function calls({ functions }: NamesOfC): readonly Completion[] {
  return [...KNOWN_CALLS.values()]
    .filter(({ name }) => !functions.has(name))
    .map((call) => callCompletion(call, isBarrier(call.name) ? 'barrier' : 'primitive'));
}

/** A call with a field for each argument. */
function callCompletion(
  { name, signature, listing }: KnownCall,
  kind: 'function' | 'primitive' | 'barrier',
): Completion {
  const inside = /\((.*)\)$/.exec(signature)?.[1];
  const detail = signature === name ? null : signature;
  if (inside === undefined)
    return { label: name, kind, detail, insert: `${name}(${field(1)})`, isSnippet: true };
  const parameters = inside.split(/,(?![^()]*\))/).map((each) => /(\w+)\W*$/.exec(each)?.[1] ?? '');
  const filled = parameters.filter((each) => each !== '' && each !== 'void');
  const arguments_ = filled.map((each, index) => field(index + 1, each)).join(', ');
  const what = listing === null ? detail : signature;
  return { label: name, kind, detail: what, insert: `${name}(${arguments_})`, isSnippet: filled.length > 0 };
}
