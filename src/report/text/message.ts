/**
 * The sentence for everything that may be wrong with the input, made here and nowhere else. Lower case; what was found and
 * what was expected; the user's own token in quotes.
 */
import type { Diagnostic, Fix } from '../../text/diagnostic.js';
import { unreachable } from '../../text/invariant.js';
import { positionAt, type Span } from '../../text/source.js';
import { visible } from '../../text/visible.js';
import { grouped, listed, plural } from './layout.js';

/** Quotations are cut to this number of characters. */
const LONGEST_QUOTE = 40;

/** What is wrong, in one line and without the position. */
export function messageOf(diagnostic: Diagnostic): string {
  switch (diagnostic.code) {
    case 'unexpected':
      return `expected ${visible(diagnostic.expected)}, found ${found(diagnostic.found)}`;
    case 'missing-semicolon':
      return `missing ';' before ${found(diagnostic.found)}`;
    case 'missing-brace':
      return `missing '${diagnostic.brace}' before ${found(diagnostic.found)}`;
    case 'missing-init':
      return `missing init block: expected '{' before ${found(diagnostic.found)}`;
    case 'unterminated':
      return `the ${diagnostic.what} that begins here has no end`;
    case 'stray-character':
      return `unexpected character ${quote(diagnostic.character)}`;
    case 'bad-number':
      return `${quote(diagnostic.text)} is not an integer of at most 64 bits`;
    case 'too-deep':
      return `${visible(diagnostic.what)} goes deeper than any litmus test should`;
    case 'too-many':
      return `${grouped(diagnostic.found)} ${diagnostic.what} are too many: expected at most ${grouped(diagnostic.most)}`;
    case 'empty-file':
      return "the file is empty: expected a first line such as 'C name'";
    case 'not-text':
      return 'the file is not text';
    case 'unreadable':
      return `cannot be read: ${visible(diagnostic.reason)}`;
    case 'unsupported-dialect':
      return unsupportedDialect(diagnostic);
    case 'unsupported':
      return `${visible(diagnostic.what)} is not supported${diagnostic.why === undefined ? '' : `: ${visible(diagnostic.why)}`}`;
    default:
      return meaningOf(diagnostic);
  }
}

