/** The colours of a document, in the numbers of the protocol. */
import { type SemanticTokens, SemanticTokensBuilder } from 'vscode-languageserver';
import { marksOf } from '../language/index.js';
import type { OpenTest } from './open-test.js';
import { TOKEN_LEGEND, TOKEN_STYLES } from './protocol-kinds.js';

/** The tokens; what goes over several lines is one a line, as every editor takes it. */
export function semanticTokensOf({ document, outline }: OpenTest): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  const { text } = outline.source;
  for (const { start, end, kind, declares } of marksOf(outline)) {
    const { type, modifiers } = TOKEN_STYLES[kind];
    const all = declares ? ['declaration', ...modifiers] : modifiers;
    for (const [from, length] of linesWithin(text, start, end)) {
      const { line, character } = document.positionAt(from);
      builder.push(line, character, length, TOKEN_LEGEND.tokenTypes.indexOf(type), bits(all));
    }
  }
  return builder.build();
}

/** Where each line of a part begins, and how long it is without its end. */
function linesWithin(text: string, start: number, end: number): readonly (readonly [number, number])[] {
  const lines: [number, number][] = [];
  let from = start;
  for (const line of text.slice(start, end).split('\n')) {
    const length = line.replace(/\r$/, '').length;
    if (length > 0) lines.push([from, length]);
    from += line.length + 1;
  }
  return lines;
}

function bits(modifiers: readonly string[]): number {
  return modifiers.reduce((sum, each) => sum | (1 << TOKEN_LEGEND.tokenModifiers.indexOf(each)), 0);
}
