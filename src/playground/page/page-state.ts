/** What is looked at, what is asked for it, and what follows from what the reader does. The views draw it. */
import type { KnownAnswers } from '../../language/index.js';
import { MODELS } from '../../models/index.js';
import { withGrace } from '../../query/cut-off.js';
import type { StepCommand } from '../../step/session.js';
import type { LanguageAnswers, LanguageTask } from '../language-protocol.js';
import { fragmentOf, type SharedState } from '../link.js';
import type { PictureScene, PlaygroundQuestion, ShapeOffer, TaskOf } from '../protocol.js';
import type { EditorHost } from './editor.js';
import { Inquiry } from './inquiry.js';
import type { LibraryCase } from './packed.js';
import { WorkerThread } from './worker-thread.js';

/** A test being typed is asked about when the typing pauses. */
const PAUSE = 120;
/** How long something is told. */
const MOMENT = 5000;

/** The page's state and work. */
export class Playground implements EditorHost {
  state: SharedState;
  readonly cases: readonly LibraryCase[];
  /** What is told to whoever does not see the page, and what is told to everyone for a moment. */
  said = '';
  told = '';
  /** Columns of a report. */
  columns = 80;
  readonly check: Inquiry<'check'>;
  readonly explain: Inquiry<'explain'>;
  readonly picture: Inquiry<'picture'>;
  readonly barriers: Inquiry<'barriers'>;
  readonly step: Inquiry<'step'>;
  readonly compile: Inquiry<'compile'>;
  readonly #expect: Inquiry<'expect'>;
  readonly #make: Inquiry<'make'>;
  readonly #language: WorkerThread;
  /** The last question of each kind that the editor has asked. */
  readonly #asked = new Map<LanguageTask['kind'], AbortController>();
  /** Draws the page anew, and puts a text into the editor. */
  draw: () => void = () => {};
  setText: (text: string) => void = () => {};
  #telling: ReturnType<typeof setTimeout> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #address: ReturnType<typeof setTimeout> | undefined;

  constructor(state: SharedState, cases: readonly LibraryCase[], workerUrl: string) {
    this.state = withOneLineEnd(state);
    this.cases = cases;
    const changed = (): void => this.draw();
    this.#language = new WorkerThread(workerUrl);
    const checking = new WorkerThread(workerUrl);
    const looking = new WorkerThread(workerUrl);
    this.check = new Inquiry(checking, changed);
    this.explain = new Inquiry(looking, changed);
    this.picture = new Inquiry(looking, changed);
    this.barriers = new Inquiry(looking, changed);
    this.step = new Inquiry(looking, changed);
    this.compile = new Inquiry(looking, changed);
    this.#expect = new Inquiry(looking, changed);
    this.#make = new Inquiry(looking, changed);
  }

  get question(): PlaygroundQuestion {
    const { file, text, models, atomics, seconds } = this.state;
    return { file, text, models, atomics, seconds, columns: this.columns };
  }

  /** What the view that is looked at asks. */
  get asking(): Pick<
    Inquiry<'check'>,
    | 'state'
    | 'fault'
    | 'begun'
    | 'model'
    | 'milliseconds'
    | 'verdicts'
    | 'isNew'
    | 'isStale'
    | 'cancel'
    | 'forget'
  > {
    return this[this.state.view];
  }

  // What the editor asks and tells.

  async ask<Kind extends LanguageTask['kind']>(task: TaskOf<Kind>): Promise<LanguageAnswers[Kind] | null> {
    const { kind } = task as LanguageTask;
    this.#asked.get(kind)?.abort();
    const controller = new AbortController();
    this.#asked.set(kind, controller);
    try {
      return await this.#language.ask<Kind>(task, { signal: controller.signal, isShort: true });
    } catch {
      // A newer text is asked about. What is wrong with this one, its check says too.
      return null;
    }
  }

