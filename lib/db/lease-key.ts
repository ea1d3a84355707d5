/** SQL of the advisory lock that a worker holds on its id while it lives; `id` is SQL as well. */
export const leaseKey = (id: string) => `hashtextextended('lamplight worker ' || ${id}, 0)`;
