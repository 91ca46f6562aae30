/**
 * What each token of a C test is. The tree says what is declared where; which of those a name is, its neighbours and its region say, so
 * that this holds in a text with faults as well. A name in a thread that nothing declares is taken as a local, as lowering does.
 */
import { TYPES } from '../kernel/c-type.js';
import { kernelDefinition } from '../kernel/definitions/index.js';
import { CONSTANTS, STRUCTURES } from '../kernel/structure.js';
import { isTypeWord } from '../syntax/parse-type.js';
import { KEYWORDS, QUESTION_WORDS, type Token, threadNumber } from '../syntax/tokens.js';
import type { CTest } from '../syntax/tree.js';
import { type DeclaredFunction, type DeclaredNames, declaredIn, NOTHING_DECLARED } from './declared.js';
import { isBarrier, KNOWN_CALLS } from './known-calls.js';
import { type MarkKind, plainMark, type TextMark } from './mark.js';
import type { Region, TextOutline } from './outline.js';

/** The names that a test in C declares, its macros among them. */
export interface NamesOfC extends DeclaredNames {
  readonly macros: ReadonlySet<string>;
}

/** What a text declares. */
export function namesOfC({ tree, tokens, regions }: TextOutline): NamesOfC {
  const declared = tree?.language === 'C' ? declaredIn(tree as CTest) : NOTHING_DECLARED;
  const macros = regions.flatMap(({ kind, from }) =>
    kind === 'directive' && tokens[from + 1]?.text === 'define' ? [tokens[from + 2]?.text ?? ''] : [],
  );
  return { ...declared, macros: new Set(macros) };
}

/** The marks of the code. */
export function marksOfC(outline: TextOutline, names: NamesOfC): readonly TextMark[] {
  return outline.regions.flatMap((region) => new Marker(outline.tokens, region, names).marks());
}

/** Names that are there without a declaration: what a read gave, in a condition to wait for, and the task that a thread is. */
const GIVEN: ReadonlySet<string> = new Set(['VAL', 'current']);

const TAGS: ReadonlySet<string> = new Set(['struct', 'enum', 'union']);

/** Marks one region. */
class Marker {
  readonly #tokens: readonly Token[];
  readonly #region: Region;
  readonly #names: NamesOfC;
  /** The thread or helper that the region is. */
  readonly #function: DeclaredFunction | undefined;
  /** The parameters of the macro that the region defines. */
  readonly #parameters: ReadonlySet<string>;

  constructor(tokens: readonly Token[], region: Region, names: NamesOfC) {
    this.#tokens = tokens;
    this.#region = region;
    this.#names = names;
    this.#function = region.kind === 'function' ? names.functions.get(region.name.text) : undefined;
    this.#parameters = region.kind === 'directive' ? macroParameters(tokens, region) : new Set();
  }

  marks(): readonly TextMark[] {
    const marks: TextMark[] = [];
    for (let at = this.#region.from; at < this.#region.to; at += 1) {
      const token = this.#tokens[at];
      const mark = token.kind === 'name' ? this.#name(token, at) : plain(token);
      if (mark !== null) marks.push(mark);
    }
    return marks;
  }