/** What shows only when names and types are looked up. */
function meaningOf(diagnostic: Exclude<Diagnostic, { code: SyntaxCode }>): string {
  switch (diagnostic.code) {
    case 'undefined-configuration':
      return diagnostic.isSet
        ? `${quote(diagnostic.name)} is taken as set: a test has several CPUs of 64 bits`
        : `${quote(diagnostic.name)} is taken as not set: expected '#define ${visible(diagnostic.name)} 1' in the file where it is`;
    case 'passed-over':
      return diagnostic.does === 'tell'
        ? `${quote(diagnostic.name)} is passed over, as all that prints or traces: it takes no lock here, and orders nothing`
        : `${quote(diagnostic.name)} is passed over: who waits for a bit sees here that it is clear, and is never woken too early`;
    case 'skipped-include':
      return 'nothing is included: expected what the test needs of it in the file itself';
    case 'unknown-function':
      return `unknown function ${quote(diagnostic.name)}${diagnostic.suggestion === undefined ? ': expected a primitive of the kernel, or a function that the file defines' : meant(diagnostic.suggestion)}`;
    case 'barrier-without-parentheses':
      return `${quote(diagnostic.name)} does nothing without its parentheses: expected '${visible(diagnostic.name)}()'`;
    case 'wrong-argument-count':
      return `${quote(diagnostic.name)} expects ${diagnostic.expected}, found ${diagnostic.found}`;
    case 'wrong-argument':
      return `here ${quote(diagnostic.name)} expects ${visible(diagnostic.expected)}`;
    case 'no-value':
      return `${quote(diagnostic.name)} has no value that could be used`;
    case 'undeclared-location':
      return `${quote(diagnostic.name)} is not declared: expected a parameter of ${diagnostic.thread} or a local`;
    case 'int-as-pointer':
      return `${quote(diagnostic.name)} is an int, and a pointer is accessed in its place: every access is taken to be of the whole of it, as herd7 takes it`;
    case 'undeclared-local':
      return `${quote(diagnostic.name)} is not declared in ${diagnostic.thread} and is taken as an int`;
    case 'duplicate-name':
      return duplicate(diagnostic.name, diagnostic.first, diagnostic.second);
    case 'unknown-type':
      return `unknown type ${quote(diagnostic.name)}${meant(diagnostic.suggestion)}`;
    case 'unknown-field':
      return `${quote(diagnostic.structure)} has no field ${quote(diagnostic.name)}${knownFields(diagnostic.known)}`;
    case 'not-a-pointer':
      return `${visible(diagnostic.what)} is not a pointer`;
    case 'not-assignable':
      return 'expected a variable or a memory location on the left of an assignment';
    case 'unknown-instruction':
      return `unknown instruction ${quote(diagnostic.name)}${meant(diagnostic.suggestion)}`;
    case 'unknown-label':
      return `unknown label ${quote(diagnostic.name)}${meant(diagnostic.suggestion)}`;
    case 'foreign-label':
      return `${quote(diagnostic.name)} is a label of ${diagnostic.of} alone: the thread goes on in ${diagnostic.of}'s code`;
    case 'stray-jump':
      return `'${diagnostic.keyword}' stands outside of ${ENCLOSING[diagnostic.keyword]}`;
    case 'recursive-function':
      return `${quote(diagnostic.name)} calls itself${byWayOf(diagnostic.chain)}, and functions are inlined`;
    case 'unset-local':
      return `${quote(diagnostic.name)} has no value yet: it is taken as 0`;
    case 'unknown-register':
      return noRegister(diagnostic);
    case 'unknown-location':
      return `the test has no location ${quote(diagnostic.name)}${meant(diagnostic.suggestion)}`;
    case 'ambiguous-register':
      return `${quote(diagnostic.name)} is a register of ${listed(diagnostic.threads)}: expected one with its thread, such as '0:${visible(diagnostic.name)}'`;
    case 'unknown-thread':
      return `the test has no thread ${diagnostic.number}: there ${diagnostic.threads === 1 ? 'is' : 'are'} ${plural(diagnostic.threads, 'thread')}, numbered from 0`;
    case 'thread-order':
      return `threads are numbered from P0 in order: expected '${diagnostic.expected}', found ${quote(diagnostic.found)}`;
    case 'no-threads':
      return "the test has no threads: expected one such as 'P0(int *x) { … }'";
    case 'no-condition':
      return "the test asks nothing: expected 'exists', '~exists', 'forall' or 'locations'";
    case 'bad-header':
      return `${diagnostic.found === '' ? 'nothing' : `malformed ${quote(diagnostic.found)}`} in '${visible(diagnostic.key)}=': expected ${visible(diagnostic.expected)}`;
    case 'near-miss':
      return `${quote(diagnostic.found)} has no effect: expected ${visible(diagnostic.expected)}`;
    case 'bad-result':
      return `${diagnostic.found === '' ? 'nothing' : quote(diagnostic.found)} is no result: expected Never, Sometimes, Always, DEADLOCK or Maybe${meant(diagnostic.suggestion)}`;
    case 'list-length':
      return `${quote(diagnostic.name)} ${diagnostic.length === null ? 'is no array' : `has ${plural(diagnostic.length, 'element')}`}: a list of ${plural(diagnostic.values, 'value')} is compared with a whole array of as many`;
    case 'never-holds':
      return neverHolds(diagnostic);
    case 'never-address':
      return `${quote(diagnostic.name)} never holds the address of ${quote(diagnostic.of)}${diagnostic.bare ? `, which the name alone means here: expected '[${visible(diagnostic.of)}]' for what is in it` : ''}`;
    case 'unused-location':
      return `${quote(diagnostic.name)} is initialised, and neither the threads nor the condition use it`;
    case 'unknown-cat-name':
      return `nothing defines ${quote(diagnostic.name)}`;
    case 'cat-sort':
      return `expected ${visible(diagnostic.expected)}, found ${visible(diagnostic.found)}`;
    case 'cat-recursion':
      return `${quote(diagnostic.name)} depends on rf, co or fr and is defined by what it is not: there is no least such relation`;
    case 'cat-include':
      return `there is no file ${quote(diagnostic.name)} to include`;
    case 'unknown-key':
      return `there is no key ${quote(diagnostic.name)} here${meant(diagnostic.suggestion)}${diagnostic.suggestion === undefined ? knownFields(diagnostic.known) : ''}`;
    case 'repeated-key':
      return `${quote(diagnostic.name)} is given twice`;
    case 'missing-key':
      return `${quote(diagnostic.name)} is missing: expected ${visible(diagnostic.expected)}`;
    case 'wrong-value':
      return `expected ${visible(diagnostic.expected)}, found ${visible(diagnostic.found)}`;
    case 'script-failed':
      return `cannot be run: ${visible(diagnostic.message)}`;
    case 'reader-not-begun':
      return `${quote(diagnostic.name)} ends no reader${onWays(diagnostic)}`;
    case 'reader-not-ended':
      return `the reader that begins here does not end${onWays(diagnostic)}`;
    case 'wait-in-reader':
      return `${quote(diagnostic.name)} waits in a reader of its own thread${onWays(diagnostic)}`;
    case 'sleep-in-section':
      return `${quote(diagnostic.name)} may sleep, and here it must not: ${SECTIONS[diagnostic.within]}`;
    case 'foreign-index':
      return `the index is of no reader that ${quote(diagnostic.name)} could end`;
    case 'assignment-as-condition':
      return "this assigns and does not compare: expected '=='";
    case 'mixed-size':
      return mixedSize(diagnostic);
    case 'mixed-declaration': {
      const { name, type, bytes, expectedType, expectedBytes } = diagnostic;
      return `${quote(name)} is ${visible(type)} here, ${plural(bytes, 'byte')}, and elsewhere ${visible(expectedType)}: expected ${plural(expectedBytes, 'byte')}, as mixed sizes are not supported`;
    }
    case 'bad-address':
      return `on ${diagnostic.model}, ${diagnostic.thread} uses ${visible(diagnostic.value)} as an address, and nothing is there`;
    case 'bad-jump':
      return `on ${diagnostic.model}, ${diagnostic.thread} jumps to ${visible(diagnostic.value)}, and no code is there`;
    case 'outside-object':
      return `on ${diagnostic.model}, ${diagnostic.thread} reaches ${awayFrom(diagnostic)}, where there is no object: it is taken as a cell of its own, initially 0`;
    default:
      return unreachable(diagnostic);
  }
}

