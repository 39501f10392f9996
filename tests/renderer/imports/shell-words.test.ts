import { expect, test } from 'vitest'
import { splitCommand } from '../../../src/renderer/src/features/imports/shell-words'

const words = (line: string) => splitCommand(line)?.words

test('quotes of bash hold spaces, and its escapes mean what they mean there', () => {
  expect(words(`a 'b c' "d \\"e\\" \\n" f\\ g`)).toEqual(['a', 'b c', 'd "e" \\n', 'f g'])
  expect(words(`a'b'"c"`)).toEqual(['abc'])
  expect(words(`a '' b`)).toEqual(['a', '', 'b'])
  expect(words(`$'it\\'s\\ttab \\u00e9 \\x41'`)).toEqual(["it's\ttab é A"])
})

test('a line goes on behind a backslash, a caret, or PowerShell’s backtick', () => {
  expect(words('curl \\\n  -H x \\\r\n y')).toEqual(['curl', '-H', 'x', 'y'])
  expect(words('curl ^\r\n  -H "x y" ^\r\n z')).toEqual(['curl', '-H', 'x y', 'z'])
  expect(words('curl `\n -H x')).toEqual(['curl', '-H', 'x'])
})

test('what a browser copies for cmd is read as cmd and the runtime behind it read it', () => {
  expect(words('curl ^"https://a.example/?x=1^&y=2^" ^\n  -H ^"A: say ^\\^"hi^\\^" 100^%^"')).toEqual([
    'curl',
    'https://a.example/?x=1&y=2',
    '-H',
    'A: say "hi" 100%',
  ])
  expect(words('curl "a\\\\" ^\n "b ""c"" d"')).toEqual(['curl', 'a\\', 'b "c" d'])
})

test('a shell’s variable becomes one of ours; what it would run is left out and reported', () => {
  expect(splitCommand(`a "t $TOKEN" '$NOT' \${OTHER}x`)).toEqual({
    words: ['a', 't {{TOKEN}}', '$NOT', '{{OTHER}}x'],
    variables: ['TOKEN', 'OTHER'],
    ignored: [],
  })
  expect(splitCommand('a "x$(cat key)" | jq .')).toEqual({
    words: ['a', 'x'],
    variables: [],
    ignored: ['$(cat key)', '| jq .'],
  })
})

test('a quote that is not closed is no command', () => {
  expect(splitCommand(`curl 'a`)).toBeUndefined()
  expect(splitCommand(`curl "a`)).toBeUndefined()
  expect(splitCommand(`curl $'a`)).toBeUndefined()
  expect(splitCommand('curl ^"a')).toBeUndefined()
})
