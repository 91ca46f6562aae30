/** An execution by hand: memory, the threads, what may come next as buttons, what waits and why. The keys are those of the terminal. */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { StepCommand } from '../../step/session.js';
import type { OfferedChoice, StepPanel } from '../protocol.js';
import type { Playground } from './page-state.js';
import { reportText } from './report-text.js';

/** A button, its key, and what it does. */
interface Key {
  readonly key: string;
  readonly label: string;
  readonly about: string;
  readonly command: StepCommand;
}

const KEYS: readonly Key[] = [
  { key: 'n', label: 'Along the witness', about: 'one step', command: { kind: 'witness', steps: 1 } },
  {
    key: 'w',
    label: 'To its end',
    about: 'all steps of the witness',
    command: { kind: 'witness', steps: null },
  },
  { key: 's', label: 'Leave SC', about: 'to where the witness leaves SC behind', command: { kind: 'sc' } },
  { key: 'r', label: 'Random', about: 'to an end, at random', command: { kind: 'random', steps: null } },
  { key: 'u', label: 'Undo', about: 'one step back', command: { kind: 'undo' } },
  { key: 'b', label: 'Start', about: 'back to the start', command: { kind: 'start' } },
];

/** The view. */
export function stepView(playground: Playground): TemplateResult | typeof nothing {
  const { answer } = playground.step;
  if (answer === null) return nothing;
  const shown = answer.kind === 'stepped' ? answer.model.name : null;
  return html`
    ${
      answer.machines.length === 0
        ? nothing
        : html`<div class="chips" role="group" aria-label="Machines">
          ${answer.machines.map(
            ({ name, title }) => html`<button
              type="button"
              class="chip"
              aria-pressed=${name === shown}
              @click=${() => playground.change({ model: name, choices: [] })}
            >${title}</button>`,
          )}
        </div>`
    }
    ${answer.kind === 'refused' ? reportText(answer.report) : execution(playground, answer)}
  `;
}

function execution(playground: Playground, answer: StepPanel): TemplateResult {
  const { note, memory, threads, offered, waits, end, taken } = answer;
  return html`
    <div class="stepping keys" role="group" aria-label="Steps">
      ${KEYS.map(
        ({ key, label, about, command }) => html`<button
          type="button"
          title=${about}
          aria-keyshortcuts=${key}
          @click=${() => playground.command(command)}
        >${label} <kbd>${key}</kbd></button>`,
      )}
    </div>
    ${note === '' ? nothing : html`<p class="note">${note}</p>`}
    ${reportText(`${memory}\n${threads}`, 'Memory and threads')}
    ${end === null ? nothing : html`<div class="end">${reportText(end, 'End')}</div>`}
    ${
      offered.length === 0
        ? nothing
        : html`<h3>What may come next</h3>
          <ol class="choices">
            ${offered.map((choice, index) => choiceItem(playground, choice, index))}
          </ol>`
    }
    ${
      waits.trim() === ''
        ? nothing
        : html`<h3>What waits</h3>
          <div class="waits">${reportText(waits, 'What waits')}</div>`
    }
    ${
      taken.length === 0
        ? nothing
        : html`<h3>Steps so far</h3>
          <ol class="taken">${taken.map((text) => html`<li>${text.replace(/^step \d+ +/, '')}</li>`)}</ol>`
    }
  `;
}

function choiceItem(
  playground: Playground,
  { thread, line, text, said, hint, ahead }: OfferedChoice,
  index: number,
): TemplateResult {
  return html`<li class=${ahead ? 'ahead' : ''}><button
    type="button"
    @click=${() => playground.command({ kind: 'choose', index })}
  ><b>${thread}</b> <span class="quiet">${line}</span> <code>${text}</code> <span>${said}</span>${
    hint ? html` <mark>witness</mark>` : nothing
  }</button></li>`;
}

/** What a key does here; null for one that does nothing. */
export function stepCommandOf(key: string): StepCommand | null {
  if (/^[1-9]$/.test(key)) return { kind: 'choose', index: Number(key) - 1 };
  return KEYS.find((each) => each.key === key)?.command ?? null;
}