  answersAbout(text: string): KnownAnswers {
    if (text !== this.state.text) return {};
    const check = this.check.isAnswered(this.#key()) ? this.check.answer?.facts : null;
    const barriers = this.barriers.isAnswered(this.#key()) ? this.barriers.answer?.facts : null;
    return { check, barriers };
  }

  onText(text: string): void {
    if (text === this.state.text) return;
    const file = fileBehind(this.state, text);
    this.state = { ...this.state, file, text, scene: 0, step: 0, choices: [] };
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.refresh(), PAUSE);
  }

  // What the reader does.

  /** Looks at something else. What hung on it begins anew. */
  change(change: Partial<SharedState>): void {
    const old = this.state;
    const next = withOneLineEnd({ ...old, ...change });
    const isOther = (...keys: readonly (keyof SharedState)[]): boolean =>
      keys.some((key) => JSON.stringify(old[key]) !== JSON.stringify(next[key]));
    if (isOther('text', 'atomics', 'models', 'model', 'state')) {
      const { scene = 0, step = 0 } = change;
      this.state = { ...next, scene, step };
    } else this.state = isOther('scene') ? { ...next, step: change.step ?? 0 } : next;
    if (isOther('text', 'atomics') || (isOther('model') && next.view === 'step'))
      this.state = { ...this.state, choices: change.choices ?? [] };
    if (isOther('text')) this.setText(next.text);
    this.refresh();
  }

  /** Asks whatever has to be asked, and draws. */
  refresh(): void {
    clearTimeout(this.#pause);
    const { question } = this;
    void this.check.ask(this.#key(), { kind: 'check', question }, this.#most).then((answer) => {
      if (answer !== null) this.said = answer.answer ?? 'The test has faults.';
      this.draw();
    });
    const { view, state } = this.state;
    if (view === 'explain') {
      void this.explain
        .ask(this.#key(state), { kind: 'explain', question, state }, this.#most)
        .then(() => this.#lookAtPicture());
      this.#lookAtPicture();
    }
    if (view === 'barriers') void this.barriers.ask(this.#key(), { kind: 'barriers', question });
    if (view === 'compile') void this.compile.ask(this.#key(), { kind: 'compile', question }, this.#most);
    if (view === 'step') void this.#step(null);
    this.draw();
    clearTimeout(this.#address);
    this.#address = setTimeout(() => void this.#keepInAddress(), 250);
  }

  /** Asks the view's question again, which was cancelled. */
  again(): void {
    this.asking.forget();
    if (this.check.state === 'cancelled' || this.check.state === 'late') this.check.forget();
    this.refresh();
  }

  /** Does something with the execution under way. */
  command(command: StepCommand): void {
    void this.#step(command);
  }

  /** Puts a changed text into the editor, and into that the verdicts that it has. */
  async apply(changed: string, whole: boolean): Promise<void> {
    const { question } = this;
    const task = { kind: 'expect', question, changed, whole } as const;
    const text = await this.#expect.ask(`${this.#key(changed)} ${whole}`, task, this.#most);
    this.#expect.forget();
    if (text === null || this.state.text !== question.text) return;
    this.said = whole ? 'The verdicts stand in the test.' : 'The patch is applied.';
    this.change({ text });
  }

  /** Lays the test out, as `pinlitmus fmt` does. */
  async format(): Promise<void> {
    const { file, text } = this.state;
    const laidOut = await this.ask({ kind: 'format', source: { name: file, text } });
    if (this.state.text !== text) return;
    if (laidOut === null) this.tell('The test has faults: it is left as it is.');
    else if (laidOut === text) this.tell('The test is laid out already.');
    else this.change({ text: laidOut });
  }

  /** In which dialects a name is one of a shape's test. */
  shapes(name: string): Promise<readonly ShapeOffer[]> {
    const { signal } = new AbortController();
    return this.#language.ask<'shapes'>({ kind: 'shapes', name }, { signal });
  }

  /** Puts the test of a name into the editor. */
  async make(offer: ShapeOffer): Promise<void> {
    const { seconds } = this.state;
    this.#make.forget();
    const text = await this.#make.ask(JSON.stringify(offer), { kind: 'make', offer, seconds }, this.#most);
    if (text !== null) this.change({ file: `${offer.name}.litmus`, text, model: null, state: null });
  }

  /** A link to all of this. */
  async link(): Promise<string> {
    return location.href.replace(/#.*$/, '') + (await fragmentOf(this.state));
  }

  /** Tells whoever does not see the page. */
  say(text: string): void {
    this.said = text;
    this.draw();
  }

  /** Tells everyone, for a moment. */
  tell(text: string): void {
    this.told = text;
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => {
      this.told = '';
      this.draw();
    }, MOMENT);
    this.say(text);
  }

  /** The lines that the step is about. */
  get pointed(): { readonly now: readonly number[]; readonly also: readonly number[] } {
    const { view, step: at } = this.state;
    if (view === 'explain') {
      const step = this.scenes.scene?.steps[at - 1];
      return { now: step?.lines ?? [], also: step?.alsoLines ?? [] };
    }
    const { answer } = this.step;
    const line = view === 'step' && answer?.kind === 'stepped' ? answer.line : null;
    return { now: line === null ? [] : [line], also: [] };
  }

  /** The diagrams of the model that is explained; its name is null where there is none. */
  get scenes(): {
    readonly model: string | null;
    readonly scene: PictureScene | null;
    readonly index: number;
  } {
    const { answer } = this.explain;
    const asked = answer?.models.find(({ name }) => name === this.state.model);
    const model = asked ?? answer?.models.find(({ name }) => name === answer.opening);
    const scenes = model?.scenes ?? [];
    const index = Math.min(this.state.scene, Math.max(scenes.length - 1, 0));
    return { model: model?.name ?? null, scene: scenes[index] ?? null, index };
  }

  #lookAtPicture(): void {
    const { state } = this.state;
    if (this.state.view !== 'explain' || !this.explain.isAnswered(this.#key(state))) return;
    const { model, scene, index } = this.scenes;
    if (model === null || scene === null) return;
    const { question } = this;
    const key = this.#pictureKey(model, index);
    void this.picture.ask(key, { kind: 'picture', question, state, model, scene: index });
  }

  /** Whether the picture that is there is the one that is looked at. */
  get isPictureOf(): boolean {
    const { model, index } = this.scenes;
    return model !== null && this.picture.isAnswered(this.#pictureKey(model, index));
  }

  #pictureKey(model: string, scene: number): string {
    return this.#key([this.state.state, model, scene], 0);
  }

  async #step(command: StepCommand | null): Promise<void> {
    const { question } = this;
    const { choices, model } = this.state;
    const key = this.#key([model, choices]);
    const task = { kind: 'step', question, model, choices, command } as const;
    const asked = command === null ? key : `${key} ${JSON.stringify(command)}`;
    const answer = await this.step.ask(asked, task, this.#most);
    if (answer?.kind !== 'stepped') return;
    this.state = { ...this.state, choices: answer.choices };
    this.step.rename(this.#key([model, answer.choices]));
    this.said = [answer.note, answer.taken.at(-1) ?? ''].join(' ').trim();
    this.refresh();
  }

  /** The milliseconds after which work is ended from outside: every model has its time, and loading as much as one. */
  get #most(): number {
    const models = this.state.models?.length ?? MODELS.length;
    return (models + 2) * withGrace(this.state.seconds * 1000);
  }

  #key(more: unknown = null, columns = this.columns): string {
    return JSON.stringify([{ ...this.question, columns }, more]);
  }

  /** The address of the page always is the link. */
  async #keepInAddress(): Promise<void> {
    const fragment = await fragmentOf(this.state);
    if (location.hash !== fragment) history.replaceState(null, '', fragment);
  }
}

/**
 * The name of the file of a text that was changed: one that goes by the name of the test goes by its new name, so that no test is
 * reported as the case that stood there before.
 */
function fileBehind({ file, text }: SharedState, changed: string): string {
  const nameOf = (head: string): string | undefined => /^\s*[A-Z]\w*[ \t]+([\w.+-]+)/.exec(head)?.[1];
  const [old = null, name] = [nameOf(text), nameOf(changed)];
  const base = file.replace(/^.*\//, '').replace(/\.litmus$/, '');
  return name === undefined || name === base || (old !== null && old !== base) ? file : `${name}.litmus`;
}

/** The editor's text has one kind of line end, and offsets are the editor's. */
function withOneLineEnd(state: SharedState): SharedState {
  return { ...state, text: state.text.replace(/\r\n?/g, '\n') };
}
