/**
 * Random C texts for the printer, of all that the grammar has, nested as it comes and hardly ever meaningful: what a name
 * means does not matter there. Parentheses and blanks are scattered as well, so that more trees are met than texts.
 */
import fc from 'fast-check';

const NAMES = ['a', 'b', 'x', 'page', 'VAL', 'r0'];
const NUMBERS = ['0', '1', '07', '0x10', '0x80000000', '3u', '4UL', '4294967296', '0xffffffffffffffff', '5l'];
const BINARY = '* / % + - << >> < <= > >= == != & ^ | && ||'.split(' ');
const ASSIGN = '= += -= *= /= %= <<= >>= &= |= ^='.split(' ');
const TYPES = [
  'int',
  'long',
  'unsigned long',
  'const int',
  'long long unsigned',
  'struct page',
  'atomic_t',
  'u8',
  'typeof(x)',
  'cell_t',
];

const name = fc.constantFrom(...NAMES);
const type = fc.constantFrom(...TYPES);
const typed = fc.tuple(type, fc.constantFrom('', '*', '**')).map((parts) => parts.join(' '));

/** Puts parts into a template, one for each `$`. */
function template(shape: string, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => {
    const rest = [...texts];
    return shape.replace(/\$/g, () => rest.shift() ?? '');
  });
}

const { expression, primary } = fc.letrec<Record<'expression' | 'unary' | 'primary', string>>((tie) => {
  const [whole, unary, primary] = [tie('expression'), tie('unary'), tie('primary')];
  return {
    primary: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      name,
      fc.constantFrom(...NUMBERS),
      template('($)', whole),
      template('$[$]', name, whole),
      template('$->$', name, name),
      template('($).$', whole, name),
      template('f($, ($))', unary, whole),
      template('READ_ONCE(*$)', name),
      template('({ $; $ = 1; $; })', whole, name, whole),
      template('container_of($, struct cell, v[$].w)', name, fc.constantFrom('1', 'N')),
      fc.constantFrom("'a'", "'\\n'", 'MAX(a, (b, 1))', 'TWICE(x)'),
    ),
    unary: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      primary,
      template('$$', fc.constantFrom('- ', '+ ', '~', '! ', '*', '& ', '++ ', '-- '), unary),
      template('$$', primary, fc.constantFrom('++', '--')),
      template('($)$', typed, unary),
      template('sizeof($)', fc.oneof(typed, whole)),
    ),
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      unary,
      template('$ $ $', unary, fc.constantFrom(...BINARY), whole),
      template('$ $ $', unary, fc.constantFrom(...ASSIGN), whole),
      template('($ ? $ : $)', whole, whole, whole),
      template('$ ? $ : $', unary, whole, unary),
      // Written `(*a, b)` it may be a comment.
      template('($ , $)', whole, whole),
    ),
  };
});

const declaration = fc.oneof(
  template('$ $', typed, name),
  template('$ $ = $, *$', typed, name, primary, name),
  template('$ $[2][N] = { $, [1] = { .v = $, .w[0].v = 3 } }', type, name, primary, primary),
);

const { statement } = fc.letrec<Record<'statement' | 'block', string>>((tie) => {
  const [one, block] = [tie('statement'), tie('block')];
  const fresh = fc.nat(99).map((number) => `label${number}`);
  return {
    block: fc.array(one, { maxLength: 3 }).map((statements) => `{ ${statements.join(' ')} }`),
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      template('$;', expression),
      template('$;', declaration),
      fc.constantFrom(';', 'break;', 'continue;', 'return;', 'goto label1;', '{}'),
      template('return $;', expression),
      block,
      template('if ($) $', expression, one),
      template('if ($) $ else $', expression, block, one),
      template('if ($) $; else $', expression, name, one),
      template('while ($) $', expression, one),
      template('do $ while ($);', one, expression),
      template(
        'for ($; $; $) $',
        fc.oneof(expression, declaration, fc.constant('')),
        expression,
        expression,
        one,
      ),
      template('switch ($) { case $: $ case 2: default: $ }', expression, name, one, one),
      template('$: $', fresh, one),
    ),
  };
});

