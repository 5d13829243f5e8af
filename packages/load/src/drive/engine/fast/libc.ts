// System calls of Linux as functions of numbers. A pointer is an address within the arena, so no call is ever given one that
// is not ours; a wrong one is an error number (EFAULT) and no crash, because all of these go straight to the kernel.
import type { Native } from './native.js';

/** Each gives -1 and an error number in `errno[0]` where it fails. */
export interface Libc {
  socket(domain: number, type: number, protocol: number): number;
  connect(fd: number, address: number, length: number): number;
  send(fd: number, address: number, length: number, flags: number): number;
  recv(fd: number, address: number, length: number, flags: number): number;
  close(fd: number): number;
  shutdown(fd: number, how: number): number;
  setsockopt(fd: number, level: number, name: number, address: number, length: number): number;
  getsockopt(fd: number, level: number, name: number, address: number, lengthAddress: number): number;
  epollCreate(flags: number): number;
  epollControl(epoll: number, operation: number, fd: number, event: number): number;
  /** `timeout` is the address of a timespec. */
  epollWait(epoll: number, events: number, most: number, timeout: number, signals: number): number;
  prctl(option: number, value: number): number;
  /** Of this thread. */
  readonly errno: Int32Array;
}

const SIGNATURES = {
  socket: 'int socket(int domain, int type, int protocol)',
  connect: 'int connect(int fd, int64_t address, uint32_t length)',
  send: 'int64_t send(int fd, int64_t address, int64_t length, int flags)',
  recv: 'int64_t recv(int fd, int64_t address, int64_t length, int flags)',
  close: 'int close(int fd)',
  shutdown: 'int shutdown(int fd, int how)',
  setsockopt: 'int setsockopt(int fd, int level, int name, int64_t address, uint32_t length)',
  getsockopt: 'int getsockopt(int fd, int level, int name, int64_t address, int64_t length)',
  epollCreate: 'int epoll_create1(int flags)',
  epollControl: 'int epoll_ctl(int epoll, int operation, int fd, int64_t event)',
  epollWait: 'int epoll_pwait2(int epoll, int64_t events, int most, int64_t timeout, int64_t signals)',
  prctl: 'int prctl(int option, uint64_t value)',
} as const satisfies Record<keyof Omit<Libc, 'errno'>, string>;

/** Throws where the C library lacks a function (epoll_pwait2: glibc 2.35). */
export function openLibc(native: Native): Libc {
  const functions = native.functions(SIGNATURES) as unknown as Omit<Libc, 'errno'>;
  const { errnoLocation } = native.functions({ errnoLocation: 'int64_t __errno_location()' });
  const address = (errnoLocation as () => number)();
  return { ...functions, errno: new Int32Array(native.memoryAt(address, Int32Array.BYTES_PER_ELEMENT)) };
}
