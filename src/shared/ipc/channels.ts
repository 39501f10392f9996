/** The two channels between preload and shell: one for each verb of the contract. */
export const CALL_CHANNEL = 'feedscope:call'
export const PUSH_CHANNEL = 'feedscope:push'
