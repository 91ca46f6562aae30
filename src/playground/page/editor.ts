/** The editor: CodeMirror with what it knows of litmus tests, and lines that a step is about. Escape sets Tab free to leave it. */
import {
  acceptCompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, insertTab } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { type LanguageHost, litmusLanguage } from './editor-language.js';
import { type PointedLines, pointAt, pointedLines } from './editor-lines.js';

/** What an editor tells and asks. */
export interface EditorHost extends LanguageHost {
  /** The text is another by now. */
  onText(text: string): void;
}

/** An editor of one text. */
export class TestEditor {
  readonly #view: EditorView;

  constructor(parent: HTMLElement, text: string, host: EditorHost) {
    const told = EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) host.onText(state.doc.toString());
    });
    const state = EditorState.create({ doc: text, extensions: [...EXTENSIONS, litmusLanguage(host), told] });
    this.#view = new EditorView({ state, parent });
  }

  /** Puts another text there, as an edit of what differs: it can be undone, and the cursor stays. */
  setText(text: string): void {
    const old = this.#view.state.doc.toString();
    if (old === text) return;
    let from = 0;
    while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
    let left = 0;
    const most = Math.min(old.length, text.length) - from;
    while (left < most && old[old.length - 1 - left] === text[text.length - 1 - left]) left += 1;
    this.#view.dispatch({
      changes: { from, to: old.length - left, insert: text.slice(from, text.length - left) },
    });
  }

  /** Marks lines, and shows the first that one looks at; the page itself stays where it is. */
  point(lines: PointedLines): void {
    const { doc } = this.#view.state;
    const first = lines.now.find((line) => line >= 1 && line <= doc.lines);
    this.#view.dispatch({ effects: pointAt.of(lines) });
    if (first === undefined) return;
    const { scrollDOM } = this.#view;
    const { top, height } = this.#view.lineBlockAt(doc.line(first).from);
    const margin = 3 * height;
    if (top - margin < scrollDOM.scrollTop) scrollDOM.scrollTop = top - margin;
    else if (top + height + margin > scrollDOM.scrollTop + scrollDOM.clientHeight)
      scrollDOM.scrollTop = top + height + margin - scrollDOM.clientHeight;
  }

  focus(): void {
    this.#view.focus();
  }
}

/** Tab indents until Escape is pressed; from then on it goes on to what comes next, until the editor is entered anew. */
const TAB: Extension = [
  keymap.of([
    { key: 'Tab', run: (view) => acceptCompletion(view) || insertTab(view), shift: indentLess },
    {
      key: 'Escape',
      run: (view) => {
        view.setTabFocusMode(true);
        return false;
      },
    },
  ]),
  EditorView.domEventHandlers({ blur: (_event, view) => view.setTabFocusMode(false) }),
];

const EXTENSIONS: readonly Extension[] = [
  lineNumbers(),
  highlightActiveLineGutter(),
  history(),
  drawSelection(),
  indentUnit.of('\t'),
  EditorState.tabSize.of(8),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  pointedLines,
  TAB,
  keymap.of([
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...lintKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...defaultKeymap,
  ]),
  EditorView.contentAttributes.of({
    'aria-label': 'Litmus test',
    'aria-describedby': 'leave-editor',
    spellcheck: 'false',
    autocapitalize: 'off',
    autocorrect: 'off',
  }),
];
