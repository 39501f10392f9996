/**
 * Tells the app's own words from the noise Chromium makes on stderr (D-Bus, GPU, GTK, debugger), so that what a person
 * reads in the terminal is ours.
 */
import { stripVTControlCharacters } from 'node:util'

const NOISE = [
  // [pid:MMDD/HHMMSS.usec:LEVEL:file(line)]: Chromium's log, kept only where it ends the process or is our console's.
  /^\[\d+:(\d+:)?\d{4}\/\d{6}\.\d+:(?!FATAL|\w+:CONSOLE)/,
  /^(libva|libEGL|MESA|Xlib|Warning: vk|Gtk|\(\S+:\d+\): G)/,
  /^(DevTools listening|Debugger (listening|attached|ending)|For help, see:|Waiting for the debugger)/,
  // A native stack: frames, registers, its end.
  /^(#\d+ 0x|\s+r\d+: |\s*\[end of stack trace\])/,
  // A script's stack, but for the frames in our own code.
  /^\s+at .*(node:|node_modules)/,
  /^\s*$/,
]

/** The lines that are the app's own, without colours. */
export function ownLines(lines) {
  return lines.map(stripVTControlCharacters).filter((line) => !NOISE.some((pattern) => pattern.test(line)))
}