const operand = fc.constantFrom(
  'x',
  '0:r0',
  'P1:r0',
  '[x]',
  '*x',
  'a[1]',
  'page.flags',
  'p.v[1].w',
  '0:a[1]',
  '-1',
  '3',
  '&x',
  '&a[1]',
);
const CONNECTIVE = fc.constantFrom('/\\', '\\/', '=>', '&&', '||');
const { proposition } = fc.letrec<Record<'proposition' | 'simple', string>>((tie) => {
  const [whole, simple] = [tie('proposition'), tie('simple')];
  return {
    simple: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('true', 'false'),
      operand,
      template('$$$', operand, fc.constantFrom('=', '==', '!=', '<', '<=', '>', '>='), operand),
      template('$$', fc.constantFrom('~', '!', 'not '), simple),
      template('($)', whole),
    ),
    proposition: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      simple,
      template('$ $ $', whole, CONNECTIVE, simple),
      template('($ $ $) $ $', simple, CONNECTIVE, whole, CONNECTIVE, simple),
    ),
  };
});

const ENTRIES = [
  'x=1;',
  'int y = -2;',
  'int *p=&x;',
  'p=x;',
  'a[2]={1,{2,&x}};',
  '0:r0=x;',
  'int 1:r1=&a[1];',
];
const MORE = [
  'atomic_t c=ATOMIC_INIT(3);',
  'struct page page;',
  'page.flags=1;',
  'spinlock_t s, t;',
  'int x, *q;',
  'cell_t cell = { .v = { 1, 2 }, .w = &x };',
  'int n = 1 << 3 | N;',
  'int many[N][2] = {};',
];
/** What else may stand at file scope, before the init block or behind it. */
const DEFINITIONS = [
  'struct cell { int v[2], *w; struct { u8 a; } in; struct cell *next; };',
  'typedef struct cell cell_t;',
  'enum sizes { NONE, N = 2, MORE };',
  'static const int limit = N + 1, *at = &limit;',
  '#define MAX(a, b) ((a) > (b) ? (a) : (b))',
  '#define TWICE(v) \\\n\t((v) + (v))',
  'static bool before(int v);',
];
const QUESTION = ['locations [x; 0:r0; *y; int a[1]]', 'filter ($)', '', ''];

/** Texts of two threads and a helper function. */
export function statements(): fc.Arbitrary<string> {
  const body = fc.array(statement, { maxLength: 3 }).map((each) => each.join('\n'));
  return fc
    .record({
      head: fc.subarray(['"a title, (half of it"', 'Key=a value', 'Hash= x', '(* Result: Never *)', 'prose']),
      init: fc.subarray([...ENTRIES, ...MORE]),
      bodies: fc.tuple(body, body, body),
      behind: fc.boolean(),
      asked: fc.tuple(template(QUESTION[1], proposition), fc.constantFrom(...QUESTION.toSpliced(1, 1))),
      filtered: fc.boolean(),
      condition: template('$ ($)', fc.constantFrom('exists', '~exists', 'forall'), proposition),
    })
    .map(({ head, init, bodies, behind, asked, filtered, condition }) => {
      const [first, second, helper] = bodies;
      return [
        ...['C generated by chance', ...head, ...(behind ? [] : DEFINITIONS), '{', ...init, '}'],
        ...(behind ? DEFINITIONS : []),
        `static inline unsigned int *f(int *a, const struct page *page)\n{\n${helper}\n}`,
        `P0(int *x, atomic_t *c, int a[])\n{\n${first}\n}\nvoid P1(void)\n{\n${second}\n}`,
        ...[asked[1], ...(filtered ? [asked[0]] : []), condition, ''],
      ].join('\n');
    });
}
