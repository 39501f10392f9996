/** What the bench needs of the engine; bundled by `engine-bundle.mjs`. */
export { Engine } from '../../src/main/engine'
export { oncePerTurn } from '../../src/main/engine/clock'
export { FrameStore } from '../../src/main/engine/frames/frame-store'
export { frameKind } from '../../src/shared/protocol/frame'
