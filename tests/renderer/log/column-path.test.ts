import { describe, expect, it } from 'vitest'
import {
  COLUMN_MAX_PX,
  COLUMN_MIN_PX,
  columnTitle,
  readColumnPath,
  withColumn,
  withColumnMoved,
  withColumnWidth,
  withoutColumn,
} from '../../../src/renderer/src/features/log/column-path'

const column = (path: string, title = '') => ({ path, title, widthPx: 100 })
const paths = (columns: { path: string }[]) => columns.map(({ path }) => path).join(' ')

describe('a column of the log', () => {
  it('is named by a path, with or without what stands for the message', () => {
    expect(readColumnPath(' price ')).toEqual({ ok: true, value: '$.price' })
    expect(readColumnPath('$.a[0]["b c"]')).toEqual({ ok: true, value: '$.a[0]["b c"]' })
    expect(readColumnPath('a b')).toMatchObject({ ok: false, error: { code: 'ERR_FILTER_INVALID' } })
  })

  it('has the last key of its path above it, unless it is called something else', () => {
    expect(columnTitle(column('$.user.name'))).toBe('name')
    expect(columnTitle(column('$["odd key"]'))).toBe('odd key')
    expect(columnTitle(column('$.items[0]'))).toBe('0')
    expect(columnTitle(column('$.user.name', 'Who'))).toBe('Who')
  })

  it('is there once, and can be removed', () => {
    const columns = withColumn(withColumn([column('$.a')], '$.b'), '$.a')
    expect(paths(columns)).toBe('$.a $.b')
    expect(paths(withoutColumn(columns, '$.a'))).toBe('$.b')
  })

  it('moves by one, and no further than the ends', () => {
    const columns = [column('$.a'), column('$.b'), column('$.c')]
    expect(paths(withColumnMoved(columns, '$.b', -1))).toBe('$.b $.a $.c')
    expect(paths(withColumnMoved(columns, '$.b', 1))).toBe('$.a $.c $.b')
    expect(paths(withColumnMoved(columns, '$.a', -1))).toBe('$.a $.b $.c')
    expect(paths(withColumnMoved(columns, '$.c', 1))).toBe('$.a $.b $.c')
  })

  it('is never too narrow to be found again, nor so wide that nothing else is seen', () => {
    const widthOf = (px: number) => withColumnWidth([column('$.a')], '$.a', px)[0]?.widthPx
    expect([widthOf(-5), widthOf(123.4), widthOf(9_999)]).toEqual([COLUMN_MIN_PX, 123, COLUMN_MAX_PX])
  })
})
