/** What every answer of the playground's workers begins with: the settings of a question, and the room of a report. */
import type { Settings } from '../../check/result.js';
import { DEFAULT_SETTINGS } from '../../check/settings.js';
import type { Canvas } from '../../report/reporter.js';
import { type Paint, paintAt } from '../../report/text/colour.js';
import type { Source } from '../../text/source.js';
import { PAGE_MEGABYTES } from '../page-limits.js';
import type { PlaygroundQuestion } from '../protocol.js';

/** What a search may use. */
export function settingsOf({
  models,
  atomics,
  seconds,
}: Pick<PlaygroundQuestion, 'models' | 'atomics' | 'seconds'>): Settings {
  return {
    ...DEFAULT_SETTINGS,
    models,
    atomics,
    limits: { ...DEFAULT_SETTINGS.limits, milliseconds: seconds * 1000, megabytes: PAGE_MEGABYTES },
  };
}

/** The text of the question. */
export function sourceOf({ file, text }: PlaygroundQuestion): Source {
  return { name: file, text };
}

/** How reports are painted; the page makes classes of it. */
export const PAINT: Paint = paintAt(1);

/** The page as reports see it. */
export function canvasOf({ columns }: PlaygroundQuestion): Canvas {
  return { width: columns, colours: 1 };
}
