/**
 * The whole of what is looked at in a link: the fragment of an address, which browsers send to nobody. It is JSON, deflated, in the base64 of
 * addresses; what stands in it as it usually does is left out. A link comes from anyone: what is read is held against its type.
 */

/** What of a test is looked at. */
export type PlaygroundView = 'check' | 'explain' | 'step' | 'barriers' | 'compile';

/** What is looked at, and where in it. */
export interface SharedState {
  readonly file: string;
  readonly text: string;
  readonly models: readonly string[] | null;
  readonly atomics: 'lse' | 'llsc';
  /** How long a search may take on each model. */
  readonly seconds: number;
  readonly view: PlaygroundView;
  /** The model that is explained or stepped on; null for the one that is chosen without a word. */
  readonly model: string | null;
  /** A proposition in place of the test's condition. */
  readonly state: string | null;
  /** Which of the model's diagrams, and which of its steps: 0 before the first. */
  readonly scene: number;
  readonly step: number;
  /** The steps taken, each by its number among those that could be taken, from 0. */
  readonly choices: readonly number[];
}

/** What a link has unless it says otherwise. */
export const USUAL_STATE: SharedState = {
  file: 'test.litmus',
  text: '',
  models: null,
  atomics: 'lse',
  seconds: 10,
  view: 'check',
  model: null,
  state: null,
  scene: 0,
  step: 0,
  choices: [],
};

const VIEWS: readonly PlaygroundView[] = ['check', 'explain', 'step', 'barriers', 'compile'];
const KEY = 'test=';
/** A test is a few kilobytes; what unpacks to more than this is none. */
const MOST_CHARACTERS = 4_000_000;
const MOST_SECONDS = 3600;

/** The fragment for a state, with its `#`. */
export async function fragmentOf(state: SharedState): Promise<string> {
  const usual: Readonly<Record<string, unknown>> = { ...USUAL_STATE };
  const said = Object.entries(state).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(usual[key]),
  );
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(said)));
  return `#${KEY}${base64Of(await piped(json, new CompressionStream('deflate-raw'), Number.POSITIVE_INFINITY))}`;
}

/** The state in a fragment; null where there is none, or it is not what `fragmentOf` makes. */
export async function stateOf(fragment: string): Promise<SharedState | null> {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith(KEY)) return null;
  try {
    const bytes = bytesOf(text.slice(KEY.length));
    const json = await piped(bytes, new DecompressionStream('deflate-raw'), MOST_CHARACTERS);
    return checkedState(JSON.parse(new TextDecoder().decode(json)));
  } catch {
    return null;
  }
}

/** What was read, as far as it is of the right type. */
function checkedState(read: unknown): SharedState | null {
  if (typeof read !== 'object' || read === null) return null;
  const { file, text, models, atomics, seconds, view, model, state, scene, step, choices } = read as Partial<
    Record<keyof SharedState, unknown>
  >;
  if (text !== undefined && typeof text !== 'string') return null;
  const usual = USUAL_STATE;
  const limit = countOr(seconds, usual.seconds);
  return {
    file: typeof file === 'string' && file !== '' ? file : usual.file,
    text: text ?? usual.text,
    models: isListOf(models, (each) => typeof each === 'string') && models.length > 0 ? models : usual.models,
    atomics: atomics === 'llsc' ? 'llsc' : 'lse',
    seconds: Math.min(Math.max(limit, 1), MOST_SECONDS),
    view: VIEWS.find((each) => each === view) ?? usual.view,
    model: typeof model === 'string' ? model : null,
    state: typeof state === 'string' && state !== '' ? state : null,
    scene: countOr(scene, 0),
    step: countOr(step, 0),
    choices: isListOf(choices, isCount) ? choices : [],
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function countOr(value: unknown, usual: number): number {
  return isCount(value) ? value : usual;
}

function isListOf<Item>(value: unknown, isItem: (each: unknown) => each is Item): value is readonly Item[];
function isListOf(value: unknown, isItem: (each: unknown) => boolean): value is readonly string[];
function isListOf(value: unknown, isItem: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

/** What comes out of a stream that bytes are put into; throws where that is more than `most` bytes. */
async function piped(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = through.writable.getWriter();
  // What is wrong with the bytes is told to whoever reads.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const reader = through.readable.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > most) throw new Error('too long');
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function base64Of(bytes: Uint8Array): string {
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(characters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
