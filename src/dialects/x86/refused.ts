/** x86's instructions that reach beyond what is modelled, refused by their names. Intel SDM vol. 2. */
import type { InstructionLowering } from '../../lower/assembly/instruction-set.js';

/** What is refused, by the reason for it. Names are in lower case, and may have AT&T's suffix. */
const REFUSED: readonly (readonly [why: string, names: RegExp])[] = [
  [
    'it accesses more than one register at once, and a location has at most 64 bits: use CMPXCHG',
    /^cmpxchg(?:8|16)b$/,
  ],
  [
    'there is no stack here, so nothing is called, pushed or popped',
    /^(?:call|ret|push|pop|pushf|popf|enter|leave)[lqw]?$/,
  ],
  ['what goes past the caches has an order of its own', /^(?:movnt\w+|maskmov\w+)$/],
  ['caches are not modelled', /^(?:clflush(?:opt)?|clwb|cldemote|wbinvd|wbnoinvd|invd)$/],
  ['address translation is not modelled', /^(?:invlpg|invpcid)$/],
  ['transactions are not modelled', /^(?:xbegin|xend|xabort|xtest)$/],
  ['no instruction traps here', /^(?:int\d?|into|syscall|sysenter|sysret|sysexit|iretq?|ud[012]|hlt)$/],
  ['time and the processor are not modelled', /^(?:rdtscp?|rdpmc|cpuid|rdrand|rdseed|rdpid|swapgs)$/],
  ['no thread waits for a write but by looking', /^(?:u?mwaitx?|u?monitorx?|tpause)$/],
  ['accesses by many bytes are not modelled', /^(?:movs|stos|lods|scas|cmps)[bwdlq]$/],
  ['products and quotients are not modelled', /^i?(?:div|mul)[bwlq]?$/],
  [
    'vectors and floating point are not modelled',
    /^(?:v?mov(?:aps|ups|apd|upd|dqa|dqu|d|ss|sd)|f[a-z]+|p(?:add|sub|xor|or|and)[bwdq]?)$/,
  ],
];

/** What refuses an instruction by its name; null for one that is nothing of x86's. */
export function refused(name: string): InstructionLowering | null {
  const [why] = REFUSED.find(([, names]) => names.test(name)) ?? [];
  return why === undefined ? null : (_, operands) => operands.unsupported(why);
}
