import { answersOf, worstFirst } from '../answer/answers.js'
import { visible } from '../model/escape.js'
import { count } from '../parts/words.js'
import type { ViewProps } from '../view.js'

/** Actors on several servers that are named; the view of actors has all. */
const SHOWN_ACTORS = 50

/** Every server of the case, worst first, and who came to more than one. */
export function ServersView({ judged, workspace }: ViewProps) {
  const hosts = worstFirst(judged.hosts)
  const shared = judged.actors.filter(({ hosts: on }) => on.length > 1)
  const choose = (name: string) => {
    workspace.chooseHost(name)
    workspace.show('answer')
  }
  return (
    <main class="page">
      <h1>{count(hosts.length)} servers, worst first</h1>
      <p class="lead">
        Each is judged by its own evidence. A server that stands low because little of it was
        collected says so: “cannot tell” is no all-clear.
      </p>
      <div class="scroll" tabIndex={0} role="group" aria-label="Servers">
        <table class="grid servers">
          <thead>
            <tr>
              <th scope="col">Server</th>
              {hosts[0] &&
                answersOf(judged, hosts[0]).map(({ id, question }) => (
                  <th key={id} scope="col">
                    {question}
                  </th>
                ))}
              <th scope="col">In a sentence</th>
            </tr>
          </thead>
          <tbody>
            {hosts.map((host) => (
              <tr key={host.name}>
                <th scope="row">
                  <button
                    class="link"
                    title={visible(host.nameFrom)}
                    onClick={() => {
                      choose(host.name)
                    }}
                  >
                    {visible(host.name)}
                  </button>
                </th>
                {answersOf(judged, host).map(({ id, glyph, word, tone, because }) => (
                  <td key={id} class={`state tone-word tone-${tone}`} title={visible(because)}>
                    <span aria-hidden="true">{glyph}</span> {word}
                  </td>
                ))}
                <td class="sentence">{visible(host.verdict.sentence)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>Actors on more than one server</h2>
      {shared.length === 0 ? (
        <p class="soft">
          No address that a finding names came to more than one of these servers. Scanners come to
          all; so does whoever goes from one server to the next.
        </p>
      ) : (
        <ul class="plain">
          {shared.slice(0, SHOWN_ACTORS).map((actor) => (
            <li key={actor.id}>
              <button
                class="link mono"
                onClick={() => {
                  workspace.openActor(actor.addresses[0] ?? '')
                }}
              >
                {actor.addresses.map(visible).join(', ')}
              </button>{' '}
              on{' '}
              {actor.hosts.map((name, at) => (
                <span key={name}>
                  {at > 0 && ', '}
                  <button
                    class="link"
                    onClick={() => {
                      choose(name)
                    }}
                  >
                    {visible(name)}
                  </button>
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
      {shared.length > SHOWN_ACTORS && (
        <p class="caption">and {count(shared.length - SHOWN_ACTORS)} more, in the view of actors</p>
      )}
    </main>
  )
}
