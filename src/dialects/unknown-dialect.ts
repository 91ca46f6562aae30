/**
 * What is said about a first word that names no dialect here: the dialect that is meant where the word is another name of one,
 * or a slip; what it is where herd7 has a dialect of that name; and otherwise what a first line looks like.
 */
import { suggest } from '../lower/suggestion.js';
import type { Identifier } from '../syntax/tree.js';
import { type Diagnostic, errorAt } from '../text/diagnostic.js';
import type { Dialect } from './dialect.js';

/** Languages that tests are written in elsewhere, with what each is. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [/^(?:RV32|RISCV32)$/i, '32-bit RISC-V'],
  [/^(?:MIPS(?:64)?|Alpha|SPARC|IA64|S390X?|LoongArch)$/i, 'a machine that is not modelled'],
  [/^(?:LISA|Bell)$/i, "herd7's language for models of one's own"],
  [/^(?:C11|CPP|CPP11|C\+\+|OpenCL)$/i, "C and C++ with the language's own atomics"],
  [/^Java$/i, 'Java'],
  [/^(?:BPF|eBPF)$/i, "the kernel's BPF"],
  [/^ASL$/i, "Arm's specification language"],
  [/^(?:PTX|GPU_PTX|NVPTX|Vulkan|SPIRV|GPU)$/i, 'a graphics processor'],
];

/** The complaint about a first word that is no dialect's name. */
export function unknownDialect({ text, span }: Identifier, dialects: readonly Dialect[]): Diagnostic {
  const supported = dialects.map(({ name }) => name);
  const meant = dialectMeant(text, dialects);
  if (meant !== undefined) {
    const fix = { span, replacement: meant };
    return errorAt(
      span,
      { code: 'unsupported-dialect', dialect: text, supported, suggestion: meant },
      { fix },
    );
  }
  const [, is] = ELSEWHERE.find(([pattern]) => pattern.test(text)) ?? [];
  if (is !== undefined) return errorAt(span, { code: 'unsupported-dialect', dialect: text, supported, is });
  const { suggestion } = suggest(text, supported);
  if (suggestion !== undefined)
    return errorAt(span, { code: 'unsupported-dialect', dialect: text, supported, suggestion });
  return errorAt(span, { code: 'unexpected', found: text, expected: "a first line such as 'C name'" });
}

/** The name of the dialect that goes by another name, in whatever case. */
function dialectMeant(text: string, dialects: readonly Dialect[]): string | undefined {
  const word = text.toLowerCase();
  return dialects.find(({ name, aliases }) => [name.toLowerCase(), ...aliases].includes(word))?.name;
}
