/** What Electron runs for the baseline of the window: no window, only the counting, in main's own thread. */
void import('./raw-receiver-process.mjs')
