/** What `feedscope --help` says. */
import type { BehaviourSummary } from '../shared/protocol/behaviour'

/** As wide as the longest flag. */
const NAME_WIDTH = 10

export function usage(behaviours: readonly BehaviourSummary[]): string {
  return `feedscope serve: a WebSocket server for tests, which behaves, or misbehaves on purpose.

Usage: feedscope serve [option …]

What it does
  --behaviour NAME        echo unless given; one of those below
  --option NAME=VALUE     a knob of the behaviour; may be repeated
  --upstream URL          of a tap: where frames are passed on to
  --rules FILE            answers of your own: the rules of a server's file
  --config FILE           a server's file, as the app exports it; other options win over it

Where it listens
  --port N                8080 unless given; 0 picks a free one
  --host HOST             localhost unless given, which other computers cannot reach; 0.0.0.0 for all
  --tls                   wss:// with a certificate made for localhost
  --tls-cert FILE --tls-key FILE      wss:// with yours (PEM)
  --also-plain            ws:// too, on the same port
  --compression           accept permessage-deflate

Who may come in
  --auth KIND             basic, bearer, query or ticket
  --user NAME:SECRET[:listen]         may be repeated; SECRET may be '$VARIABLE' of the environment
  --allow-origin ORIGIN   of web pages beside loopback's; may be repeated
  --allow-host HOST       names of this computer beside localhost; may be repeated

Limits
  --max-connections N     --max-per-address N     --max-message BYTES     --max-rate MESSAGES_PER_SECOND
  --idle-timeout SECONDS  --heartbeat SECONDS     0 switches these two and the rate off

Checks and faults
  --schema FILE           a JSON Schema that messages must fit
  --when-invalid WHAT     answer, close or flag
  --faults FILE           the faults of a server's file
  --seed N                the same seed does the same to the same messages

Output
  --json                  one JSON object a line for every event, in place of one line when it listens
  --help, --version

Behaviours
${behaviours.map(({ name, description }) => `  ${name.padEnd(NAME_WIDTH)}${description}`).join('\n')}

It ends with 0 when stopped (SIGINT, SIGTERM: clients are closed with 1001), with 2 for wrong options, with 1 when it cannot serve.
`
}
