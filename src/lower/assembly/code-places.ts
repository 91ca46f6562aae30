/**
 * Where a test's code stands. A label is the place of what follows it, and has an address where the code asks for one: each
 * instruction has one, as far behind the one before it as instructions are long, and the code of each thread stands apart.
 */
import type { NamedAddress } from '../../program/program.js';
import type { AssemblyThread } from '../../syntax/assembly/assembly-tree.js';
import type { LabelTree } from '../../syntax/tree.js';
import type { LabelAddresses } from '../declaration.js';

/** A line of a thread's column, or the end of it, which is behind the last line. */
export interface CodePlace {
  readonly thread: number;
  readonly line: number;
}

const APART = 4096n;
const RELATIVE = /^\.([+-]\d+)$/;
const NUMBERED = /^(\d+)([bf])$/;

/** The labels of all threads. */
export class CodePlaces implements LabelAddresses {
  readonly #threads: readonly AssemblyThread[];
  readonly #length: number | null;
  /** For each thread the address of each of its lines. */
  readonly #addresses: readonly (readonly bigint[])[];

  /** `length` is how many bytes each instruction has; null where they differ. */
  constructor(threads: readonly AssemblyThread[], base: bigint, length: number | null) {
    this.#threads = threads;
    this.#length = length;
    let next = base;
    this.#addresses = threads.map(({ lines }) => {
      const addresses = [next];
      for (const { instruction } of lines) {
        if (instruction !== null) next += BigInt(length ?? 4);
        addresses.push(next);
      }
      next += APART;
      return addresses;
    });
  }

  /** The place that a label means to the line of a thread: `L0`, `1b`, `1f`, `.+8`; null where there is none. */
  find(text: string, { thread, line }: CodePlace): CodePlace | null {
    const [, offset] = RELATIVE.exec(text) ?? [];
    if (offset !== undefined) return this.#relative(Number(offset), { thread, line });
    const [, number, direction] = NUMBERED.exec(text) ?? [];
    const isAt = (name: string): ((each: { readonly labels: readonly { text: string }[] }) => boolean) => {
      return ({ labels }) => labels.some((label) => label.text === name);
    };
    const lines = this.#threads[thread]?.lines ?? [];
    if (number === undefined) return placed(thread, lines.findIndex(isAt(text)));
    if (direction === 'b') return placed(thread, lines.slice(0, line + 1).findLastIndex(isAt(number)));
    const behind = lines.slice(line + 1).findIndex(isAt(number));
    return placed(thread, behind === -1 ? -1 : line + 1 + behind);
  }

  /** The place of a label that one thread alone has, whichever. */
  findAnywhere(text: string): CodePlace | null {
    const found = this.#threads.flatMap(({ number }) => this.find(text, { thread: number, line: 0 }) ?? []);
    return found.length === 1 && /^\D/.test(text) && !text.startsWith('.+') ? found[0] : null;
  }

  addressOfLabel({ thread, name }: LabelTree): bigint | null {
    const place = this.placeOf({ thread, name });
    return place === null ? null : this.addressOf(place);
  }

  /** Where a label of a thread stands that is named from elsewhere. */
  placeOf({ thread, name }: Pick<LabelTree, 'thread' | 'name'>): CodePlace | null {
    return this.find(name.text, { thread: Number(thread), line: 0 });
  }

  /** The labels of a thread. */
  names(thread: number): readonly string[] {
    return this.#threads[thread].lines.flatMap(({ labels }) => labels.map(({ text }) => text));
  }

  addressOf({ thread, line }: CodePlace): bigint {
    return this.#addresses[thread][line];
  }

  /** The labels as the places of addresses, in the spelling of herd7. */
  get named(): readonly NamedAddress[] {
    const named = new Map<bigint, string>();
    this.#threads.forEach(({ number, lines }) => {
      lines.forEach(({ labels: [label] }, line) => {
        const address = this.addressOf({ thread: number, line });
        if (label !== undefined && !named.has(address))
          named.set(address, `label:"P${number}:${label.text}"`);
      });
    });
    return [...named].map(([address, name]) => ({ address, name }));
  }

  /** So many bytes from an instruction, where an instruction begins there. */
  #relative(offset: number, { thread, line }: CodePlace): CodePlace | null {
    if (this.#length === null) return null;
    const sought = this.addressOf({ thread, line }) + BigInt(offset);
    return placed(thread, this.#addresses[thread].indexOf(sought));
  }
}

function placed(thread: number, line: number): CodePlace | null {
  return line === -1 ? null : { thread, line };
}
