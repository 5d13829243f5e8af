/** The target of the examples. */
export const SHOP = 'http://localhost:3000/orders';
