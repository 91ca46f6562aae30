/** Keys of a search's memory as text: a character is a code of sixteen bits. */

/** Bits, put into codes of sixteen. */
export class Bits {
  readonly #codes: number[];
  #code = 1;

  constructor(codes: number[]) {
    this.#codes = codes;
  }

  add(bit: boolean): void {
    this.#code = (this.#code << 1) | Number(bit);
    if (this.#code >= 0x8000) this.end();
  }

  /** Ends the last code, which tells its length. */
  end(): void {
    this.#codes.push(this.#code);
    this.#code = 1;
  }
}

/** So many codes are made text at a time. */
const PIECE = 8192;

/** Codes as text. */
export function textOf(codes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < codes.length; at += PIECE)
    text += String.fromCharCode(...codes.slice(at, at + PIECE));
  return text;
}
