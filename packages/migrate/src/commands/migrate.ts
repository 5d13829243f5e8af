export const migrate = async (): Promise<never> => {
  throw new Error('soon');
};
