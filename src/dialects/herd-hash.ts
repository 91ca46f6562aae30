/**
 * The `Hash=` that herd7 prints for a test which has none in its header: MD5 digests of the initial state, of the threads and of what
 * the question looks at, and of these together. A C test counts as it is written, white space and comments of its threads included;
 * an assembly test as herd7 prints each of its instructions, which is not known here. What published logs do not confirm has no hash:
 * other types than these, initial values without a type, functions and definitions beside the threads.
 */
import { md5 } from '@noble/hashes/legacy.js';
import type { InitItem } from '../syntax/file-scope-tree.js';
import type {
  ConditionOperand,
  CTest,
  InfoLine,
  LocationTree,
  Parameter,
  PropositionTree,
  ThreadDefinition,
} from '../syntax/tree.js';
import type { Span } from '../text/source.js';

/** Those of the keys of a header that count. */
const DIGESTED: ReadonlySet<string> = new Set(['memorytype', 'mt']);

/** The type of what a parameter points at, and how often that is a pointer. */
const PARAMETER = /^(int|spinlock_t)\s*\*(\**)\s*$/;
const NUMBER = /^int\s+(\w+)\s*=\s*(0|[1-9]\d{0,8})$/;
const POINTER = /^int\s*\*\s*(\w+)\s*=\s*&(\w+)$/;

/** The hash, in hexadecimal digits; undefined where it is not known. */
export function herdHash(test: CTest): string | undefined {
  const { source, dialect, definitions, functions, filter, info } = test;
  const isPlain =
    dialect === 'C' &&
    definitions.length === 0 &&
    functions.length === 0 &&
    filter === null &&
    !info.some(counts);
  if (!isPlain || !ASCII.test(source.text)) return undefined;
  const parts = [stateText(test.init), codeText(test.threads), observedText(test)];
  if (!parts.every((part) => part !== null)) return undefined;
  const digests = parts.flatMap((part) => [...md5(bytesOf(part))]);
  return [...md5(Uint8Array.from(digests))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Without carriage returns, and without `#`, which herd7 does not know. */
const ASCII = /^[\t\n !"$-~]*$/;

function bytesOf(ascii: string): Uint8Array {
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0));
}

function counts({ key }: InfoLine): boolean {
  return DIGESTED.has(key.text.toLowerCase());
}

function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}

/** `int *p=x; int y=1`, by names. */
function stateText(init: readonly InitItem[]): string | null {
  const entries = new Map<string, string>();
  for (const { span } of init) {
    const text = textOf(span).replace(/;$/, '').trimEnd();
    const number = NUMBER.exec(text);
    const pointer = POINTER.exec(text);
    const name = number?.[1] ?? pointer?.[1];
    if (name === undefined || entries.has(name)) return null;
    if (number !== null) entries.set(name, `int ${name}=${number[2]}`);
    else if (pointer !== null) entries.set(name, `int *${name}=${pointer[2]}`);
  }
  return [...entries.keys()]
    .sort()
    .map((name) => entries.get(name))
    .join('; ');
}

function codeText(threads: readonly ThreadDefinition[]): string | null {
  const texts = threads.map(threadText);
  return texts.every((text) => text !== null) ? ` ${texts.join(' | ')} ;\n` : null;
}

function threadText({ number, parameters, body }: ThreadDefinition): string | null {
  const types = parameters.map(parameterText);
  const text = textOf(body.span);
  if (!types.every((type) => type !== null) || !isOneBlock(text)) return null;
  return `P${number}(${types.join(', ')}) {\n${text.slice(1, -1)}\n}\n`;
}

function parameterText({ type, name }: Parameter): string | null {
  const found = PARAMETER.exec(textOf({ ...type.span, end: name.span.start }));
  return found === null ? null : `${found[1]}${found[2]}* ${name.text}`;
}

/** Whether the braces of a text match if one also counts those in comments, as herd7 does. */
function isOneBlock(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at === text.length - 1;
  }
  return false;
}

/** `0:r1; 1:r2; x`: registers by threads and names, then locations. */
function observedText({ init, threads, locations, condition }: CTest): string | null {
  const known = new Set([
    ...threads.flatMap(({ parameters }) => parameters.map(({ name }) => name.text)),
    ...init.map(({ name }) => name.text),
  ]);
  const compared = condition === null ? [] : operandsOf(condition.proposition);
  if (compared === null) return null;
  const registers = new Map<string, readonly [bigint, string]>();
  const names = new Set<string>();
  for (const operand of [...locations, ...compared]) {
    if (operand.kind === 'register' && operand.path.length === 0) {
      const { value } = operand.thread;
      registers.set(`${value}:${operand.name.text}`, [value, operand.name.text]);
    } else if (
      (operand.kind === 'location' || operand.kind === 'content') &&
      isKnown(operand.location, known)
    )
      names.add(operand.location.name.text);
    else return null;
  }
  const sorted = [...registers].sort(([, [thread, name]], [, [other, second]]) =>
    thread === other ? (name < second ? -1 : 1) : thread < other ? -1 : 1,
  );
  return [...sorted.map(([text]) => text), ...[...names].sort()].join('; ');
}

function isKnown({ name, path }: LocationTree, known: ReadonlySet<string>): boolean {
  return path.length === 0 && known.has(name.text);
}

/** The left sides of all comparisons; null where one compares with something else than a value. */
function operandsOf(proposition: PropositionTree): readonly ConditionOperand[] | null {
  switch (proposition.kind) {
    case 'truth':
      return [];
    case 'operand':
      return null;
    case 'compare': {
      const { left, right } = proposition;
      const isValue =
        right.kind === 'number' || (right.kind === 'location' && right.location.path.length === 0);
      return isValue ? [left] : null;
    }
    case 'not':
      return operandsOf(proposition.operand);
    default: {
      const [left, right] = [proposition.left, proposition.right].map(operandsOf);
      return left === null || right === null ? null : [...left, ...right];
    }
  }
}
