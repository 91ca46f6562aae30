/**
 * Macros: `#define NAME tokens` and `#define NAME(a, b) tokens`, replaced in the token stream as C's preprocessor does, from the
 * definition on (C11 6.10.3, by Prosser's algorithm: each token carries the macros that it must not be expanded by). The tokens
 * of a replacement carry the span of the use, so that complaints point at what the user sees there; those of an argument keep
 * their own.
 */
import { type Diagnostic, errorAt, type Help, type Problem } from '../text/diagnostic.js';
import { join } from '../text/source.js';
import { Conditionals, ENABLED } from './conditional.js';
import type { Token } from './tokens.js';

/** The most tokens that replacements may make in a file. Only macros that double each other need more. */
const MOST_TOKENS = 200_000;
/** How deep macros may stand for macros. */
const MAX_DEPTH = 100;

interface Macro {
  /** Null for a macro without parentheses. `...` is a parameter of the name `__VA_ARGS__`. */
  readonly parameters: readonly string[] | null;
  readonly isVariadic: boolean;
  readonly body: readonly Token[];
}

/** A token, and the macros that it came from. */
interface Pending {
  readonly token: Token;
  readonly hidden: ReadonlySet<string>;
}

const NOWHERE: ReadonlySet<string> = new Set();

/** Carries out the directives of a token stream and gives the stream without them. */
export function expandMacros(
  tokens: readonly Token[],
  report: (diagnostic: Diagnostic) => void,
): readonly Token[] {
  if (!tokens.some((token) => isDirective(token) || isQuestion(token))) return tokens;
  const expander = new Expander(report);
  const output: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    if (isDirective(tokens[at])) {
      const end = lineAfter(tokens, at);
      expander.obey(tokens.slice(at, end));
      at = end;
      continue;
    }
    let end = at + 1;
    while (end < tokens.length && !isDirective(tokens[end])) end += 1;
    if (expander.counts) for (const token of expander.expand(tokens.slice(at, end))) output.push(token);
    at = end;
  }
  expander.end();
  // What no longer counts may have had the end of the file in it.
  const last = tokens[tokens.length - 1];
  if (output.at(-1)?.kind !== 'end') output.push(last);
  return output;
}

/** Whether a token asks for the configuration in C code. */
function isQuestion({ text }: Token): boolean {
  return ENABLED.has(text) && text !== 'defined';
}

function isDirective(token: Token): boolean {
  return token.text === '#' && token.opensLine;
}

function lineAfter(tokens: readonly Token[], at: number): number {
  let end = at + 1;
  while (!tokens[end].opensLine && tokens[end].kind !== 'end') end += 1;
  return end;
}

class Expander {
  readonly #macros = new Map<string, Macro>();
  readonly #report: (diagnostic: Diagnostic) => void;
  readonly #conditionals: Conditionals;
  #budget = MOST_TOKENS;
  #isExhausted = false;

