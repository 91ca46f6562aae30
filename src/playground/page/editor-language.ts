/** What the editor knows of litmus tests, asked of the worker: colours, faults with what mends them, completions, explanations of words. */
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  type Completion as Option,
  snippet,
} from '@codemirror/autocomplete';
import { type Action, type Diagnostic, linter, lintGutter } from '@codemirror/lint';
import { type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  hoverTooltip,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import type { Completion, KnownAnswers, TextFault, TextMark } from '../../language/index.js';
import type { LanguageAnswers, LanguageTask } from '../language-protocol.js';
import type { TaskOf } from '../protocol.js';
import { markdownElement } from './markdown-element.js';

/** Whom the editor asks. */
export interface LanguageHost {
  /** Gives null where the same was asked about a newer text meanwhile. */
  ask<Kind extends LanguageTask['kind']>(task: TaskOf<Kind>): Promise<LanguageAnswers[Kind] | null>;
  /** What has been found out about a text. */
  answersAbout(text: string): KnownAnswers;
}

/** The editor's knowledge. */
export function litmusLanguage(host: LanguageHost): Extension {
  return [colours(host), faults(host), completions(host), explanations(host)];
}

const colour = StateEffect.define<readonly TextMark[]>();

/** Colours come from the worker a moment after an edit; until then they move with what they colour. */
function colours(host: LanguageHost): Extension {
  const field = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(marks, { changes, effects, newDoc }) {
      const coloured = effects.find((effect) => effect.is(colour));
      return coloured === undefined ? marks.map(changes) : decorations(coloured.value, newDoc.length);
    },
    provide: (each) => EditorView.decorations.from(each),
  });
  class Colouring implements PluginValue {
    readonly #view: EditorView;

    constructor(view: EditorView) {
      this.#view = view;
      this.#colour();
    }

    update({ docChanged }: ViewUpdate): void {
      if (docChanged) this.#colour();
    }

    #colour(): void {
      const view = this.#view;
      const text = textOf(view);
      void host.ask({ kind: 'marks', source: sourceOf(text) }).then((marks) => {
        if (marks !== null && textOf(view) === text) view.dispatch({ effects: colour.of(marks) });
      });
    }
  }
  return [field, ViewPlugin.define((view) => new Colouring(view))];
}

function decorations(marks: readonly TextMark[], length: number): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { start, end, kind } of marks) {
    if (start < end && end <= length) builder.add(start, end, Decoration.mark({ class: `mark-${kind}` }));
  }
  return builder.finish();
}

/** The text, whose offsets are the editor's. */
function textOf(view: EditorView): string {
  return view.state.doc.toString();
}

function sourceOf(text: string): { readonly name: string; readonly text: string } {
  return { name: 'test.litmus', text };
}

function faults(host: LanguageHost): Extension {
  const source = async (view: EditorView): Promise<readonly Diagnostic[]> => {
    const text = textOf(view);
    const found = await host.ask({ kind: 'faults', source: sourceOf(text) });
    return found !== null && textOf(view) === text
      ? found.map((fault) => diagnosticOf(fault, text.length))
      : [];
  };
  return [linter(source, { delay: 150 }), lintGutter()];
}

function diagnosticOf(
  { start, end, severity, message, code, notes, fixes }: TextFault,
  length: number,
): Diagnostic {
  const from = Math.min(start, length);
  return {
    from,
    to: Math.max(from, Math.min(end, length)),
    severity,
    source: code,
    message: [message, ...notes.map((note) => note.message)].join('\n'),
    actions: fixes.map(
      ({ title, edits }): Action => ({
        name: title,
        apply: (view) =>
          view.dispatch({
            changes: edits.map((edit) => ({ from: edit.start, to: edit.end, insert: edit.text })),
          }),
      }),
    ),
  };
}

function completions(host: LanguageHost): Extension {
  const complete = async ({ explicit, pos, state }: CompletionContext): Promise<CompletionResult | null> => {
    const text = state.doc.toString();
    if (!explicit && !/[\w.]$/.test(text.slice(Math.max(pos - 1, 0), pos))) return null;
    const list = await host.ask({ kind: 'complete', source: sourceOf(text), offset: pos });
    if (list === null) return null;
    const { start, items } = list;
    if (items.length === 0 || (!explicit && start === pos)) return null;
    return { from: start, options: items.map(optionOf), validFor: /^[\w.:$%]*$/ };
  };
  return autocompletion({ override: [complete], icons: false });
}

function optionOf({ label, kind, detail, insert, isSnippet }: Completion): Option {
  return {
    label,
    type: kind,
    ...(detail === null ? {} : { detail }),
    apply: isSnippet ? snippet(insert) : insert,
  };
}

function explanations(host: LanguageHost): Extension {
  return hoverTooltip(async (view, offset) => {
    const text = textOf(view);
    const answers = host.answersAbout(text);
    const about = await host.ask({ kind: 'hover', source: sourceOf(text), offset, answers });
    if (about === null) return null;
    const { start, end, markdown } = about;
    return { pos: start, end, above: true, create: () => ({ dom: markdownElement(markdown) }) };
  });
}
