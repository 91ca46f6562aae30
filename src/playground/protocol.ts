/** What the page of the playground asks its workers, and what they answer: plain data, for it goes from thread to thread. */
import type { CheckAnswer } from '../api/named.js';
import type { BarrierResult } from '../barriers/barrier-result.js';
import type { Scene, SceneStep } from '../report/graph/scene.js';
import type { StepCommand } from '../step/session.js';
import type { LanguageAnswers, LanguageTask } from './language-protocol.js';

/** A test, and how it is to be looked at. */
export interface PlaygroundQuestion {
  /** The name that reports give the text. */
  readonly file: string;
  readonly text: string;
  /** Names of models; null for those that the test's dialect is run on. */
  readonly models: readonly string[] | null;
  readonly atomics: 'lse' | 'llsc';
  /** How long a search may take on each model. */
  readonly seconds: number;
  /** How many columns the report has. */
  readonly columns: number;
}

/** What a worker is to do. Explanations are about `state`, a proposition, or about the test's condition where that is null. */
export type PlaygroundTask =
  | { readonly kind: 'check'; readonly question: PlaygroundQuestion }
  | { readonly kind: 'explain'; readonly question: PlaygroundQuestion; readonly state: string | null }
  /** A diagram of the explanation of the same question. */
  | {
      readonly kind: 'picture';
      readonly question: PlaygroundQuestion;
      readonly state: string | null;
      readonly model: string;
      readonly scene: number;
    }
  | { readonly kind: 'barriers'; readonly question: PlaygroundQuestion }
  /** The verdicts of a changed text are to stand in it, if some stand in that of the question; all of them if `whole`. */
  | {
      readonly kind: 'expect';
      readonly question: PlaygroundQuestion;
      readonly changed: string;
      readonly whole: boolean;
    }
  | {
      readonly kind: 'step';
      readonly question: PlaygroundQuestion;
      readonly model: string | null;
      /** The steps so far, each by its number among those that could be taken, from 0. */
      readonly choices: readonly number[];
      readonly command: StepCommand | null;
    }
  | { readonly kind: 'compile'; readonly question: PlaygroundQuestion }
  /** In which dialects a name is the name of a shape's test; and the test itself. */
  | { readonly kind: 'shapes'; readonly name: string }
  | { readonly kind: 'make'; readonly offer: ShapeOffer; readonly seconds: number }
  | LanguageTask;

/** A test that can be made of a name. */
export interface ShapeOffer {
  readonly dialect: string;
  readonly name: string;
}

/** A task of one kind. */
export type TaskOf<Kind extends PlaygroundTask['kind']> = Extract<PlaygroundTask, { readonly kind: Kind }>;

/** A model as the page names it. */
export interface NamedModel {
  readonly name: string;
  readonly title: string;
}

/** What one model says of the test. */
export interface ModelVerdict extends NamedModel {
  /** `Never` */
  readonly word: string;
  /** `Never, as expected` */
  readonly sentence: string;
  readonly status: 'pass' | 'fail' | 'none' | 'unknown' | 'unsupported' | 'error';
}

/** A test checked. Texts of reports have colours as a terminal has them. */
export interface CheckPanel {
  readonly report: string;
  readonly verdicts: readonly ModelVerdict[];
  /** The answer in a sentence; null where there is none. */
  readonly answer: string | null;
  /** The models that a test of this dialect can be run on. */
  readonly available: readonly NamedModel[];
  /** Final states as propositions that can be explained; not all where there are many. */
  readonly states: readonly string[];
  /** Whether its `Expect=` line could say something that it does not say, or that is not so. */
  readonly correctable: boolean;
  readonly milliseconds: number;
  /** The same as the API gives it, for the editor. */
  readonly facts: CheckAnswer;
}

/** One thing to look at in a diagram, with the classes of what is marked there and of what is still to come. */
export interface PictureStep
  extends Pick<SceneStep, 'what' | 'how' | 'aside' | 'memory' | 'lines' | 'alsoLines'> {
  readonly now: readonly string[];
  readonly later: readonly string[];
}

