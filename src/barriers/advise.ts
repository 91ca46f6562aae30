/**
 * Advice: the cheapest changes that forbid a state that some model allows. It is a search for hitting sets: a choice of
 * changes that fails is made as strong as it can be while the state still appears, and any choice that is to succeed
 * must be stronger than that somewhere. The cheapest choice that no known failure rules out is tried next, and the first
 * that succeeds is the cheapest there is; nothing of it can go, or what is left would have been tried before it.
 *
 * Every trial is a search on the text with the changes made, the text that the patch gives.
 */

import type { Model } from '../models/model.js';
import { sc } from '../models/sc.js';
import { invariant } from '../text/invariant.js';
import { inOneRow } from './assembly/assembly-sites.js';
import type { Audit } from './audit.js';
import type { Advice, Alternative } from './barrier-result.js';
import { edited } from './edit.js';
import { cheapest } from './hitting-set.js';
import type { OracleAnswer } from './oracle.js';
import { patchOf } from './patch.js';
import { costOf, NONE, type Slot, type SlotChoice, taken } from './slot.js';
import { slotsOf } from './slots.js';

/** More than these nobody reads. */
const MOST_ALTERNATIVES = 3;

/** What to do about the state, if it is allowed on some model; `searches` bounds the work. */
export function advise(audit: Audit, searches: number): Advice {
  const { source, models, answers, oracle } = audit;
  const unknown = answers.find((answer) => answer.kind === 'unknown');
  const allowing = models.filter((_, index) => answers[index].kind === 'allowed');
  if (allowing.length === 0) return unknown ?? { kind: 'none-needed' };
  const simple = oracle.ask(source.text, sc);
  if (simple.kind === 'allowed') return { kind: 'not-a-barrier-bug' };
  return new Advisor(audit, allowing, searches).run();
}

class Advisor {
  readonly #audit: Audit;
  readonly #allowing: readonly Model[];
  readonly #most: number;
  readonly #slots: readonly Slot[];

  constructor(audit: Audit, allowing: readonly Model[], searches: number) {
    this.#audit = audit;
    this.#allowing = allowing;
    this.#most = audit.oracle.searches + searches;
    this.#slots = this.#usefulSlots();
  }

  run(): Advice {
    const { oracle } = this.#audit;
    const before = oracle.searches;
    const strongest = this.#slots.map(({ options }) => options.length - 1);
    const open = this.#allowing.map((model) => ({ model, answer: this.#ask(strongest, model) }));
    const still = open.filter(({ answer }) => answer.kind === 'allowed');
    if (still.length > 0) return { kind: 'no-help', models: still.map(({ model }) => model.name) };
    const undecided = open.find(({ answer }) => answer.kind === 'unknown');
    if (undecided?.answer.kind === 'unknown') return undecided.answer;
    const { found, complete } = this.#search();
    const verified = found.map((choice) => this.#alternative(choice));
    const alternatives = verified.filter((each) => each !== null);
    const whole = complete && alternatives.length === verified.length;
    return { kind: 'alternatives', alternatives, complete: whole, searches: oracle.searches - before };
  }

  #search(): { readonly found: readonly SlotChoice[]; readonly complete: boolean } {
    const failed: SlotChoice[] = [];
    const found: SlotChoice[] = [];
    const undecided: SlotChoice[] = [];
    while (found.length < MOST_ALTERNATIVES) {
      if (this.#spent) return { found, complete: false };
      const next = cheapest(this.#slots, failed, [...found, ...undecided]);
      if (next.kind === 'gave-up') return { found, complete: false };
      if (next.kind === 'exhausted') break;
      const { choice } = next;
      const { model, answer } = this.#firstNot(choice);
      if (model === null) found.push(choice);
      else if (answer.kind === 'unknown') undecided.push(choice);
      else failed.push(this.#strongestFailing(choice, model));
    }
    return { found, complete: undecided.length === 0 };
  }

  get #spent(): boolean {
    const { oracle } = this.#audit;
    return oracle.searches >= this.#most || this.#allowing.some((model) => oracle.isSpent(model));
  }

  /** The first model that does not forbid the state with those changes. */
  #firstNot(choice: SlotChoice): { readonly model: Model | null; readonly answer: OracleAnswer } {
    for (const model of this.#allowing) {
      const answer = this.#ask(choice, model);
      if (answer.kind !== 'forbidden') return { model, answer };
    }
    return { model: null, answer: { kind: 'forbidden' } };
  }

  /** A choice that fails, made stronger as long as it fails. Halves are tried before single slots. */
  #strongestFailing(choice: SlotChoice, model: Model): SlotChoice {
    const fails = (stronger: SlotChoice): boolean =>
      !this.#spent && this.#ask(stronger, model).kind === 'allowed';
    let current = choice;
    const raise = (from: number, to: number): void => {
      const strongest = current.map((option, slot) =>
        slot >= from && slot < to ? this.#slots[slot].options.length - 1 : option,
      );
      if (fails(strongest)) current = strongest;
      else if (to - from > 1) {
        const middle = (from + to) >> 1;
        raise(from, middle);
        raise(middle, to);
      } else current = this.#anyOption(current, from, fails);
    };
    if (this.#slots.length > 0) raise(0, this.#slots.length);
    return current;
  }

  /** The choice with some option of a slot that is not its strongest, if it fails with one. */
  #anyOption(choice: SlotChoice, slot: number, fails: (choice: SlotChoice) => boolean): SlotChoice {
    if (choice[slot] !== NONE) return choice;
    const { options } = this.#slots[slot];
    for (let option = options.length - 2; option >= 0; option -= 1) {
      const stronger = choice.with(slot, option);
      if (fails(stronger)) return stronger;
    }
    return choice;
  }

  #ask(choice: SlotChoice, model: Model): OracleAnswer {
    return this.#audit.oracle.ask(this.#text(choice), model);
  }

  #text(choice: SlotChoice): string {
    const edits = taken(this.#slots, choice).flatMap((option) => option.edits);
    return edited(this.#audit.source.text, inOneRow(edits));
  }

  /**
   * Verified once more on every model whose verdict is known, from the text that the patch makes of the file; null when a
   * limit keeps it from that.
   */
  #alternative(choice: SlotChoice): Alternative | null {
    const { source, models, answers, oracle } = this.#audit;
    const text = this.#text(choice);
    const patch = patchOf(source, text);
    const known = models.filter((_, index) => answers[index].kind !== 'unknown');
    const kinds = known.map((model) => oracle.ask(text, model).kind);
    invariant(!kinds.includes('allowed'), 'an alternative does not forbid the state');
    if (kinds.includes('unknown')) return null;
    const changes = taken(this.#slots, choice).map(({ change }) => change);
    return { changes, cost: costOf(this.#slots, choice), patch, text };
  }

  /** Slots without options that the front end does not take, or that are no other code on the models in question. */
  #usefulSlots(): readonly Slot[] {
    const { source, oracle } = this.#audit;
    const isUseful = (text: string): boolean =>
      oracle.program(text, this.#allowing[0]) !== null &&
      this.#allowing.some((model) => !oracle.same(source.text, text, model));
    return slotsOf(source).flatMap(({ options }) => {
      const useful = options.filter(({ edits }) => isUseful(edited(source.text, edits)));
      return useful.length === 0 ? [] : [{ options: useful }];
    });
  }
}
