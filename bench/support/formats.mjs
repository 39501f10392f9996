/** The sizes everything is measured at, and how many messages take about half a second at the ceiling. */
export const SIZES = [
  { label: '64 B', size: 64, count: 1_600_000 },
  { label: '256 B', size: 256, count: 1_000_000 },
  { label: '1 KiB', size: 1024, count: 500_000 },
  { label: '16 KiB', size: 16_384, count: 50_000 },
]