function noRegister(diagnostic: Extract<Diagnostic, { code: 'unknown-register' }>): string {
  const { thread, name, severity, suggestion } = diagnostic;
  const listed = severity === 'warning' ? ', and it is listed as 0' : '';
  return `${thread} has no register ${quote(name)}${listed}${meant(suggestion)}`;
}

/** Why a thread must not sleep. */
const SECTIONS = {
  spinlock: 'a spinlock is held',
  reader: 'it is in an RCU reader',
  cpu: 'interrupts or preemption are disabled',
} as const;

function unsupportedDialect({
  dialect,
  supported,
  is,
  suggestion,
}: Extract<Diagnostic, { code: 'unsupported-dialect' }>): string {
  if (suggestion !== undefined) return `no dialect is called ${quote(dialect)}${meant(suggestion)}`;
  const whose = is === undefined ? '' : ` (${is})`;
  return `the dialect ${quote(dialect)}${whose} is not supported: expected ${either(supported)}`;
}

/** An access, what it accesses, and how that is declared. */
function mixedSize({
  thread,
  model,
  bytes,
  location,
  offset,
  size,
  type,
}: Extract<Diagnostic, { code: 'mixed-size' }>): string {
  const who = model === null ? thread : `on ${model}, ${thread}`;
  const where =
    offset < 0
      ? `from ${plural(-offset, 'byte')} before ${quote(location)} on`
      : `at ${offset === 0 ? '' : `offset ${offset} of `}${quote(location)}`;
  const declared =
    type === null ? 'which other accesses take whole' : `which is declared as ${visible(type)}`;
  const whole = size === 1 ? 'its 1 byte alone' : `all ${size} bytes at once`;
  return `${who} accesses ${plural(bytes, 'byte')} ${where}, ${declared}: expected ${whole}, as mixed sizes are not supported`;
}