  constructor(report: (diagnostic: Diagnostic) => void) {
    this.#report = report;
    this.#conditionals = new Conditionals({
      isDefined: (name) => this.#macros.has(name),
      expand: (tokens) => this.expand(tokens),
      error: (span, problem) => this.#complain(span, problem),
      missing: (span, name, isSet) =>
        report({ severity: 'warning', span, code: 'undefined-configuration', name, isSet }),
    });
  }

  /** Whether what comes next counts, by the conditionals around it. */
  get counts(): boolean {
    return this.#conditionals.counts;
  }

  /** At the end of the file. */
  end(): void {
    this.#conditionals.end();
  }

  /** Carries out one directive. */
  obey(line: readonly Token[]): void {
    if (this.#conditionals.obey(line) || !this.counts) return;
    const [hash, directive, name, ...rest] = line;
    const place = directive?.span ?? hash.span;
    switch (directive?.text) {
      case 'define':
      case 'undef':
        break;
      case 'include': {
        const span = join(hash.span, line[line.length - 1].span);
        this.#report({ severity: 'warning', span, code: 'skipped-include' });
        return;
      }
      default: {
        const what = `the directive '#${directive?.text ?? ''}'`;
        const why = 'only #define, #undef, #include and conditionals are understood';
        this.#complain(place, { code: 'unsupported', what, why });
        return;
      }
    }
    if (name?.kind !== 'name') {
      const expected = "a macro's name";
      this.#complain(name?.span ?? place, { code: 'unexpected', found: name?.text ?? null, expected });
    } else if (directive.text === 'undef') this.#macros.delete(name.text);
    else this.#define(name, rest);
  }

  #define(name: Token, rest: readonly Token[]): void {
    const hasParameters = rest[0]?.text === '(' && rest[0].span.start === name.span.end;
    const close = hasParameters ? rest.findIndex(({ text }) => text === ')') : -1;
    const names = hasParameters ? this.#parameters(rest.slice(1, close), rest[0], close !== -1) : null;
    if (hasParameters && names === null) return;
    const isVariadic = names?.at(-1)?.endsWith('...') === true;
    const parameters =
      names?.map((each) => each.replace(/^\.\.\.$/, '__VA_ARGS__').replace('...', '')) ?? null;
    const written = rest.slice(close + 1);
    const body = isVariadic ? withOptionalComma(written, parameters?.at(-1)) : written;
    const pasting = body.find(({ text }) => text === '#' || text === '##');
    if (pasting !== undefined) {
      const what = `'${pasting.text}' in a macro`;
      const why = 'write out the names that it would make';
      this.#complain(pasting.span, { code: 'unsupported', what, why });
      return;
    }
    this.#macros.set(name.text, { parameters, isVariadic, body });
  }

  /** The names between the parentheses; null, and reported, where they are no list of names. */
  #parameters(written: readonly Token[], open: Token, isClosed: boolean): readonly string[] | null {
    const list = withNamedRest(written);
    const fits = list.every(({ kind, text }, index) =>
      index % 2 === 1
        ? text === ','
        : (kind === 'name' && !text.endsWith('...')) || (text.endsWith('...') && index === list.length - 1),
    );
    if (isClosed && fits && (list.length === 0 || list.length % 2 === 1)) {
      return list.filter((_, index) => index % 2 === 0).map(({ text }) => text);
    }
    const bad =
      list.find(({ kind, text }, index) => (index % 2 === 1 ? text !== ',' : kind !== 'name')) ?? open;
    const expected = "names between commas as a macro's parameters, and ')'";
    this.#complain(bad.span, { code: 'unexpected', found: bad.text, expected });
    return null;
  }

  /** The tokens with all macros in them replaced. */
  expand(tokens: readonly Token[]): readonly Token[] {
    return this.#run(tokens.map((token) => ({ token, hidden: NOWHERE }))).map(({ token }) => token);
  }

  /** `input` is worked off from its front; replacements are put there again. */
  #run(input: readonly Pending[]): readonly Pending[] {
    const stack = input.toReversed();
    const output: Pending[] = [];
    let written: Pending | undefined;
    let before = 0;
    while (true) {
      const next = stack.pop();
      if (next === undefined) return output;
      if (next.hidden === NOWHERE) {
        written = next;
        before = output.length;
      }
      const replaced = this.#replacement(next, stack);
      if (this.#isExhausted) {
        if (written === undefined) return output;
        this.#giveUp(written.token, stack);
        output.length = before;
        output.push(written);
      } else if (replaced === null) output.push(next);
      else for (const each of replaced.toReversed()) stack.push(each);
    }
  }

  /** No macro is expanded any more, and what is left of the replacement is dropped. */
  #giveUp({ text, span }: Token, stack: Pending[]): void {
    this.#complain(span, { code: 'too-deep', what: `the expansion of '${text}'` });
    this.#macros.clear();
    this.#budget = MOST_TOKENS;
    this.#isExhausted = false;
    while (stack.at(-1) !== undefined && stack.at(-1)?.hidden !== NOWHERE) stack.pop();
  }

  /** What a token, with the arguments that are then taken from the stack, is replaced with; null for what is no macro. */
  #replacement({ token, hidden }: Pending, stack: Pending[]): readonly Pending[] | null {
    const macro = token.kind === 'name' && !hidden.has(token.text) ? this.#macros.get(token.text) : undefined;
    if (macro === undefined) return isQuestion(token) ? this.#answer({ token, hidden }, stack) : null;
    if (macro.parameters === null) return this.#body(macro, new Map(), token, token, hidden);
    if (stack.at(-1)?.token.text !== '(') return null;
    const taken = takeArguments(stack);
    if (taken === null) {
      const expected = `')' after the arguments of '${token.text}'`;
      this.#complain(token.span, { code: 'unexpected', found: null, expected });
      return null;
    }
    const { close } = taken;
    const given = matched(taken.given, macro);
    const { length } = macro.parameters;
    if (given.length !== length) {
      const expected = `${length} argument${length === 1 ? '' : 's'}`;
      const span = join(token.span, close.token.span);
      this.#complain(span, { code: 'wrong-argument-count', name: token.text, expected, found: given.length });
      return [{ token: { ...token, kind: 'number', text: '0', span }, hidden }];
    }
    const values = new Map(macro.parameters.map((name, index) => [name, this.#run(given[index])]));
    if (macro.isVariadic) {
      const rest = values.get(macro.parameters[length - 1]) ?? [];
      const comma = { token: { ...token, kind: 'symbol', text: ',' }, hidden } as const;
      for (const name of macro.parameters.slice(-1))
        values.set(COMMA_BEFORE + name, rest.length === 0 ? [] : [comma, ...rest]);
    }
    const both = new Set([...hidden].filter((name) => close.hidden.has(name)));
    return this.#body(macro, values, token, close.token, both);
  }

  /** `IS_ENABLED(CONFIG_X)`: 1 or 0; null where it is not asked of one name. */
  #answer({ token, hidden }: Pending, stack: Pending[]): readonly Pending[] | null {
    const [open, name, close] = [stack.at(-1), stack.at(-2), stack.at(-3)].map((each) => each?.token);
    if (open?.text !== '(' || name?.kind !== 'name' || close?.text !== ')') return null;
    stack.length -= 3;
    const text = this.#conditionals.isSet(name) ? '1' : '0';
    return [{ token: { ...token, kind: 'number', text, span: join(token.span, close.span) }, hidden }];
  }

  /** The body with its parameters replaced, in which the macro is hidden. */
  #body(
    { body }: Macro,
    values: ReadonlyMap<string, readonly Pending[]>,
    use: Token,
    last: Token,
    hidden: ReadonlySet<string>,
  ): readonly Pending[] {
    const within = new Set([...hidden, use.text]);
    const span = use.span.start <= last.span.start ? join(use.span, last.span) : use.span;
    const made = body.flatMap((token): readonly Pending[] => {
      const value = token.kind === 'name' ? values.get(token.text) : undefined;
      if (value === undefined) return [{ token: { ...token, span, opensLine: false }, hidden: within }];
      return value.map((each) => ({
        token: { ...each.token, opensLine: false },
        hidden: new Set([...each.hidden, ...within]),
      }));
    });
    this.#budget -= made.length + 1;
    this.#isExhausted ||= this.#budget < 0 || within.size > MAX_DEPTH;
    if (made.length > 0) {
      const [first, ...rest] = made;
      return [{ ...first, token: { ...first.token, opensLine: use.opensLine } }, ...rest];
    }
    return made;
  }

  #complain(span: Token['span'], problem: Problem, help: Help = {}): void {
    this.#report(errorAt(span, problem, help));
  }
}

