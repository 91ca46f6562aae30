/** What a dialect's tables say about one instruction: how it is written with less order, and with more. */

/** Another way to write an instruction. */
export interface Form {
  /** The whole instruction, in the case of the original; empty when nothing is left of it. */
  readonly text: string;
  /** 0 is the weakest; what has the same level does not compare. */
  readonly level: number;
  readonly bare: boolean;
}

/** An instruction that orders. */
export interface OrderingForms {
  readonly kind: 'barrier' | 'access';
  /** Weakest first. */
  readonly weaker: readonly Form[];
}

/** An instruction as the tables read it. */
export interface Written {
  /** In upper case, with its suffixes. */
  readonly mnemonic: string;
  /** What follows the mnemonic, as written. */
  readonly operands: string;
  readonly locked: boolean;
}

/** A barrier to put between two accesses, or an access made stronger, with what it costs (kernel/cost.ts). */
export interface StrongerForm {
  readonly text: string;
  readonly cost: number;
}

/** A dialect's tables. */
export interface DialectForms {
  /** Null for an instruction that orders nothing. */
  readonly weaker: (instruction: Written) => OrderingForms | null;
  /** The stronger spellings of an access or barrier. */
  readonly stronger: (instruction: Written) => readonly StrongerForm[];
  /** The barriers that may be put anywhere; the last is as strong as any. */
  readonly barriers: readonly StrongerForm[];
}

/** The weakest form first, then the ones between. */
export function weakest(
  kind: OrderingForms['kind'],
  bare: string,
  middle: readonly string[] = [],
): OrderingForms {
  const between = middle.map((text) => ({ text, level: 1, bare: false }));
  return { kind, weaker: [{ text: bare, level: 0, bare: true }, ...between] };
}
