/** The sizes everything is measured at, and how many messages take some 0.4 s at the ceiling. */
export const SIZES = [
  { label: '64 B', size: 64, count: 1_200_000 },
  { label: '256 B', size: 256, count: 800_000 },
  { label: '1 KiB', size: 1024, count: 400_000 },
  { label: '16 KiB', size: 16_384, count: 40_000 },
]