/** What stands in a body for `, ## args`. */
const COMMA_BEFORE = ', ## ';

/** `, ## __VA_ARGS__`: the arguments that are left with a comma before them, if there are any. One token stands for all three. */
function withOptionalComma(body: readonly Token[], rest: string | undefined): readonly Token[] {
  const isAt = (index: number): boolean =>
    body[index]?.text === ',' && body[index + 1]?.text === '##' && body[index + 2]?.text === rest;
  return body.flatMap((token, index) => {
    if (isAt(index) || isAt(index - 1)) return [];
    return isAt(index - 2) ? [{ ...token, text: COMMA_BEFORE + token.text }] : [token];
  });
}

/** `args...`, which gives the arguments that are left a name, is one token. */
function withNamedRest(list: readonly Token[]): readonly Token[] {
  const [name, dots] = list.slice(-2);
  if (name?.kind !== 'name' || dots?.text !== '...') return list;
  return [...list.slice(0, -2), { ...name, text: `${name.text}...` }];
}

/** Takes `( … )` from a stack, whose next token is the opening one; null where it has no end. */
function takeArguments(stack: Pending[]): { readonly given: Pending[][]; readonly close: Pending } | null {
  const from = stack.length;
  const given: Pending[][] = [[]];
  let depth = 0;
  for (let at = from - 1; at >= 0; at--) {
    const each = stack[at];
    const { text, kind } = each.token;
    if (kind === 'end') return null;
    if (text === ')' && depth === 1) {
      stack.length = at;
      return { given, close: each };
    }
    if (text === '(' && depth++ === 0) continue;
    if (text === ')') depth -= 1;
    if (text === ',' && depth === 1) given.push([]);
    else given[given.length - 1].push(each);
  }
  return null;
}

/** The arguments, one for each parameter where there are enough: `f()` gives one that is empty, and `...` takes all that are left. */
function matched(given: readonly (readonly Pending[])[], { parameters, isVariadic }: Macro) {
  const count = parameters?.length ?? 0;
  if (count === 0 && given.length === 1 && given[0].length === 0) return [];
  if (!isVariadic || given.length < count - 1) return given;
  const named = given.slice(0, count - 1);
  const rest = given.slice(count - 1);
  const comma = given.flat()[0];
  const joined = rest.flatMap((each, index) =>
    index === 0
      ? each
      : [{ ...comma, token: { ...comma.token, kind: 'symbol' as const, text: ',' } }, ...each],
  );
  return [...named, joined];
}
