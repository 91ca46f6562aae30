/** A dialog of the page: the browser's own, which keeps the focus and closes by Escape. */
import { html, render, type TemplateResult } from 'lit-html';

/** Draws the dialog anew. */
export type Redraw = () => void;

/** The dialogs that are open, to be drawn with the page. */
const OPEN = new Set<Redraw>();

/** Draws what is open anew: it may show what was found out meanwhile. */
export function redrawDialogs(): void {
  for (const redraw of OPEN) redraw();
}

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
  OPEN.add(redraw);
  dialog.addEventListener('close', () => {
    OPEN.delete(redraw);
    dialog.remove();
  });
  // A press beside it closes it too.
  dialog.addEventListener('pointerdown', (event) => {
    if (event.target === dialog) close();
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>('[autofocus]')?.focus();
}
