export const rollback = async (): Promise<never> => {
  throw new Error('soon');
};
