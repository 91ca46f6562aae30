/** What is said of what stands at a place, before anything was searched. */
import { describe, expect, it } from 'vitest';
import { hoverAt } from '../../src/language/index.js';
import { at, MP, MP_AARCH64, marked } from './texts.js';

function hover(text: string): string | undefined {
  const { outline, offset } = marked(text);
  return hoverAt(outline, offset)?.markdown;
}

const OWN = `C own
#define TWICE(v) ((v) + (v))
struct node { int key; };
static int get(struct node *n) { return READ_ONCE(n->key); }
{
	struct node a;
}
P0(struct node *a)
{
	int r0 = TWICE(get(a));
	list_del_rcu(a);
}
exists (0:r0=0)
`;

describe('hover', () => {
  it('shows what a primitive becomes on each port, and by which source', () => {
    const text = hover(at(MP, 'WRITE_ONCE'));
    expect(text).toContain('WRITE_ONCE(x, v)');
    expect(text).toMatch(
      /^\| x86-TSO \| `mov` \| arch\/x86\/include\/asm\/barrier\.h.* \| Owens, Sarkar, Sewell 2009; Intel SDM vol\. 3A, 8\.2 \|$/m,
    );
    expect(text).toContain(
      '| LKMM | `W[once]` | tools/memory-model/linux-kernel.def, linux-kernel.bell | tools/memory-model/Doc',
    );
  });

  it('shows the C of what the kernel defines in C', () => {
    expect(hover(at(OWN, 'list_del_rcu'))).toMatch(
      /Defined in C \(include\/linux\/.*\):\n\n```c\nstatic inline/,
    );
  });

  it('shows what the file itself defines', () => {
    expect(hover(at(OWN, 'TWICE(get'))).toBe('`TWICE`: macro\n\n```c\n#define TWICE(v) ((v) + (v))\n```');
    expect(hover(at(OWN, 'get(a)'))).toContain('```c\nstatic int get(struct node *n)\n```');
    expect(hover(at(OWN, 'node a'))).toContain('```c\nstruct node { int key; };\n```');
    expect(hover(at(OWN, 'key)'))).toBe('`int key`: field');
    expect(hover(at(OWN, 'r0=0'))).toBe('`int r0`: local of P0');
    expect(hover(at(OWN, 'n->'))).toBe('`struct node *n`: parameter of get');
  });

  it('says of models, keys and words of the question what they are', () => {
    expect(hover(at(MP, 'lkmm'))).toMatch(/^\*\*LKMM\*\* \(`lkmm`\) allows /);
    expect(hover(at(MP, 'Expect'))).toMatch(/^\*\*Expect\*\*: /);
    expect(hover(at(MP, 'exists'))).toMatch(/^\*\*exists\*\*: /);
  });

  it('says of an instruction how it orders', () => {
    expect(hover(at(MP_AARCH64, 'STR'))).toBe('`STR` of AArch64: orders nothing by itself');
    expect(hover(at(MP_AARCH64, 'DMB'))).toBe('`DMB` of AArch64: a barrier');
    expect(hover(at(MP_AARCH64.replace('LDR W0', 'LDAR W0'), 'LDAR'))).toBe(
      '`LDAR` of AArch64: ordered: `LDR` is the same without its order',
    );
    expect(hover(at(MP_AARCH64, 'W2'))).toBe('`X2`: register of P1');
  });
});