/** `'x' is never 3: it is 0 or 1 in every execution` */
function neverHolds({ name, operator, value, values }: Diagnostic & { code: 'never-holds' }): string {
  const sign = operator === '=' ? '' : `${operator} `;
  const held =
    values.length === 0 ? 'no write makes it so' : `no write makes it other than ${choice(values)}`;
  return `${quote(name)} is never ${sign}${visible(value)}: ${held}`;
}

/** `4 bytes before 'y'` */
function awayFrom({ location, offset }: { readonly location: string; readonly offset: number }): string {
  const distance = Math.abs(offset);
  return `${distance} byte${distance === 1 ? '' : 's'} ${offset < 0 ? 'before' : 'after'} ${quote(location)}`;
}

type SyntaxCode =
  | 'unexpected'
  | 'missing-semicolon'
  | 'missing-brace'
  | 'missing-init'
  | 'unterminated'
  | 'stray-character'
  | 'bad-number'
  | 'too-deep'
  | 'too-many'
  | 'empty-file'
  | 'not-text'
  | 'unreadable'
  | 'unsupported-dialect'
  | 'unsupported';

const ENCLOSING = {
  break: 'a loop and a switch',
  continue: 'a loop',
  case: 'a switch',
  default: 'a switch',
} as const;

function duplicate(name: string, first: string, second: string): string {
  return first === second
    ? `${quote(name)} is declared twice as ${first}`
    : `${quote(name)} is declared as ${first} and also as ${second}`;
}

function knownFields(known: readonly string[]): string {
  return known.length === 0 ? '' : `: expected ${either(known)}`;
}

/** `'a', 'b' or 'c'` */
function either(words: readonly string[]): string {
  const quoted = words.map(quote);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** `0, 1 or 2` */
function choice(words: readonly string[]): string {
  const plain = words.map(visible);
  return plain.length < 2 ? plain.join('') : `${plain.slice(0, -1).join(', ')} or ${plain.at(-1)}`;
}

function meant(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : `; did you mean ${quote(suggestion)}?`;
}

function found(token: string | null): string {
  return token === null ? 'the end of the file' : quote(token);
}

/** Where a span begins: `file:line:column`. */
export function positionText({ source, start }: Span): string {
  const { line, column } = positionAt(source, start);
  return `${visible(source.name)}:${line}:${column}`;
}

/** The user's text in quotes, cut when it is long. */
export function quote(text: string): string {
  const cleaned = visible(text);
  return `'${cleaned.length > LONGEST_QUOTE ? `${cleaned.slice(0, LONGEST_QUOTE - 1)}…` : cleaned}'`;
}

/** ` by way of 'g' and 'h'` */
function byWayOf(chain: readonly string[]): string {
  const between = chain.slice(1, -1);
  return between.length === 0 ? '' : ` by way of ${listed(between.map(quote))}`;
}

function onWays({ always }: { readonly always: boolean }): string {
  return always ? '' : ' on some way through the thread';
}

/** What an edit does. */
export function fixText({ span, replacement }: Fix): string {
  const old = span.source.text.slice(span.start, span.end).trim();
  if (replacement.trim() === '') return `remove ${quote(old)}`;
  return old === ''
    ? `insert ${quote(replacement.trim())}`
    : `replace ${quote(old)} by ${quote(replacement.trim())}`;
}
