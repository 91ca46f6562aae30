/**
 * The callbacks of a test, as they are found while its threads are lowered. Each place that queues one is a thread more, and
 * has locations that no text can name: one that says whether the callback is queued, one that says that it is done, for
 * rcu_barrier(), and one that carries the pointer where that is computed. So threads are lowered twice: to find the
 * places, and again when memory has room for them.
 */
import { C_INT, C_ULONG, type CType } from '../kernel/c-type.js';
import type { CallbackCall } from '../kernel/primitives/callback.js';
import type { ExpressionTree, FunctionDefinition } from '../syntax/tree.js';
import type { Span } from '../text/source.js';
import type { Declaration } from './declaration.js';
import type { Draft } from './draft.js';
import type { Value } from './value.js';

/** A call that queues a callback, or waits for callbacks. */
export type CallbackTree = ExpressionTree & { readonly kind: 'call' };

/** A place that queues a callback. */
export interface CallbackSite {
  readonly call: CallbackTree;
  readonly grace: CallbackCall['grace'];
  /** The location of the srcu_struct whose grace period it waits for; null for RCU. */
  readonly domain: string | null;
  readonly definition: FunctionDefinition;
  /** The thread that it is: its function's name, told apart from others of the same function. */
  readonly thread: string;
  /** The functions that it is called by, itself last, callbacks that queue callbacks among them. */
  readonly chain: readonly string[];
  /** The pointer that it is given, where that is known beforehand. */
  readonly given: Value | null;
  /** Whether the thread comes here in any case; if not, it says at its end that it has not. */
  readonly isSure: boolean;
  /** In a place that is not sure, the register that is 1 once the callback is queued. */
  readonly flag: number;
  /** The names of its locations. */
  readonly queued: string;
  readonly done: string;
  readonly pointer: string;
}

/** What a callback's `queued` holds: 0 until the thread has come to the call or past it. */
export const QUEUED = 1n;
export const NOT_QUEUED = 2n;

/** The callbacks of one lowering. */
export class Callbacks {
  readonly sites: CallbackSite[] = [];
  /** Those that were found before; null while they are looked for. */
  readonly known: Callbacks | null;
  /** Whether anything waits for callbacks, so that they have to say that they are done. */
  #isWaitedFor = false;
  readonly #places = new Map<Draft, readonly CallbackSite[]>();
  readonly #callbacks = new Set<Draft>();

  constructor(known: Callbacks | null) {
    this.known = known;
  }

  get isWaitedFor(): boolean {
    return this.#isWaitedFor;
  }

  noteWait(): void {
    this.#isWaitedFor = true;
  }

  /** A draft is of a callback. */
  noteCallback(code: Draft): void {
    this.#callbacks.add(code);
  }

  isCallback(code: Draft): boolean {
    return this.#callbacks.has(code);
  }

  /** Adds a place of the thread that a draft is of. */
  add(code: Draft, site: Omit<CallbackSite, 'thread' | 'queued' | 'done' | 'pointer'>): CallbackSite {
    const { text } = site.definition.name;
    const number = this.sites.filter(({ definition }) => definition.name.text === text).length + 1;
    const thread = number === 1 ? text : `${text}#${number}`;
    const call = `${site.call.callee.text}(${thread})`;
    const names = { queued: call, done: `${call} done`, pointer: `${call} pointer` };
    const placed: CallbackSite = { ...site, thread, ...names };
    this.sites.push(placed);
    this.#places.set(code, [...this.placesIn(code), placed]);
    return placed;
  }

  /** The places in the thread that a draft is of. */
  placesIn(code: Draft): readonly CallbackSite[] {
    return this.#places.get(code) ?? [];
  }

  /** The locations that the places need. */
  get hidden(): readonly Declaration[] {
    return this.sites.flatMap(({ queued, done, pointer, given, call: { span } }) => [
      declared(queued, C_INT, span),
      ...(this.isWaitedFor ? [declared(done, C_INT, span)] : []),
      ...(given === null ? [declared(pointer, C_ULONG, span)] : []),
    ]);
  }
}

function declared(name: string, type: CType, span: Span): Declaration {
  return { name, span, type, spelled: null, source: 'init' };
}
