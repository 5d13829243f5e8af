// The only file that knows koffi: functions that the running process already has, by their signatures in C.

export interface Native {
  /** Throws where the process lacks one. */
  functions<Name extends string>(signatures: Readonly<Record<Name, string>>): Readonly<Record<Name, unknown>>;
  /** Of memory that stays where it is for as long as `buffer` lives. */
  addressOf(buffer: ArrayBufferView): number;
  /** The memory at an address that a function gave, without a copy; it must outlive what is made of it. */
  memoryAt(address: number, length: number): ArrayBuffer;
}

/** Rejects where koffi is not installed or may not be loaded. */
export async function loadNative(): Promise<Native> {
  const { default: koffi } = await import('koffi');
  const library = koffi.load(null);
  return {
    functions: <Name extends string>(signatures: Readonly<Record<Name, string>>) =>
      Object.fromEntries(
        Object.entries<string>(signatures).map(([name, signature]) => [name, library.func(signature)]),
      ) as Readonly<Record<Name, unknown>>,
    addressOf: (buffer) => Number(koffi.address(buffer)),
    memoryAt: (address, length) => koffi.view(BigInt(address), length),
  };
}