/** A diagram with its steps, but not yet drawn. */
export interface PictureScene extends Omit<Scene, 'steps' | 'drawing'> {
  readonly steps: readonly PictureStep[];
}

/** What one model says of the state that is explained. */
export interface ModelScenes extends NamedModel {
  readonly kind: 'allowed' | 'forbidden' | 'unknown';
  /** The kind in a word. */
  readonly word: string;
  /** Whether some execution gets stuck on it. */
  readonly deadlocks: boolean;
  readonly remarks: readonly string[];
  readonly scenes: readonly PictureScene[];
}

/** A state explained. */
export interface ExplainPanel {
  readonly report: string;
  readonly answer: string | null;
  /** The state, as a condition says it. */
  readonly state: string;
  readonly models: readonly ModelScenes[];
  /** The model to begin with; null where there is none. */
  readonly opening: string | null;
}

/** A diagram as svg, and its legend as html; null where there is none. */
export type Picture = { readonly svg: string; readonly legend: string } | null;

/** A change that forbids the state. */
export interface OfferedPatch {
  /** `smp_mb() before line 14 in P0` */
  readonly title: string;
  readonly report: string;
  /** The whole text with the change made. */
  readonly text: string;
}

/** The barriers of a test. */
export interface BarriersPanel {
  readonly report: string;
  readonly lead: string;
  readonly patches: readonly OfferedPatch[];
  readonly rest: string;
  /** The same as the API gives it, for the editor. */
  readonly facts: BarrierResult;
}

/** A step that can be taken. */
export interface OfferedChoice {
  readonly thread: string;
  readonly line: number;
  readonly text: string;
  readonly said: string;
  /** Whether it lies along the witness, and whether SC would not take it. */
  readonly hint: boolean;
  readonly ahead: boolean;
}

/** An execution under way. */
export interface StepPanel {
  readonly kind: 'stepped';
  readonly model: NamedModel;
  readonly machines: readonly NamedModel[];
  readonly choices: readonly number[];
  /** What came of the command. */
  readonly note: string;
  readonly memory: string;
  readonly threads: string;
  readonly offered: readonly OfferedChoice[];
  readonly waits: string;
  readonly end: string | null;
  /** The steps taken, in words, and the line of the last. */
  readonly taken: readonly string[];
  readonly line: number | null;
}

/** Why there is nothing to step through. */
export interface StepRefused {
  readonly kind: 'refused';
  readonly report: string;
  readonly machines: readonly NamedModel[];
}

/** A test on all ports. */
export interface CompilePanel {
  readonly report: string;
  /** Those that it could be written for, each as a text of its own. */
  readonly tests: readonly (NamedModel & { readonly text: string })[];
}

/** The answers, by the kinds of tasks. */
export interface PlaygroundAnswers extends LanguageAnswers {
  readonly check: CheckPanel;
  readonly explain: ExplainPanel;
  readonly picture: Picture;
  readonly barriers: BarriersPanel;
  readonly expect: string;
  readonly step: StepPanel | StepRefused;
  readonly compile: CompilePanel;
  readonly shapes: readonly ShapeOffer[];
  readonly make: string | null;
}

/** Who follows a task: hears the titles of the models that are begun, and verdicts as soon as they are known. */
export interface TaskFollower {
  readonly onModel: (title: string) => void;
  readonly onVerdict: (verdict: ModelVerdict) => void;
}

/** What a page sends. */
export interface TaskMessage {
  readonly id: number;
  readonly task: PlaygroundTask;
}

/** What a worker sends: that it begins with a model, what one says, and in the end the answer, or what went wrong. */
export type WorkerMessage =
  | { readonly kind: 'model'; readonly id: number; readonly title: string }
  | { readonly kind: 'verdict'; readonly id: number; readonly verdict: ModelVerdict }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'fault'; readonly id: number; readonly text: string };
