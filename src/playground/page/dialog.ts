/** A dialog of the page: the browser's own, which keeps the focus and closes by Escape. */
import { html, render, type TemplateResult } from 'lit-html';

/** Draws the dialog anew. */
export type Redraw = () => void;

/** Opens a dialog; its content may be drawn anew, and its `close` closes it. */
export function openDialog(
  title: string,
  content: (redraw: Redraw, close: () => void) => TemplateResult,
): void {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', title);
  const close = (): void => dialog.close();
  const redraw = (): void => {
    render(
      html`<div class="above">
          <h2>${title}</h2>
          <button type="button" @click=${close}>Close</button>
        </div>
        ${content(redraw, close)}`,
      dialog,
    );
  };
  redraw();
  dialog.addEventListener('close', () => dialog.remove());
  // A press beside it closes it too.
  dialog.addEventListener('pointerdown', (event) => {
    if (event.target === dialog) close();
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>('[autofocus]')?.focus();
}
