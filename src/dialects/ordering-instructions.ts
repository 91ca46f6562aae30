/** The ordering instructions of a dialect: how an instruction is written with less order, and with more. */

/** A way to write an instruction with less order. */
export interface WeakerSpelling {
  /** The whole instruction, in the case of the original; empty when nothing is left of it. */
  readonly text: string;
  /** 0 is the weakest; what has the same level does not compare. */
  readonly level: number;
  readonly bare: boolean;
}

/** An instruction that orders, and how it is written with less order. */
export interface WeakerSpellings {
  readonly kind: 'barrier' | 'access';
  /** Whether it orders by itself. ISB does only behind a branch or an address that is unknown. */
  readonly ordersAlone: boolean;
  /** Weakest first. */
  readonly weaker: readonly WeakerSpelling[];
}

/** An instruction as these tables read it. */
export interface WrittenInstruction {
  /** In upper case, with its suffixes. */
  readonly mnemonic: string;
  /** What follows the mnemonic, as written. */
  readonly operands: string;
  readonly locked: boolean;
}

/** A barrier to put between two accesses, or an access made stronger, with what it costs (kernel/cost.ts). */
export interface StrongerSpelling {
  readonly text: string;
  readonly cost: number;
}

/** What a dialect's instructions do for order. */
export interface OrderingInstructions {
  /** Null for an instruction that orders nothing. */
  readonly weaker: (instruction: WrittenInstruction) => WeakerSpellings | null;
  /** The stronger spellings of an access or barrier. */
  readonly stronger: (instruction: WrittenInstruction) => readonly StrongerSpelling[];
  /** The barriers that may be put anywhere; the last is as strong as any. */
  readonly barriers: readonly StrongerSpelling[];
}

/** An instruction with its weakest spelling, `bare`, and the ones between. */
export function weakest(
  kind: WeakerSpellings['kind'],
  bare: string,
  middle: readonly string[] = [],
): WeakerSpellings {
  const between = middle.map((text) => ({ text, level: 1, bare: false }));
  return { kind, ordersAlone: true, weaker: [{ text: bare, level: 0, bare: true }, ...between] };
}
