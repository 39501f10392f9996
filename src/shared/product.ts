/** What the product calls itself on the wire and in the window. */
export const PRODUCT_NAME = 'Feedscope'
export const USER_AGENT = PRODUCT_NAME
