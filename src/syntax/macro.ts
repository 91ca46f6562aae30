/**
 * Object-like macros: `#define NAME tokens`, replaced in the token stream as C's preprocessor does, from the definition
 * on. A replacement's tokens carry the span of the use, so that complaints point at what the user sees there.
 */
import { type Diagnostic, errorAt } from '../text/diagnostic.js';
import type { Token } from './tokens.js';

/** The most replacements in a file. Only macros that double each other need more. */
const MAX_REPLACEMENTS = 100_000;
/** How deep macros may stand for macros. */
const MAX_DEPTH = 100;

interface Macros {
  readonly bodies: Map<string, readonly Token[]>;
  /** Replacements left before the expansion is given up. */
  budget: number;
}

/** Carries out the directives of a token stream and gives the stream without them. */
export function expandMacros(
  tokens: readonly Token[],
  report: (diagnostic: Diagnostic) => void,
): readonly Token[] {
  if (!tokens.some(isDirective)) return tokens;
  const macros: Macros = { bodies: new Map(), budget: MAX_REPLACEMENTS };
  const output: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    if (isDirective(tokens[at])) {
      const end = lineAfter(tokens, at);
      const error = obey(tokens.slice(at, end), macros);
      if (error !== null) report(error);
      at = end;
      continue;
    }
    const length = output.length;
    if (!expand(tokens[at], macros, new Set(), output)) {
      report(errorAt(tokens[at].span, { code: 'too-deep', what: `the expansion of '${tokens[at].text}'` }));
      macros.bodies.clear();
      output.length = length;
      output.push(tokens[at]);
    }
    at += 1;
  }
  return output;
}

function isDirective(token: Token): boolean {
  return token.text === '#' && token.opensLine;
}

function lineAfter(tokens: readonly Token[], at: number): number {
  let end = at + 1;
  while (!tokens[end].opensLine) end += 1;
  return end;
}

/** Carries out one directive, and gives the error in it or null. */
function obey(line: readonly Token[], macros: Macros): Diagnostic | null {
  const [hash, directive, name, ...body] = line;
  const place = directive?.span ?? hash.span;
  if (directive?.text !== 'define' && directive?.text !== 'undef') {
    const what = `the directive '#${directive?.text ?? ''}'`;
    return errorAt(place, { code: 'unsupported', what, why: 'only #define and #undef are understood' });
  }
  if (name?.kind !== 'name') {
    return errorAt(name?.span ?? place, {
      code: 'unexpected',
      found: name?.text ?? null,
      expected: "a macro's name",
    });
  }
  if (directive.text === 'undef') macros.bodies.delete(name.text);
  else if (body[0]?.text === '(' && body[0].span.start === name.span.end) {
    return errorAt(name.span, {
      code: 'unsupported',
      what: 'a macro with parameters',
      why: 'write a helper function',
    });
  } else macros.bodies.set(name.text, body);
  return null;
}

/** Appends a token or what it stands for. A macro is not expanded within itself. */
function expand(token: Token, macros: Macros, within: Set<string>, output: Token[]): boolean {
  const body = token.kind === 'name' && !within.has(token.text) ? macros.bodies.get(token.text) : undefined;
  if (body === undefined) return output.push(token) > 0;
  if (within.size === MAX_DEPTH || macros.budget < body.length) return false;
  macros.budget -= body.length + 1;
  within.add(token.text);
  const fits = body.every((part, index) => {
    const opensLine = token.opensLine && index === 0;
    return expand({ ...part, span: token.span, opensLine }, macros, within, output);
  });
  within.delete(token.text);
  return fits;
}
