/** What a test is looked at with: models, atomic instructions, and how long a search may take. */
import { html, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { DEFAULT_SETTINGS } from '../../check/settings.js';
import { MODELS } from '../../models/index.js';
import { duration, grouped } from '../../report/text/layout.js';
import type { SharedState } from '../link.js';
import { PAGE_MEGABYTES } from '../page-limits.js';
import { openDialog } from './dialog.js';
import type { Playground } from './page-state.js';

const SECONDS = [1, 3, 10, 60, 600];

/** What bounds a search, in words. */
export function limitsText({ seconds }: Pick<SharedState, 'seconds'>): string {
  const { states } = DEFAULT_SETTINGS.limits;
  return `at most ${duration(seconds * 1000)}, ${grouped(states)} states, ${grouped(PAGE_MEGABYTES)} MB a model`;
}

/** Opens the choices. */
export function openSettings(playground: Playground): void {
  openDialog('Models', (redraw) => {
    const change = (changed: Partial<SharedState>): void => {
      playground.change(changed);
      redraw();
    };
    return html`<div class="settings">
      ${modelChoices(playground, change)}
      <fieldset>
        <legend>Atomic instructions on Armv8</legend>
        ${(['lse', 'llsc'] as const).map(
          (atomics) => html`<label><input
            type="radio"
            name="atomics"
            .checked=${live(playground.state.atomics === atomics)}
            @change=${() => change({ atomics })}
          /> <span>${atomics === 'lse' ? 'LSE: one instruction' : 'LL/SC: a loop of exclusives'}</span></label>`,
        )}
      </fieldset>
      <fieldset>
        <legend>A search on each model may take</legend>
        ${[...new Set([...SECONDS, playground.state.seconds])]
          .sort((a, b) => a - b)
          .map(
            (seconds) => html`<label><input
              type="radio"
              name="seconds"
              .checked=${live(playground.state.seconds === seconds)}
              @change=${() => change({ seconds })}
            /> <span>${duration(seconds * 1000)}</span></label>`,
          )}
      </fieldset>
    </div>`;
  });
}

function modelChoices(
  playground: Playground,
  change: (changed: Partial<SharedState>) => void,
): TemplateResult {
  const { models } = playground.state;
  // Which are the test's own is known with its first verdict.
  const available = playground.check.answer?.available;
  const own = available?.map(({ name }) => name) ?? [];
  const shown = models ?? own;
  const toggle = (name: string): void => {
    const next = MODELS.map((model) => model.name).filter((each) =>
      each === name ? !shown.includes(each) : shown.includes(each),
    );
    // A test is run on something.
    change({ models: next.length === 0 || String(next) === String(own) ? null : next });
  };
  return html`<fieldset>
    <legend>Models</legend>
    <label><input
      type="checkbox"
      .checked=${live(models === null)}
      ?disabled=${models === null}
      @change=${() => change({ models: null })}
    /> <span>Those of the test's dialect</span></label>
    ${MODELS.map(
      ({ name, title, allows }) => html`<label><input
        type="checkbox"
        .checked=${live(shown.includes(name))}
        ?disabled=${available === undefined}
        @change=${() => toggle(name)}
      /> <span><b>${title}</b> <span class="quiet">${allows}</span></span></label>`,
    )}
  </fieldset>`;
}
