/** The source beside a graph, coloured as C is: comments, strings, keywords, types, calls, numbers; of assembly the comments alone. */
import { escaped } from './label.js';

/** In the order in which they are tried. herd7's comment begins with a star that no expression has there. */
const COMMENT = String.raw`(?<comment>\(\*(?=[\s*])[\s\S]*?\*\)|\/\*[\s\S]*?\*\/|\/\/[^\n]*)`;
const C = [
  COMMENT,
  String.raw`(?<string>"(?:[^"\\\n]|\\.)*")`,
  String.raw`(?<directive>^#[^\n]*)`,
  String.raw`(?<keyword>\b(?:if|else|while|for|do|switch|case|default|goto|break|continue|return|sizeof|exists|forall|locations|filter)\b)`,
  String.raw`(?<type>\b(?:struct|union|enum|typedef|static|inline|const|volatile|unsigned|signed|char|short|int|long|void|bool|[A-Za-z]\w*_t|[us](?:8|16|32|64))\b)`,
  String.raw`(?<call>\b[A-Za-z_]\w*(?=\())`,
  String.raw`(?<literal>\b(?:0[xX][\da-fA-F]+|\d+)[uUlL]*\b)`,
].join('|');

/** Each line as markup. */
export function colouredLines(source: string, isC: boolean): readonly string[] {
  const pattern = new RegExp(isC ? C : COMMENT, 'gm');
  const lines = [''];
  const add = (text: string, kind: string | null): void => {
    text.split(/\r?\n/).forEach((part, index) => {
      if (index > 0) lines.push('');
      const shown = escaped(part);
      if (part !== '') lines[lines.length - 1] += kind === null ? shown : `<i class="${kind}">${shown}</i>`;
    });
  };
  let at = 0;
  for (const { 0: text, index, groups = {} } of source.matchAll(pattern)) {
    add(source.slice(at, index), null);
    add(text, Object.keys(groups).find((kind) => groups[kind] !== undefined) ?? null);
    at = index + text.length;
  }
  add(source.slice(at), null);
  return lines;
}
