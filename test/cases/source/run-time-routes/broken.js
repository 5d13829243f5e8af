export const = {;
