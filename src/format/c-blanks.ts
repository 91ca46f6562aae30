/**
 * Whether a blank stands between two lexemes of C on one line, in the kernel's style: around operators of two operands, none
 * beside those of one, none within parentheses, a star beside the name that it declares.
 */
import type { Lexeme } from './lexeme.js';

const HEADS: ReadonlySet<string> = new Set(['if', 'while', 'for', 'switch', 'return', 'case', 'else', 'do']);
const TYPES: ReadonlySet<string> = new Set([
  ...['signed', 'unsigned', 'char', 'short', 'int', 'long', 'void', 'bool', '_Bool', 'const', 'volatile'],
  ...['static', 'inline', 'extern', 'register', '__rcu', '__always_inline'],
]);
const TAGS: ReadonlySet<string> = new Set(['struct', 'union', 'enum']);
const TYPE_LIKE = /^(\w+_t|_*[us](8|16|32|64)|__[lb]e(16|32|64))$/;
/** Signs that have one operand or two. */
const EITHER: ReadonlySet<string> = new Set(['*', '&', '+', '-']);
const STEPS: ReadonlySet<string> = new Set(['++', '--']);

const TIGHT_BEHIND: ReadonlySet<string> = new Set(['(', '[', '.', '->']);
const TIGHT_BEFORE: ReadonlySet<string> = new Set([')', ']', ',', ';', '->']);

/** What a sign is to its neighbours. */
type Role = 'prefix' | 'postfix' | 'infix' | 'star' | 'other';

/** Says for each lexeme whether a blank stands before it; `starts` are those that begin a statement. */
export function blanksInC(
  lexemes: readonly Lexeme[],
  starts: readonly boolean[],
  types: ReadonlySet<string>,
): readonly boolean[] {
  const roles: Role[] = [];
  const context = new CContext(lexemes, starts, types);
  return lexemes.map((_, index) => {
    roles.push(context.roleOf(index, roles));
    return (
      index > 0 && (context.parted(index, roles) || merges(lexemes[index - 1].text, lexemes[index].text))
    );
  });
}

class CContext {
  private readonly lexemes: readonly Lexeme[];
  private readonly starts: readonly boolean[];
  private readonly types: ReadonlySet<string>;

  constructor(lexemes: readonly Lexeme[], starts: readonly boolean[], types: ReadonlySet<string>) {
    this.lexemes = lexemes;
    this.starts = starts;
    this.types = types;
  }

  roleOf(at: number, roles: readonly Role[]): Role {
    const { text } = this.lexemes[at];
    if (text === '!' || text === '~') return 'prefix';
    if (STEPS.has(text)) return !this.starts[at] && this.endsOperand(at - 1) ? 'postfix' : 'prefix';
    if (this.starts[at] && EITHER.has(text)) return 'prefix';
    if (!EITHER.has(text)) return isInfix(text) ? 'infix' : 'other';
    if (text === '*' && (roles[at - 1] === 'star' || this.declares(at))) return 'star';
    return this.endsOperand(at - 1) ? 'infix' : 'prefix';
  }

  parted(at: number, roles: readonly Role[]): boolean {
    const [before, after] = [this.lexemes[at - 1].text, this.lexemes[at].text];
    if (before === '{' || after === '}') return !(before === '{' && after === '}');
    if (TIGHT_BEHIND.has(before) || TIGHT_BEFORE.has(after)) return false;
    if (before === ';' || before === ',' || after === '{') return true;
    if (after === '.' || after === '[') return !this.endsOperand(at - 1);
    if (after === ':') return !this.isLabel(at);
    return this.partsRoles(at, roles[at - 1], roles[at]);
  }

  private partsRoles(at: number, role: Role, next: Role): boolean {
    if (role === 'prefix' || next === 'postfix') return false;
    if (role === 'star') return next !== 'star' && TYPES.has(this.lexemes[at].text);
    if (next === 'star') return true;
    if (this.lexemes[at].text === '(') return this.opensApart(at, role);
    return next === 'infix' || !this.closesCast(at - 1);
  }

  /** Whether an operand may end here, so that what follows has two. */
  private endsOperand(at: number): boolean {
    const lexeme = this.lexemes[at];
    if (lexeme === undefined || HEADS.has(lexeme.text)) return false;
    if (lexeme.text === ')') return !this.closesCast(at);
    return (
      lexeme.kind === 'name' || lexeme.kind === 'number' || lexeme.kind === 'string' || lexeme.text === ']'
    );
  }

  private isType(at: number): boolean {
    const { kind, text } = this.lexemes[at] ?? {};
    if (kind !== 'name' || text === undefined) return false;
    if (TYPES.has(text) || TYPE_LIKE.test(text) || this.types.has(text)) return true;
    return TAGS.has(this.lexemes[at - 1]?.text ?? '');
  }

  /** Whether a star behind a name declares a pointer. */
  private declares(at: number): boolean {
    if (this.lexemes[at - 1]?.kind !== 'name') return false;
    if (this.isType(at - 1)) return true;
    let behind = at + 1;
    while (this.lexemes[behind]?.text === '*') behind += 1;
    const after = this.lexemes[behind]?.text ?? '';
    if (after === ')' || after === ',') return true;
    return this.starts[at - 1] && ['=', ';', ',', '['].includes(this.lexemes[behind + 1]?.text ?? '');
  }

  private closesCast(at: number): boolean {
    if (this.lexemes[at]?.text !== ')') return false;
    let open = at - 1;
    while (this.lexemes[open]?.text === '*') open -= 1;
    const hasStars = open < at - 1;
    const last = open;
    while (this.lexemes[open]?.kind === 'name') open -= 1;
    if (this.lexemes[open]?.text !== '(' || open === last) return false;
    const caller = this.lexemes[open - 1];
    if (caller !== undefined && caller.kind === 'name' && !HEADS.has(caller.text)) return false;
    return hasStars || this.isType(open + 1) || TAGS.has(this.lexemes[open + 1].text);
  }

  private opensApart(at: number, role: Role): boolean {
    // `int (*get)(int *)`
    const isPointer = this.lexemes[at + 1]?.text === '*' && this.lexemes[at + 3]?.text === ')';
    if (isPointer && this.isType(at - 1) && this.lexemes[at + 4]?.text === '(') return true;
    const before = this.lexemes[at - 1];
    if (before.kind === 'name') return HEADS.has(before.text);
    if (before.text === ')' || before.text === ']') return false;
    return role !== 'prefix';
  }

  /** Whether a colon ends a label or a case rather than parts two values. */
  private isLabel(at: number): boolean {
    for (let index = at - 1; index >= 0; index -= 1) {
      const { text } = this.lexemes[index];
      if (text === '?') return false;
      if (text === 'case' || text === 'default') return true;
      if ([';', '{', '}', ':', ')'].includes(text)) return index === at - 2;
    }
    return at === 1;
  }
}

function isInfix(text: string): boolean {
  return /^(?:[-+*/%&|^<>=!]=|<<=|>>=|<<|>>|&&|\|\||[=<>/%|^?])$/.test(text);
}

const MERGING = /^(?:\w\w|\+\+|--|&&|\|\||<[<=>]|>[>=]|[-+*/%&|^!=<>]=|->|\/[/*\\]|\\\/|=>|##|\(\*\))$/;

/** Whether two lexemes would be read as others if they touched. */
function merges(before: string, after: string): boolean {
  return MERGING.test(before.slice(-1) + after.slice(0, 1));
}
