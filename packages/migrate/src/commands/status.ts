export const status = async (): Promise<never> => {
  throw new Error('soon');
};
