/** A page of the manual as a man page of section 7. */
import { lexer, type Token, type Tokens } from 'marked';
import { roff, roffHead, roffHeading, roffTerm, roffVerbatim } from './roff.js';

/** What the page is called, beside its text. */
export interface RoffPage {
  readonly name: string;
  readonly text: string;
  readonly version: string;
  /** The page that a link leads to, `pinlitmus-language(7)`; null for what has none. */
  readonly pageOf: (href: string) => string | null;
}

/** The page in the language of man pages. */
export function pageRoff({ name, text, version, pageOf }: RoffPage): string {
  const tokens = lexer(text);
  const first = tokens.find((token): token is Tokens.Heading => token.type === 'heading');
  const lines = [
    ...roffHead({ name, section: 7, title: first === undefined ? name : plainOf(first), version }),
    ...roffHeading('DESCRIPTION', 1),
    ...tokens.filter((token) => token !== first).flatMap((token) => block(token, pageOf)),
  ];
  return `${lines.join('\n')}\n`;
}

type PageOf = RoffPage['pageOf'];

function block(token: Token, pageOf: PageOf): readonly string[] {
  switch (token.type) {
    case 'heading':
      return roffHeading(plainOf(token as Tokens.Heading), token.depth <= 2 ? 1 : 2);
    case 'paragraph':
    case 'text':
      return ['.PP', inline(token.tokens ?? [token], pageOf)];
    case 'code':
      return codeRoff(token as Tokens.Code);
    case 'list':
      return (token as Tokens.List).items.flatMap((item) => itemRoff(item, pageOf));
    case 'table':
      return tableRoff(token as Tokens.Table, pageOf);
    default:
      return [];
  }
}

function codeRoff({ text, lang = '' }: Tokens.Code): readonly string[] {
  const title = /title=(\S+)/.exec(lang)?.[1];
  return [...(title === undefined ? [] : ['.PP', `\\fI${roff(title)}\\fR:`]), ...roffVerbatim(text)];
}

function itemRoff({ tokens }: Tokens.ListItem, pageOf: PageOf): readonly string[] {
  const [first, ...rest] = tokens.filter(({ type }) => type !== 'space');
  return [
    '.IP \\(bu 2',
    inline((first as Tokens.Text).tokens ?? [first], pageOf),
    ...(rest.length === 0 ? [] : ['.RS 2', ...rest.flatMap((token) => block(token, pageOf)), '.RE']),
  ];
}

/** A term a row: its first cell; the others, each by the head of its column where there are several. */
function tableRoff({ header, rows }: Tokens.Table, pageOf: PageOf): readonly string[] {
  return rows.flatMap(([first, ...rest]) => {
    const cells = rest.map((cell, index) => {
      const head = inline(header[index + 1].tokens, pageOf);
      const text = inline(cell.tokens, pageOf);
      return rest.length === 1 || head === '' ? text : `${head}: ${text}`;
    });
    return roffTerm(inline(first.tokens, pageOf), cells.filter((cell) => cell !== '').join('; ') || '\\&');
  });
}

function plainOf({ tokens }: Tokens.Heading): string {
  return (tokens ?? []).map((token) => ('text' in token ? String(token.text) : token.raw)).join('');
}

function inline(tokens: readonly Token[] | undefined, pageOf: PageOf): string {
  return (tokens ?? []).map((token) => span(token, pageOf)).join('');
}

function span(token: Token, pageOf: PageOf): string {
  switch (token.type) {
    case 'codespan':
      return `\\fB${roff(token.text)}\\fR`;
    case 'strong':
      return `\\fB${inline(token.tokens, pageOf)}\\fR`;
    case 'em':
      return `\\fI${inline(token.tokens, pageOf)}\\fR`;
    case 'link': {
      const page = pageOf(token.href);
      return inline(token.tokens, pageOf) + (page === null ? '' : ` (${roff(page)})`);
    }
    case 'image':
      return roff(`[${token.text}]`);
    case 'br':
      return '\n.br\n';
    default:
      return 'tokens' in token && token.tokens !== undefined
        ? inline(token.tokens, pageOf)
        : roff(String('text' in token ? token.text : token.raw).replaceAll(/\s*\n\s*/g, ' '));
  }
}
