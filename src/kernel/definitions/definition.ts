/** Functions, macros and types of the kernel that are made of others, as C text. */

/** A definition, which stands in front of a test that uses one of its names and does not define that itself. */
export interface KernelDefinition {
  /** What it defines. */
  readonly names: readonly string[];
  /** The file of the kernel that has it; spans of the text are in a source of that name. */
  readonly source: string;
  /** Structures, `static inline` functions or macros; what they use comes along by itself. */
  readonly text: string;
}

/** Definitions as they are written down here; nothing is made of them before one is asked for. */
export interface DefinitionText {
  /** What it defines, with blanks between. */
  readonly names: string;
  readonly source: string;
  readonly text: string;
}

/** The texts of a file of the kernel. */
export function definitionsFrom(
  source: string,
  texts: readonly (readonly [names: string, text: string])[],
): readonly DefinitionText[] {
  return texts.map(([names, text]) => ({ names, source, text }));
}

/** The definitions of a text. Macros that stand together are each its own, so that a test may define one of them itself. */
export function definitionsIn({ names: given, source, text }: DefinitionText): readonly KernelDefinition[] {
  const names = given.split(' ');
  const macros = text.split(/\n(?=#define )/).map((each) => ({ each, name: MACRO.exec(each)?.[1] }));
  if (macros.some(({ name }) => name === undefined) || macros.length !== names.length)
    return [{ names, source, text }];
  return macros.map(({ each, name = '' }) => ({ names: [name], source, text: `${each.trimEnd()}\n` }));
}

const MACRO = /^#define (\w+)/;
