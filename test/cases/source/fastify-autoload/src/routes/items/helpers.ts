export default async function helpers(): Promise<void> {
  throw new Error('a folder with an index file loads that file alone');
}