  #text(at: number): string {
    return at < this.#region.from || at >= this.#region.to ? '' : this.#tokens[at].text;
  }

  #name(token: Token, at: number): TextMark {
    const { text, span } = token;
    const [before, behind] = [this.#text(at - 1), this.#text(at + 1)];
    const own = (kind: MarkKind, scope: string, declares = false): TextMark => ({
      ...{ start: span.start, end: span.end, kind, name: text, scope, declares },
    });
    const plainly = (kind: MarkKind): TextMark => plainMark(kind, span, text);
    const inDirective = this.#region.kind === 'directive' ? this.#inDirective(token, at, own) : null;
    if (inDirective !== null) return inDirective;
    if (before === '.' || before === '->') return own('field', '');
    if (TAGS.has(before)) return own('structure', '', behind === '{');
    if (this.#isPointerToFunction(at) && this.#isField(text)) return own('field', '', true);
    if (this.#isKeyword(text)) return plainly('keyword');
    const callable = this.#callable(token, own);
    if (callable !== null) return callable;
    if (behind === '(' && KNOWN_CALLS.has(text)) return plainly(isBarrier(text) ? 'barrier' : 'primitive');
    if (this.#isType(text, behind)) return plainly('type');
    return this.#variable(token, at, own) ?? plainly('constant');
  }

  #inDirective({ text, span }: Token, at: number, own: Own): TextMark | null {
    const { from } = this.#region;
    if (at === from + 1) return plainMark('keyword', span, text);
    if (at === from + 2) return own('macro', '', this.#text(from + 1) === 'define');
    return this.#parameters.has(text) ? own('macro-parameter', this.#text(from + 2)) : null;
  }

  /** What the file itself defines: a macro, a type, a thread, a helper. */
  #callable(token: Token, own: Own): TextMark | null {
    const { text } = token;
    const { functions, macros, types } = this.#names;
    if (macros.has(text)) return own('macro', '');
    const declared = functions.get(text);
    if (declared !== undefined) return own(declared.isThread ? 'thread' : 'function', '', this.#heads(token));
    return types.has(text) ? own('type', '') : null;
  }

  #isType(text: string, behind: string): boolean {
    return isTypeWord(text) || (this.#mayBeType(behind) && isKnownType(text));
  }

  /** Whether a word is one of the grammar's here. */
  #isKeyword(text: string): boolean {
    if (this.#region.kind !== 'question') return KEYWORDS.has(text);
    return QUESTION_WORDS.has(text) || ['not', 'true', 'false'].includes(text);
  }

  #heads(token: Token): boolean {
    return this.#region.kind === 'function' && this.#region.name === token;
  }

  /** A name of a type has a name or stars behind it, or stands in parentheses. */
  #mayBeType(behind: string): boolean {
    return behind === '*' || behind === ')' || /^[A-Za-z_]/.test(behind);
  }

  #variable(token: Token, at: number, own: Own): TextMark | null {
    switch (this.#region.kind) {
      case 'function':
        return this.#inFunction(token, at, own);
      case 'init':
      case 'question':
        return this.#outside(token, at, own);
      default:
        return this.#global(token, at, own);
    }
  }

  #global({ text }: Token, at: number, own: Own): TextMark | null {
    const { locations, constants } = this.#names;
    const defines = this.#region.kind === 'definition';
    if (locations.has(text)) return own('location', '', defines && !this.#isValue(at));
    if (constants.has(text)) return own('constant', '', defines);
    // Behind an arrow it is known by that; macros take it alone: `container_of(p, struct node, list)`.
    return this.#isField(text) ? own('field', '', defines) : null;
  }

  #isField(text: string): boolean {
    return [...this.#names.members.values()].some((fields) => fields.has(text));
  }

  /** `int (*name)(…)` in a definition, which may be a member named as a function is. */
  #isPointerToFunction(at: number): boolean {
    if (this.#region.kind !== 'definition') return false;
    return [-2, -1, 1].map((by) => this.#text(at + by)).join('') === '(*)';
  }

  /** Whether what stands before a name makes it a value. */
  #isValue(at: number): boolean {
    return ['=', '&', '('].includes(this.#text(at - 1));
  }

  #inFunction(token: Token, at: number, own: Own): TextMark | null {
    const { text } = token;
    const [before, behind] = [this.#text(at - 1), this.#text(at + 1)];
    const { name, body } = this.#region as Region & { readonly kind: 'function' };
    const thread = threadNumber(name.text) !== null;
    const known = this.#function;
    if (before === 'goto') return own('label', name.text);
    const opensStatement = ['{', '}', ';', ':', ')'].includes(before);
    if (behind === ':' && opensStatement && before !== '?') return own('label', name.text, true);
    const isHead = at < body;
    if (known?.locals.has(text) && !isHead) return own('local', name.text, this.#declaresLocal(at));
    if (known?.parameters.has(text) || (isHead && [',', ')'].includes(behind)))
      return thread || known?.shared.has(text) ? own('location', '') : own('parameter', name.text, isHead);
    const global = this.#global(token, at, own);
    if (global !== null) return global;
    if (CONSTANTS.has(text) || GIVEN.has(text) || kernelDefinition(text) !== undefined) return null;
    if (behind === '(') return plainMark('function', token.span, text);
    return own('local', name.text);
  }

  /** Whether a type stands before a name, with stars or other names of the same declaration between. */
  #declaresLocal(at: number): boolean {
    let before = at - 1;
    while (this.#text(before) === '*') before -= 1;
    const token = this.#tokens[before];
    if (token.kind === 'name' && !KEYWORDS.has(token.text))
      return (
        isTypeWord(token.text) ||
        isKnownType(token.text) ||
        this.#names.types.has(token.text) ||
        this.#text(before - 1) === 'struct'
      );
    return token.text === ',' && this.#continuesDeclaration(before);
  }

  /** Whether a comma at the depth of its statement separates names of a declaration. */
  #continuesDeclaration(comma: number): boolean {
    let depth = 0;
    for (let at = comma - 1; at > this.#region.from; at -= 1) {
      const text = this.#text(at);
      if (text === ')' || text === ']') depth += 1;
      if (text === '(' || text === '[') depth -= 1;
      if (depth < 0) return false;
      if (depth === 0 && [';', '{', '}'].includes(text)) return this.#beginsDeclaration(at + 1);
    }
    return false;
  }

  #beginsDeclaration(at: number): boolean {
    const text = this.#text(at);
    return isTypeWord(text) || isKnownType(text) || this.#names.types.has(text);
  }

  #outside(token: Token, at: number, own: Own): TextMark | null {
    const { text } = token;
    const isInit = this.#region.kind === 'init';
    if (threadNumber(text) !== null && this.#text(at + 1) === ':') return own('thread', '');
    if (this.#text(at - 1) === ':') {
      const thread = threadOf(this.#text(at - 2));
      if (thread !== null) return own('local', thread);
    }
    const { locations, constants, functions } = this.#names;
    if (locations.has(text))
      return own('location', '', isInit && !this.#isValue(at) && this.#text(at + 1) !== '.');
    if (constants.has(text)) return own('constant', '');
    if (CONSTANTS.has(text)) return null;
    // Without its thread, a register that only one thread has.
    const holder = [...functions.values()].find(({ isThread, locals }) => isThread && locals.has(text));
    return holder === undefined ? own('location', '', isInit) : own('local', holder.name);
  }
}

type Own = (kind: MarkKind, scope: string, declares?: boolean) => TextMark;

/** `P1` for `1` and `P1`; null for what is no thread. */
export function threadOf(text: string): string | null {
  if (/^\d{1,6}$/.test(text)) return `P${Number(text)}`;
  return threadNumber(text) === null ? null : text;
}

function isKnownType(text: string): boolean {
  return TYPES.has(text) || STRUCTURES.has(text);
}

/** What a token is that is no name; null for punctuation. */
export function plain({ kind, text, span }: Token): TextMark | null {
  if (kind === 'number') return plainMark('number', span, text);
  if (kind === 'string') return plainMark('string', span, text);
  return kind === 'symbol' && !/^[{}()[\];,.:]$/.test(text) ? plainMark('operator', span, text) : null;
}

/** The names between the parentheses that touch a macro's name. */
function macroParameters(tokens: readonly Token[], { from, to }: Region): ReadonlySet<string> {
  const [name, open] = [tokens[from + 2], tokens[from + 3]];
  if (to <= from + 3 || open.text !== '(' || open.span.start !== name.span.end) return new Set();
  const parameters = new Set<string>();
  for (let at = from + 4; at < to && tokens[at].text !== ')'; at += 1)
    if (tokens[at].kind === 'name') parameters.add(tokens[at].text);
  return parameters;
}
