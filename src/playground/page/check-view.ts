/** The verdicts: a word for each model, which explains itself, and the report. */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { ModelVerdict } from '../protocol.js';
import type { Playground } from './page-state.js';
import { reportText } from './report-text.js';

/** The view. */
export function checkView(playground: Playground): TemplateResult | typeof nothing {
  const { answer, isStale } = playground.check;
  // As long as not all models have answered, those that have are told of, and what was so before stands below.
  const early = isStale ? playground.check.verdicts : [];
  if (answer === null) return chips(playground, early);
  const { verdicts, report, correctable } = answer;
  return html`
    ${chips(playground, early.length > 0 ? early : verdicts)}
    <div class=${early.length > 0 ? 'older' : ''}>${reportText(report)}</div>
    ${
      correctable && early.length === 0
        ? html`<p class="actions">
          <button type="button" @click=${() => void playground.apply(playground.state.text, true)}>
            Expect these verdicts
          </button>
          <span class="quiet">writes them into the test's <code>Expect=</code></span>
        </p>`
        : nothing
    }
  `;
}

function chips(playground: Playground, verdicts: readonly ModelVerdict[]): TemplateResult | typeof nothing {
  return verdicts.length === 0
    ? nothing
    : html`<ul class="chips" aria-label="Verdicts">
        ${verdicts.map((verdict) => html`<li>${verdictChip(playground, verdict)}</li>`)}
      </ul>`;
}

function verdictChip(
  playground: Playground,
  { name, title, word, sentence, status }: ModelVerdict,
): TemplateResult {
  const explain = (): void => playground.change({ view: 'explain', model: name });
  return html`<button
    type="button"
    class="chip ${status}"
    title="${title}: ${sentence}. Explain it"
    @click=${explain}
  >${title} <b>${word}</b></button>`;
}
