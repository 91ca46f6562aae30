/** Whether a page can be read by everyone. */
import type { Page } from 'playwright-core';

/** The visible texts whose contrast with what is behind them is under 4.5 to 1 (WCAG 2, 1.4.3). */
export async function faint(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgba = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (colour) => {
      const [r, g, b] = rgba(colour).map((each) => each / 255)
        .map((each) => (each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      const box = element.closest('svg .event');
      if (box) return getComputedStyle(box.querySelector('path')).fill;
      for (let each = element; each !== null; each = each.parentElement) {
        const colour = getComputedStyle(each).backgroundColor;
        if (rgba(colour)[3] > 200) return colour;
      }
      return 'rgb(255, 255, 255)';
    };
    const texts = [...document.querySelectorAll('body *')].filter((each) =>
      each.getClientRects().length > 0 && !each.closest('title, :disabled, script, .unseen, .announcer, .cm-cursorLayer') &&
      [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''));
    return texts.flatMap((each) => {
      const style = getComputedStyle(each);
      const [a, b] = [luminance(each.closest('svg') ? style.fill : style.color), luminance(behind(each))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return contrast < 4.5 ? [contrast.toFixed(2) + ' ' + each.textContent.slice(0, 40)] : [];
    });
  })()`);
}
