/** The extensions in force, term by term, with what each does. */
import { explainExtensions } from './extension-words'

export function ExtensionPart({ extensions }: { extensions: string }) {
  const terms = explainExtensions(extensions)
  if (terms.length === 0) return null
  return (
    <section className="extension-part" aria-label="Extensions">
      <h3>Extensions</h3>
      <dl className="facts selectable">
        {terms.map(({ term, meaning }) => (
          <div key={term} className="extension-term">
            <dt className="mono">{term}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
