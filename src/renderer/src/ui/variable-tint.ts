/** Texts that variables are filled into look a little different, so that one sees what is not sent as it stands. */
import { isTemplate } from '../../../shared/variables/fill'

/** @returns the class of a field with such a text */
export function variableTint(text: string): string {
  return isTemplate(text) ? 'has-variables' : ''
}
