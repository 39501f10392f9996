/** What an engine process answers besides the contract. Apart from both ends, which cannot import each other. */
export const MEMORY_CALL = 'process.memory'
