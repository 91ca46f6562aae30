/**
 * A version of a document that is open: what its text says at once, and what the models make of it, which is searched for as soon as
 * nobody types for a moment, and no longer once somebody does.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { AskOptions } from '../api/api.js';
import type { CheckAnswer } from '../api/named.js';
import type { BarrierResult } from '../barriers/barrier-result.js';
import type { Settings } from '../check/result.js';
import {
  faultsOf,
  type KnownAnswers,
  observing,
  outlineOf,
  type TextFault,
  type TextOutline,
} from '../language/index.js';
import type { Source } from '../text/source.js';
import type { ServerHost } from './host.js';

/** So long nobody types before a search begins, in milliseconds. */
const QUIET = 250;
/** Searches that advice may take: a few dozen are made in the time in which somebody reads a line. */
const SEARCHES = 400;
/** What a hover waits for. */
const PATIENCE = 2500;

/** One version of a document. */
export class OpenTest {
  readonly document: TextDocument;
  readonly source: Source;
  readonly outline: TextOutline;
  readonly faults: readonly TextFault[];
  /** The verdicts; null where the text has faults, or was changed. */
  readonly check: Promise<CheckAnswer | null>;
  /** What barriers are for; null as above. */
  readonly barriers: Promise<BarrierResult | null>;
  /** What is known by now. */
  known: KnownAnswers = {};
  readonly #host: ServerHost;
  readonly #settings: Settings;
  readonly #controller = new AbortController();
  readonly #observed = new Map<string, Promise<CheckAnswer | null>>();

  constructor(document: TextDocument, host: ServerHost) {
    this.document = document;
    this.#host = host;
    this.source = { name: host.nameOf(document.uri), text: document.getText() };
    this.#settings = host.settingsOf(this.source.name);
    this.outline = outlineOf(this.source);
    this.faults = faultsOf(this.outline);
    const { api } = host;
    const begin = this.isSound ? quiet(this.#controller.signal) : Promise.resolve(false);
    this.check = begin.then((goes) =>
      goes ? this.#answered((options) => api.check(this.source, options)) : null,
    );
    this.barriers = this.check.then((check) => {
      this.known = { check };
      if (check === null || check.models.length === 0) return null;
      // Those that a user names are asked about every barrier; else each dialect has its own.
      return this.#answered((options) => api.barriers(this.source, { ...options, searches: SEARCHES }));
    });
    void this.barriers.then((barriers) => {
      this.known = { ...this.known, barriers };
    });
  }

  /** Whether the text can be run. */
  get isSound(): boolean {
    return this.outline.dialect !== null && this.faults.every(({ severity }) => severity !== 'error');
  }

  /** Ends all searches: somebody types on. */
  cancel(): void {
    this.#controller.abort();
  }

  /** An explanation as text, or drawn as a page; null where there is none. */
  explained(form: 'text' | 'html'): Promise<string | null> {
    const { api } = this.#host;
    return this.#answered((options) =>
      form === 'text' ? api.explainText(this.source, 80, options) : api.graph(this.source, 'html', options),
    );
  }

  /** The verdicts with that among what final states show; null where that takes too long. */
  async observed(observable: string): Promise<CheckAnswer | null> {
    const check = await within(PATIENCE, this.check);
    if (!this.isSound || check?.info?.observables.includes(observable) === true) return check;
    const known = this.#observed.get(observable);
    const text = observing(this.outline, observable);
    const asked =
      known ?? this.#answered((options) => this.#host.api.check({ ...this.source, text }, options));
    this.#observed.set(observable, asked);
    return within(PATIENCE, asked);
  }

  /** What comes of a question; null where somebody types on, or a thread dies. */
  async #answered<Answer>(ask: (options: AskOptions) => Promise<Answer>): Promise<Answer | null> {
    try {
      return await ask({ ...this.#settings, signal: this.#controller.signal });
    } catch (error) {
      if (!this.#controller.signal.aborted) this.#host.complain(`${this.source.name}: ${error}`);
      return null;
    }
  }
}

/** Whether nobody typed for a moment. */
function quiet(signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(!signal.aborted), QUIET);
    const end = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    signal.addEventListener('abort', end, { once: true });
  });
}

function within<Answer>(milliseconds: number, asked: Promise<Answer>): Promise<Answer | null> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
