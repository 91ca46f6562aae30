/** Light or dark: as the system has it, until the reader says otherwise, which is remembered where the browser lets it be. */

const KEY = 'pinlitmus-theme';
const SYSTEM = matchMedia('(prefers-color-scheme: dark)');

/** Whether the page is dark. */
export function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? SYSTEM.matches : theme === 'dark';
}

/** The other one from now on. */
export function switchTheme(): void {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A page that may keep nothing forgets it.
  }
}

/** What was said before; calls back when the system changes its mind. */
export function beginTheme(changed: () => void): void {
  SYSTEM.addEventListener('change', changed);
  try {
    const theme = localStorage.getItem(KEY);
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Nothing was kept.
  }
}
