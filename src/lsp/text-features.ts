/** The requests that are answered from the text of a document, and from what is known of it by now. */
import {
  type CompletionItem,
  type Connection,
  DocumentHighlightKind,
  type DocumentSymbol,
  FoldingRangeKind,
  type Hover,
  InsertTextFormat,
  LSPErrorCodes,
  MarkupKind,
  ResponseError,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import { formatSource } from '../format/format-source.js';
import {
  callPage,
  completionsAt,
  definitionAt,
  type Edit,
  editsBetween,
  foldsOf,
  hoverAt,
  observableAt,
  referencesAt,
  renameAt,
  renamedAt,
  symbolsOf,
  type TestSymbol,
} from '../language/index.js';
import type { OpenTest } from './open-test.js';
import { editsOf, rangeOf } from './positions.js';
import { completionKind, symbolKind } from './protocol-kinds.js';
import { semanticTokensOf } from './semantic-tokens.js';

/** The current version of a document. */
type OpenTests = (uri: string) => OpenTest | undefined;

/** Adds them to a connection. */
export function addTextFeatures(connection: Connection, testOf: OpenTests): void {
  const at = ({ textDocument, position }: TextDocumentPositionParams): Place | null => {
    const test = testOf(textDocument.uri);
    return test === undefined ? null : { test, offset: test.document.offsetAt(position) };
  };
  connection.onCompletion((params) => {
    const place = at(params);
    return place === null ? [] : completionItems(place);
  });
  connection.onCompletionResolve((item) => {
    const page = callPage(item.label).join('\n').trim();
    return page === '' ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value: page } };
  });
  connection.onHover((params) => {
    const place = at(params);
    return place === null ? null : hover(place);
  });
  connection.onDefinition((params) => locations(at(params), definitionAt));
  connection.onReferences((params) => locations(at(params), referencesAt));
  connection.onDocumentHighlight((params) =>
    locations(at(params), referencesAt).map(({ range }) => ({ range, kind: DocumentHighlightKind.Text })),
  );
  connection.onPrepareRename((params) => {
    const place = at(params);
    const found = place && renamedAt(place.test.outline, place.offset);
    return place && found && { range: rangeOf(place.test.document, found), placeholder: found.name };
  });
  connection.onRenameRequest((params) => {
    const place = at(params);
    if (place === null) return null;
    const renaming = renameAt(place.test.outline, place.offset, params.newName);
    if ('refused' in renaming) throw new ResponseError(LSPErrorCodes.RequestFailed, renaming.refused);
    const { document } = place.test;
    return { changes: { [document.uri]: editsOf(document, renaming.edits) } };
  });
  connection.onDocumentSymbol(({ textDocument }) => {
    const test = testOf(textDocument.uri);
    return test === undefined ? [] : symbolsOf(test.outline).map((symbol) => documentSymbol(test, symbol));
  });
  connection.onFoldingRanges(({ textDocument }) => {
    const test = testOf(textDocument.uri);
    return test === undefined ? [] : foldingRanges(test);
  });
  connection.onDocumentFormatting(({ textDocument }) => {
    const test = testOf(textDocument.uri);
    return test === undefined ? [] : editsOf(test.document, layout(test));
  });
  connection.languages.semanticTokens.on(({ textDocument }) => {
    const test = testOf(textDocument.uri);
    return test === undefined ? { data: [] } : semanticTokensOf(test);
  });
}

interface Place {
  readonly test: OpenTest;
  readonly offset: number;
}

function completionItems({ test, offset }: Place): CompletionItem[] {
  const { document, outline } = test;
  const list = completionsAt(outline, offset);
  const range = rangeOf(document, list);
  return list.items.map(({ label, kind, detail, insert, isSnippet }, index) => ({
    label,
    kind: completionKind(kind),
    ...(detail === null ? {} : { detail }),
    // As they are listed: what the file has before what the kernel has.
    sortText: String(index).padStart(4, '0'),
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: insert },
  }));
}

async function hover({ test, offset }: Place): Promise<Hover | null> {
  const observable = observableAt(test.outline, offset);
  const check = observable === null ? test.known.check : await test.observed(observable);
  const found = hoverAt(test.outline, offset, { ...test.known, check });
  if (found === null) return null;
  return {
    range: rangeOf(test.document, found),
    contents: { kind: MarkupKind.Markdown, value: found.markdown },
  };
}

function locations(place: Place | null, find: typeof referencesAt) {
  if (place === null) return [];
  const { document, outline } = place.test;
  return find(outline, place.offset).map((each) => ({ uri: document.uri, range: rangeOf(document, each) }));
}

/** The edits that lay a text out as `pinlitmus fmt` does, with the line ends that it has; none where it has faults. */
function layout({ source }: OpenTest): readonly Edit[] {
  const { text } = formatSource(source);
  if (text === null) return [];
  return editsBetween(source.text, source.text.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text);
}

function documentSymbol(
  test: OpenTest,
  { kind, text, name, children, ...range }: TestSymbol,
): DocumentSymbol {
  return {
    name: text,
    kind: symbolKind(kind),
    range: rangeOf(test.document, range),
    selectionRange: rangeOf(test.document, name),
    children: children.map((each) => documentSymbol(test, each)),
  };
}

function foldingRanges({ document, outline }: OpenTest) {
  return foldsOf(outline).map(({ start, end, kind }) => ({
    startLine: document.positionAt(start).line,
    endLine: document.positionAt(end).line,
    kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Region,
  }));
}
